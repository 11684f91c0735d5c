// A portal that answers at once, in a process of its own, so that it does not take the client's processor time.
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

const items = Array.from({ length: 50 }, (_, index) => ({ ID: index + 1, STATUS: "IN_WORK", ENTITY_TYPE: 3 }));
const time = {
  start: 1787206096,
  finish: 1787206096.725297,
  duration: 0.7252969741821289,
  processing: 0,
  date_start: "2026-08-20T09:08:16+03:00",
  date_finish: "2026-08-20T09:08:16+03:00",
  operating_reset_at: 1787206696,
  operating: 0,
};
const body = Buffer.from(JSON.stringify({ result: items, time }));

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
