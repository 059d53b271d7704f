// Bolt for JavaScript over Socket Mode: commands, forms, clicks, options, shortcuts, Home, respond(), paging, rate limits.
import assert from "node:assert/strict";
import { after, afterEach, before, test } from "node:test";
import { actions, amir, bea, bolt, button, client, control, form, hearing, input, plain, section } from "./workspace.mjs";

const app = bolt();
before(() => app.start());
after(() => app.stop());
afterEach(() => assert.deepEqual(app.errors, []));

/** The next command does this. */
let onCommand;
app.command("/feedback", (args) => onCommand(args));

test("a command is acked with a string, a message, or for everyone", async () => {
  onCommand = ({ ack, command }) => ack(`You said ${command.text}`);
  await amir.types("/feedback hello & goodbye");
  await amir.sees("You said hello & goodbye");
  onCommand = ({ ack }) => ack({ response_type: "in_channel", text: "for all", blocks: [section("*Everyone* sees this")] });
  await amir.types("/feedback");
  await bea.sees("Everyone sees this");
});

test("a command opens a form, and the form is refused, changed, stacked, cleared", async () => {
  onCommand = async ({ ack, client, command }) => {
    await ack();
    const view = form("Give", "give", input("Start", { type: "plain_text_input", multiline: true }));
    await client.views.open({ trigger_id: command.trigger_id, view });
  };
  const answers = [
    { response_action: "errors", errors: { start: "A little more, please." } },
    { response_action: "update", view: form("Changed", "give", input("Start", { type: "plain_text_input" })) },
    { response_action: "push", view: form("Second", "give", section("On top")) },
    undefined,
    { response_action: "clear" },
  ];
  const said = [];
  app.view("give", async ({ ack, view }) => {
    said.push(view.state.values.start?.v.value);
    await ack(answers.shift());
  });
  await amir.types("/feedback");
  const fill = { fills: { field: "Start", text: "Ask first" } };
  let seen = await amir.does({ waits_for_form: "Give" }, fill, "submits");
  assert.match(seen.text, /A little more, please\./);
  assert.equal(seen.form, "Give");
  seen = await amir.does("submits");
  assert.equal(seen.form, "Changed");
  assert.match(seen.text, /Ask first/, "what was typed stays");
  seen = await amir.does("submits");
  assert.equal(seen.form, "Second");
  seen = await amir.does("submits");
  assert.equal(seen.form, "Changed", "a bare ack closes the topmost");
  seen = await amir.does("submits");
  assert.equal(seen.form, null);
  assert.deepEqual(said, ["Ask first", "Ask first", "Ask first", undefined, "Ask first"]);
});

test("a form is updated and pushed by calls, and its closing is heard", async () => {
  const closed = hearing();
  onCommand = async ({ ack, client, command }) => {
    await ack();
    const view = { ...form("First", "stack", actions(button("More", "more"))), notify_on_close: true };
    await client.views.open({ trigger_id: command.trigger_id, view });
  };
  app.action("more", async ({ ack, body, client }) => {
    await ack();
    await client.views.push({ trigger_id: body.trigger_id, view: { ...form("Pushed", "stack", section("Top")), notify_on_close: true } });
    const view = form("First again", "stack", section("Below"));
    await client.views.update({ view_id: body.view.id, hash: body.view.hash, view });
  });
  app.view({ callback_id: "stack", type: "view_closed" }, async ({ ack, body }) => { await ack(); closed.hear(body); });
  await amir.types("/feedback");
  await amir.does({ clicks: "More" }, { waits_for_form: "Pushed" }, "closes", { waits_for_form: "First again" });
  assert.equal((await closed.next()).is_cleared, false);
  await amir.does("closes_all", "waits_for_no_form");
});

test("buttons and menus of a message are heard, and respond() answers, replaces and deletes", async () => {
  const clicked = hearing();
  app.action(/^vote/, async ({ ack, action, respond, body }) => {
    await ack();
    clicked.hear({ action, body });
    if (action.action_id === "vote_pick") await respond({ replace_original: true, text: `Picked ${action.selected_option.value}`, blocks: [section("Picked"), actions(button("Drop it", "vote_drop"))] });
    else if (action.action_id === "vote_drop") await respond({ delete_original: true });
    else await respond({ text: "Only you hear this", replace_original: false });
  });
  const options = ["a", "b"].map((value) => ({ text: plain(value.toUpperCase()), value }));
  const select = { type: "static_select", action_id: "vote_pick", placeholder: plain("Which"), options };
  const { channel, ts } = await client().chat.postMessage({
    channel: (await amir.looks()).id, text: "Vote", blocks: [section("Vote now"), actions(button("Vote", "vote_now", { value: "17" }), select)],
  });
  await amir.clicks("Vote");
  const { action, body } = await clicked.next();
  assert.deepEqual([action.value, body.container.message_ts, body.channel.id], ["17", ts, channel]);
  await amir.sees("Only you hear this");
  await amir.does({ picks: { field: "Which", option: "B" } }, { sees: "Picked" }, { clicks: "Drop it" }, { sees_no_more: "Picked" });
});

