// The application in TypeScript; applications.ts says what it has to do.
import { readFileSync } from "node:fs";
import { createClient, oauth } from "@b24-calllist/client";
import { fileStore } from "@b24-calllist/client/file-store";
import type { ApplicationSettings } from "./applications.ts";

const { store, ...application }: ApplicationSettings = JSON.parse(readFileSync(process.argv[2]!, "utf8"));
const b24 = createClient({ auth: oauth({ ...application, store: fileStore(store) }) });
await b24.call("crm.calllist.statuslist");
