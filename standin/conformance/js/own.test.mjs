// The app's own words come back to it. Bolt knows them by their `bot_id` and `user` and leaves them alone; a bot that did
// not would talk to itself for ever. And emoji, as Bolt hears of them.
import assert from "node:assert/strict";
import { test } from "node:test";
import { amir, bea, bolt, hearing } from "./workspace.mjs";

test("a bot does not answer itself", { timeout: 60_000 }, async () => {
  const app = bolt();
  const handled = [];
  const sent = hearing();
  const reacted = hearing();
  app.message(/echo/u, async ({ message, say }) => {
    handled.push(message.text);
    await say(`echo: ${message.text}`);
  });
  app.event("reaction_added", async ({ event, client }) => {
    await client.reactions.add({ channel: event.item.channel, timestamp: event.item.ts, name: "eyes" });
    reacted.hear(event);
  });
  app.receiver.client.on("slack_event", ({ body }) => sent.hear(body.event));
  await app.start();
  await amir.types("echo one");
  const [said, own] = [await sent.next(), await sent.next()];
  assert.deepEqual([said.text, said.bot_id], ["echo one", undefined]);
  assert.equal(own.text, "echo: echo one");
  assert.ok(own.bot_id, "the bot's own words say whose they are");
  // Whatever Bolt made of the bot's own words, it has done by the time it answers the next ones.
  await amir.types("echo two");
  await bea.sees("echo: echo two");
  assert.deepEqual(handled, ["echo one", "echo two"]);
  await bea.does({ reacts: { to: "echo: echo two", emoji: "tada" } });
  const event = await reacted.next();
  assert.deepEqual([event.reaction, event.item_user], ["tada", own.user]);
  await amir.sees(":eyes: Peerloop");
  await app.stop();
  assert.deepEqual(app.errors, []);
});
