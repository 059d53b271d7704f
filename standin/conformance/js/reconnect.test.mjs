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

async function opened(count) {
  await control.wait({ calls: { method: "apps.connections.open", count }, within_ms });
  await control.wait({ sockets: 1, within_ms });
}

let opens = 1;
for (const how of ["warning", "refresh_requested", "link_disabled", "too_many_websockets", "closed", "dropped", "half_open"]) {
  test(`after ${how} it is back, and hears`, async () => {
    await control.plan({ socket: how });
    opens += 1;
    // On Slack's side a half-open socket stays for a while, and is still sent into: until it is gone there are two.
    if (how === "half_open") await control.wait({ sockets: 2, within_ms });
    await opened(opens);
    await amir.types(`/feedback ${how}`);
    await amir.sees(`Heard ${how}`);
    assert.equal(heard.at(-1), how);
  });
}

test("a refused upgrade is tried again", async () => {
  await control.plan({ upgrade: { refused: 503 } });
  await control.plan({ socket: "dropped" });
  opens += 2;
  await opened(opens);
  await amir.types("/feedback again");
  await amir.sees("Heard again");
});

test("after 40 s of silence it is still there: pings go both ways", async () => {
  await new Promise((resolve) => { setTimeout(resolve, 40_000); });
  const { sockets, calls } = await control.get("");
  assert.deepEqual([sockets, calls["apps.connections.open"]], [1, opens], "the same socket");
  await amir.types("/feedback still");
  await amir.sees("Heard still");
});

test("each command was handled once", () => {
  assert.deepEqual(heard, [...new Set(heard)]);
});
