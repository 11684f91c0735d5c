// A process that uses the tokens of a file: node token-user.ts FILE SERVER. Its calls all meet an expired token at first.
import { fileStore } from "../src/file-store.ts";
import { createClient, oauth } from "../src/index.ts";

const [path, server] = process.argv.slice(2);
const auth = oauth({ clientId: "local.app", clientSecret: "client-secret", store: fileStore(path!), server: server! });
const b24 = createClient({ auth });
const answers = await Promise.all(Array.from({ length: 10 }, () => b24.call("crm.calllist.list")));
console.log(`${answers.length} answers`);
