// One of two programs: says on its output what it heard, and ends when its input does.
import { bolt } from "./workspace.mjs";

const [name] = process.argv.slice(2);
const app = bolt();
app.command("/feedback", async ({ ack, command }) => {
  console.log(`${name}: ${command.text}`);
  await ack();
});
await app.start();
console.log("up");
process.stdin.on("end", async () => { await app.stop(); process.exit(0); }).resume();