test("options are asked for, alone or in groups, and taken", async () => {
  const answers = [
    (query) => ({ options: [{ text: plain(`${query}na`), value: "anna" }] }),
    (query) => ({ option_groups: [{ label: plain("Others"), options: [{ text: plain(`${query}to`), value: "otto" }] }] }),
  ];
  const asked = [];
  app.options("who", async ({ ack, payload }) => { asked.push(payload.value); await ack(answers.shift()(payload.value)); });
  onCommand = async ({ ack, client, command }) => {
    await ack();
    const element = { type: "external_select", action_id: "who", min_query_length: 1, placeholder: plain("Type a name") };
    await client.views.open({ trigger_id: command.trigger_id, view: form("Options", "options", input("Who", element)) });
  };
  const taken = hearing();
  app.view("options", async ({ ack, view }) => { await ack(); taken.hear(view.state.values.who.who.selected_option.value); });
  await amir.types("/feedback");
  await amir.does(
    { searches: { field: "Who", query: "An" } }, { picks: { field: "Who", option: "Anna" } },
    { searches: { field: "Who", query: "Ot" } }, { picks: { field: "Who", option: "Otto" } }, "submits", "waits_for_no_form",
  );
  assert.equal(await taken.next(), "otto");
  assert.deepEqual(asked, ["An", "Ot"]);
});

test("global shortcuts and those of a message are heard", async () => {
  const run = hearing();
  app.shortcut({ type: "shortcut" }, async ({ ack, shortcut, client }) => {
    await ack();
    await client.views.open({ trigger_id: shortcut.trigger_id, view: form("From a shortcut", "none", section("Here")) });
  });
  app.shortcut({ type: "message_action" }, async ({ ack, shortcut, respond }) => {
    await ack();
    run.hear(shortcut);
    await respond("Noted.");
  });
  await amir.does({ runs: "Give feedback" }, { waits_for_form: "From a shortcut" }, "closes");
  await bea.types("A thing worth a note");
  await amir.does({ runs_on: { shortcut: "Give feedback", text: "worth a note" } });
  assert.equal((await run.next()).message.text, "A thing worth a note");
  await amir.sees("Noted.");
});

test("Home is published, and its buttons are heard", async () => {
  app.event("app_home_opened", async ({ event, client }) => {
    const blocks = [section(event.view ? "Back again" : "First time"), actions(button("Go on", "go_on"))];
    await client.views.publish({ user_id: event.user, view: { type: "home", blocks }, hash: event.view?.hash });
  });
  const pressed = hearing();
  app.action("go_on", async ({ ack, body }) => { await ack(); pressed.hear(body); });
  await amir.does("opens_home", { sees: "First time" }, "opens_home", { sees: "Back again" }, { clicks: "Go on" });
  const body = await pressed.next();
  assert.deepEqual([body.container.type, body.view.type, body.channel], ["view", "home", undefined]);
});

test("people are paged", async () => {
  const names = [];
  let pages = 0;
  for await (const page of client().paginate("users.list", { limit: 2 })) {
    pages += 1;
    names.push(...page.members.map((member) => member.name));
  }
  assert.ok(pages > 3, `${pages} pages`);
  assert.equal(new Set(names).size, names.length);
  assert.ok(names.includes("amir") && names.includes("bea"));
});

test("Retry-After is obeyed: what was too much arrives later, and once", async () => {
  const channel = (await bea.looks()).id;
  const web = client({ maxRequestConcurrency: 1 });
  const texts = Array.from({ length: 7 }, (_, at) => `Message ${at}`);
  await Promise.all(texts.map((text) => web.chat.postMessage({ channel, text })));
  const { entries } = await control.get("/journal?after=0");
  assert.ok(entries.some(({ what, outcome }) => what === "chat.postMessage" && outcome === "ratelimited"));
  const { screen } = await bea.looks();
  const said = screen.conversations.flatMap(({ messages }) => messages).map(({ text }) => text);
  assert.deepEqual(said.filter((text) => text.startsWith("Message")).sort(), texts);
});

test("calls that fail for a while are made again", async () => {
  await control.plan({ call: { method: "chat.postMessage", fault: { rate_limited: 1 } } });
  const web = client({ retryConfig: { retries: 5, factor: 1, minTimeout: 10, maxTimeout: 50 } });
  await web.chat.postMessage({ channel: (await bea.looks()).id, text: "In the end" });
  await bea.sees("In the end");
  await control.plan({ call: { method: "users.info", fault: "reset" } });
  assert.equal((await web.users.info({ user: (await amir.looks()).id })).user.name, "amir");
});
