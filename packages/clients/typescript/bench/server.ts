// A portal that answers at once, in a process of its own, so that it does not take the client's processor time.
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { time } from "../test/portal.ts";

const items = Array.from({ length: 50 }, (_, index) => ({ ID: index + 1, STATUS: "IN_WORK", ENTITY_TYPE: 3 }));
const body = Buffer.from(
  JSON.stringify({ result: items, time: { ...time, operating_reset_at: 1787206696, operating: 0 } }),
);

const server = createServer((request, response) => {
  request.resume();
  request.on("end", () => {
    response.writeHead(200, { "Content-Type": "application/json; charset=utf-8", "Content-Length": body.length });
    response.end(body);
  });
});
server.keepAliveTimeout = 60_000;
server.listen(0, "127.0.0.1", () => process.send!((server.address() as AddressInfo).port));
process.on("disconnect", () => process.exit());
