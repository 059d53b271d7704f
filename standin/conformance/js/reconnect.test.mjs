// Bolt for JavaScript when its socket ends, in every way that a socket can end, and when nothing happens for a while.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { amir, bolt, control } from "./workspace.mjs";

const app = bolt();
const heard = [];
app.command("/feedback", async ({ ack, command }) => { heard.push(command.text); await ack(`Heard ${command.text}`); });
before(() => app.start());
after(() => app.stop());

/** Milliseconds within which the client has a new socket; it waits 5 s itself before it opens one. */
const within_ms = 40_000;

/** Once so many sockets were opened, and all but the last are gone: Slack keeps a half-open one for a while. */
async function opened(count) {
  await control.wait({ opened: count, within_ms });
  await control.wait({ sockets: 1, within_ms });
}

let sockets = 1;
for (const how of ["warning", "refresh_requested", "link_disabled", "too_many_websockets", "closed", "dropped", "half_open"]) {
  test(`after ${how} it is back, and hears`, async () => {
    await control.plan({ socket: how });
    sockets += 1;
    await opened(sockets);
    await amir.types(`/feedback ${how}`);
    await amir.sees(`Heard ${how}`);
    assert.equal(heard.at(-1), how);
  });
}

test("a refused upgrade is tried again", async () => {
  await control.plan({ upgrade: { refused: 503 } });
  await control.plan({ socket: "dropped" });
  sockets += 1;
  await opened(sockets);
  await amir.types("/feedback again");
  await amir.sees("Heard again");
});

test("after 40 s of silence it is still there: pings go both ways", async () => {
  await new Promise((resolve) => { setTimeout(resolve, 40_000); });
  const now = await control.get("");
  assert.deepEqual([now.sockets, now.opened], [1, sockets], "the same socket");
  await amir.types("/feedback still");
  await amir.sees("Heard still");
});

test("each command was handled once", () => {
  assert.deepEqual(heard, [...new Set(heard)]);
});
