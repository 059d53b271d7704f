// What the stand-in sends, checked by the TypeScript compiler against the types that the SDKs publish: every kind of payload
// and every reply is captured and written as a literal that must fit its type.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { actions, amir, bea, bolt, button, client, control, form, input, nodeModules, plain, require, section } from "./workspace.mjs";

/** Type of a payload, by the kind of its envelope or its own. */
const PAYLOADS = {
  "slash_commands": "SlashCommand",
  "shortcut": "GlobalShortcut",
  "message_action": "MessageShortcut",
  "view_submission": "ViewSubmitAction",
  "view_closed": "ViewClosedAction",
  "block_actions": "BlockAction",
  "block_suggestion": "BlockSuggestion",
  "app_home_opened": "EnvelopedEvent<AppHomeOpenedEvent>",
  "team_join": "EnvelopedEvent<TeamJoinEvent>",
  "user_change": "EnvelopedEvent<UserChangeEvent>",
  "tokens_revoked": "EnvelopedEvent<TokensRevokedEvent>",
  "app_uninstalled": "EnvelopedEvent<AppUninstalledEvent>",
  // The type wants a key whose value is undefined, which JSON has not.
  "message": "EnvelopedEvent<Omit<types.GenericMessageEvent, 'subtype'>>",
  "message.bot_message": "EnvelopedEvent<BotMessageEvent>",
  // The types want whole events of the messages within, with a channel of their own; Slack sends messages.
  "message.message_changed": "EnvelopedEvent<Omit<types.MessageChangedEvent, 'message' | 'previous_message'>>",
  "message.message_deleted": "EnvelopedEvent<Omit<types.MessageDeletedEvent, 'previous_message'>>",
  "reaction_added": "EnvelopedEvent<ReactionAddedEvent>",
  "reaction_removed": "EnvelopedEvent<ReactionRemovedEvent>",
  "pin_added": "EnvelopedEvent<PinAddedEvent>",
  "pin_removed": "EnvelopedEvent<PinRemovedEvent>",
  "subteam_created": "EnvelopedEvent<SubteamCreatedEvent>",
  "subteam_updated": "EnvelopedEvent<SubteamUpdatedEvent>",
  "subteam_members_changed": "EnvelopedEvent<SubteamMembersChangedEvent>",
  "channel_created": "EnvelopedEvent<ChannelCreatedEvent>",
  "channel_rename": "EnvelopedEvent<ChannelRenameEvent>",
  "channel_archive": "EnvelopedEvent<ChannelArchiveEvent>",
  "channel_unarchive": "EnvelopedEvent<ChannelUnarchiveEvent>",
  "channel_left": "EnvelopedEvent<ChannelLeftEvent>",
  "member_joined_channel": "EnvelopedEvent<MemberJoinedChannelEvent>",
  "member_left_channel": "EnvelopedEvent<MemberLeftChannelEvent>",
};

const options = ["a", "b"].map((value) => ({ text: plain(value.toUpperCase()), value }));
const ELEMENTS = [
  button("Press", "press", { value: "1" }),
  { type: "static_select", action_id: "select", placeholder: plain("Select"), options },
  { type: "users_select", action_id: "user", placeholder: plain("Person") },
  { type: "datepicker", action_id: "date", placeholder: plain("Day") },
  { type: "overflow", action_id: "more", options },
];
const LISTS = [
  section("Choose one", { accessory: { type: "radio_buttons", action_id: "radio", options } }),
  section("Choose some", { accessory: { type: "checkboxes", action_id: "boxes", options } }),
];
const FIELDS = [
  input("Words", { type: "plain_text_input" }),
  input("Empty", { type: "plain_text_input" }, { optional: true }),
  input("Link", { type: "url_text_input" }),
  input("One", { type: "static_select", placeholder: plain("Which"), options }),
  input("Radio", { type: "radio_buttons", options }),
  input("Boxes", { type: "checkboxes", options }),
  input("Who", { type: "users_select", placeholder: plain("Who is it") }),
  input("When", { type: "datepicker", initial_date: "2026-10-01" }),
  input("Search", { type: "external_select", min_query_length: 1, placeholder: plain("Search it") }),
  input("Time", { type: "timepicker", initial_time: "09:30" }),
  input("Both", { type: "datetimepicker", initial_date_time: 1_790_000_000 }),
  input("Mail", { type: "email_text_input", initial_value: "ada@example.com" }),
  input("Number", { type: "number_input", is_decimal_allowed: false, initial_value: "7" }),
  input("Many", { type: "multi_static_select", placeholder: plain("Any"), options, initial_options: options }),
  input("People", { type: "multi_users_select", placeholder: plain("Any people") }, { optional: true }),
  input("Place", { type: "conversations_select", placeholder: plain("Where") }, { optional: true }),
  input("Channel", { type: "channels_select", placeholder: plain("Which channel") }, { optional: true }),
  input("Rich", { type: "rich_text_input" }, { optional: true }),
];
const elements = [actions(...ELEMENTS), ...LISTS];

/** Calls everything and does everything; returns the replies by their types. */
async function story() {
  const app = bolt();
  const web = client();
  const replies = [];
  const keep = async (type, call) => { const reply = await call; replies.push([type, reply]); return reply; };
  app.command("/feedback", async ({ ack, command }) => {
    await ack();
    const view = { ...form("Everything", "all", section("*Bold*", { fields: [plain("One")] }), ...FIELDS, ...elements), notify_on_close: true, private_metadata: "kept" };
    await keep("ViewsOpenResponse", web.views.open({ trigger_id: command.trigger_id, view }));
  });
  app.options(/.*/, ({ ack }) => ack({ options }));
  app.action(/.*/, ({ ack }) => ack());
  app.view("all", ({ ack }) => ack());
  app.view({ callback_id: "all", type: "view_closed" }, ({ ack }) => ack());
  app.shortcut(/.*/, ({ ack }) => ack());
  app.event(/.*/, async () => {});
  await app.start();

  const me = (await amir.looks()).id;
  await keep("AuthTestResponse", web.auth.test());
  await keep("UsersListResponse", web.users.list({ limit: 100 }));
  await keep("UsersInfoResponse", web.users.info({ user: me, include_locale: true }));
  const { channel: { id } } = await keep("ConversationsOpenResponse", web.conversations.open({ users: me, return_im: true }));
  const channel = id;
  await keep("ConversationsInfoResponse", web.conversations.info({ channel }));
  await keep("ConversationsMembersResponse", web.conversations.members({ channel }));
  const posted = await keep("ChatPostMessageResponse", web.chat.postMessage({
    channel, text: "Everything", blocks: [section("Everything"), ...elements],
    metadata: { event_type: "a_test", event_payload: { nonce: "1" } },
  }));
  await keep("ChatUpdateResponse", web.chat.update({ channel, ts: posted.ts, text: "Everything", blocks: [section("Everything"), ...elements] }));
  await keep("ConversationsHistoryResponse", web.conversations.history({ channel, limit: 5, include_all_metadata: true }));
  const general = (await amir.looks()).screen.conversations.find(({ name }) => name === "general").id;
  await keep("ChatPostEphemeralResponse", web.chat.postEphemeral({ channel: general, user: me, text: "Just you", blocks: [section("Just you"), actions(button("Press it", "quiet"))] }));
  await keep("ViewsPublishResponse", web.views.publish({ user_id: me, view: { type: "home", blocks: [section("Home"), ...elements] } }));

  await marks(web, keep, general, me);
  await amir.clicks("Press it");
  const uses = [
    { clicks: "Press" }, { picks: { field: "Select", option: "B" } }, { picks: { field: "Person", option: "Bea" } },
    { picks: { field: "Day", option: "2026-10-02" } }, { clicks: "A" },
    { picks: { field: "Choose one", option: "B" } }, { picks: { field: "Choose some", option: "B" } },
  ];
  await amir.does(...uses);
  await amir.does("opens_home", ...uses);
  await amir.types("/feedback @bea");
  await amir.does({ waits_for_form: "Everything" }, ...uses);
  await amir.does(
    { fills: { field: "Words", text: "Some words" } }, { fills: { field: "Link", text: "https://example.com/" } },
    { picks: { field: "One", option: "A" } }, { picks: { field: "Radio", option: "B" } }, { picks: { field: "Boxes", option: "A" } },
    { picks: { field: "Who", option: "Bea" } }, { searches: { field: "Search", query: "B" } }, { picks: { field: "Search", option: "B" } },
    { fills: { field: "Rich", text: "Some more" } }, "submits", "waits_for_no_form",
  );
  await amir.types("/feedback");
  await amir.does({ waits_for_form: "Everything" }, "closes_all");
  await bea.types("A message");
  await amir.does({ runs: "Give feedback" }, { runs_on: { shortcut: "Give feedback", text: "A message" } });
  await keep("ChatDeleteResponse", web.chat.delete({ channel, ts: posted.ts }));
  await control.post("/world", { joins: { name: "Nia", zone: "Africa/Nairobi" } });
  await control.post("/world", { changes: { name: "Nia", to: { title: "Rep" } } });
  await control.post("/world", "uninstalls");
  const { envelopes } = await control.get("/envelopes");
  await app.stop();
  assert.deepEqual(app.errors, []);
  return { envelopes, replies };
}

/** Attachments, other names, emoji, pins, groups, and a channel's life. */
async function marks(web, keep, general, me) {
  const attachments = [{ color: "good", blocks: [section("Attached"), actions(button("Press attached", "attached"))] }, { title: "Old", text: "Words", fields: [{ title: "A", value: "B" }] }];
  const named = await keep("ChatPostMessageResponse", web.chat.postMessage({ channel: general, text: "Named", username: "Deploys", icon_emoji: ":rocket:", attachments }));
  await amir.clicks("Press attached");
  const { ts } = await web.chat.postMessage({ channel: general, text: "Marked" });
  await web.chat.update({ channel: general, ts, text: "Marked anew" });
  const at = { channel: general, timestamp: ts };
  await keep("ReactionsAddResponse", web.reactions.add({ ...at, name: "tada" }));
  await keep("ReactionsGetResponse", web.reactions.get(at));
  await keep("ReactionsListResponse", web.reactions.list({ limit: 5 }));
  await keep("ReactionsRemoveResponse", web.reactions.remove({ ...at, name: "tada" }));
  await keep("PinsAddResponse", web.pins.add(at));
  await keep("PinsListResponse", web.pins.list({ channel: general }));
  await keep("PinsRemoveResponse", web.pins.remove(at));
  await web.chat.delete({ channel: general, ts: named.ts });
  await keep("UsergroupsListResponse", web.usergroups.list({ include_users: true, include_count: true }));
  const { usergroup: { id: usergroup } } = await keep("UsergroupsCreateResponse", web.usergroups.create({ name: "On call" }));
  await keep("UsergroupsUpdateResponse", web.usergroups.update({ usergroup, description: "Who answers" }));
  await keep("UsergroupsUsersUpdateResponse", web.usergroups.users.update({ usergroup, users: me }));
  await keep("UsergroupsUsersListResponse", web.usergroups.users.list({ usergroup }));
  const { channel: { id: channel } } = await keep("ConversationsCreateResponse", web.conversations.create({ name: "pod-red" }));
  await keep("ConversationsInviteResponse", web.conversations.invite({ channel, users: me }));
  await keep("ConversationsKickResponse", web.conversations.kick({ channel, user: me }));
  await keep("ConversationsRenameResponse", web.conversations.rename({ channel, name: "pod-green" }));
  await keep("ConversationsSetTopicResponse", web.conversations.setTopic({ channel, topic: "Practice" }));
  await keep("ConversationsSetPurposeResponse", web.conversations.setPurpose({ channel, purpose: "Practice" }));
  await keep("ConversationsArchiveResponse", web.conversations.archive({ channel }));
  await keep("ConversationsUnarchiveResponse", web.conversations.unarchive({ channel }));
  await keep("ConversationsLeaveResponse", web.conversations.leave({ channel }));
  // What is raised comes after the replies; the last of it ends the story.
  await control.wait({ journal: "channel_left" });
}

/** Attachments without their `id`, which the sample of chat.postMessage has and the types of events have not. */
function withoutNumbers(value) {
  if (Array.isArray(value)) return value.map(withoutNumbers);
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value).map(([key, each]) => [key, key === "attachments" ? each.map(({ id: _, ...rest }) => withoutNumbers(rest)) : withoutNumbers(each)]);
  return Object.fromEntries(entries);
}

/** The one place where Slack's samples and the SDKs' types disagree: Slack says null, the types say that it is missing. */
function withoutNulls(payload) {
  const { enterprise, context_enterprise_id: _, ...rest } = payload;
  assert.equal(enterprise ?? null, null);
  return withoutNumbers(rest);
}

function literals({ envelopes, replies }) {
  const kinds = new Set();
  const checked = new Map();
  for (const { type, payload } of envelopes) {
    const { event } = payload;
    const kind = type === "slash_commands" ? type : event ? [event.type, event.subtype].filter(Boolean).join(".") : payload.type;
    assert.ok(PAYLOADS[kind], `no type for ${kind}`);
    kinds.add(kind);
    let published = `bolt.${PAYLOADS[kind].replace(/^EnvelopedEvent<(?!Omit)/u, "EnvelopedEvent<types.")}`;
    // The types insist on one, and Slack has none to give where nothing was posted.
    if (kind === "block_actions" && payload.container.type === "view") published = `Omit<${published}, "response_url">`;
    // One of each: the compiler takes its time.
    const which = [kind, payload.container?.type, payload.container?.is_ephemeral, payload.view?.type, payload.actions?.[0].type];
    checked.set(which.join(), `fits<${published}>()(${JSON.stringify(withoutNulls(payload), null, 1)});`);
  }
  assert.deepEqual([...kinds].sort(), Object.keys(PAYLOADS).sort(), "a kind was not captured");
  for (const [type, reply] of replies) {
    checked.set(type, `fits<Loose<web.${type}>>()(${JSON.stringify(reply, null, 1)});`);
  }
  return `import type * as bolt from "@slack/bolt";
import type * as types from "@slack/types";
import type * as web from "@slack/web-api";
declare function fits<T>(): <const V extends T>(value: V) => void;
// The types of replies are made from samples: enums of the strings that occurred in them, and no null that did not.
type Loose<T> = T extends string ? string : T extends (infer U)[] ? Loose<U>[] : T extends object ? { [K in keyof T]: Loose<T[K]> | null } : T;
// @ts-expect-error: the check itself must fail on a field of the wrong type
fits<bolt.SlashCommand>()(${JSON.stringify({ ...envelopes.find(({ type }) => type === "slash_commands").payload, user_id: 7 })});
// @ts-expect-error: and on a missing one
fits<bolt.GlobalShortcut>()({ type: "shortcut" });
${[...checked.values()].join("\n")}
`;
}

test("everything that is sent fits the published types", { timeout: 120_000 }, async () => {
  const folder = join(nodeModules, "..", `captured-${process.pid}`);
  mkdirSync(folder, { recursive: true });
  try {
    writeFileSync(join(folder, "captured.ts"), literals(await story()));
    const compiler = require.resolve("typescript/bin/tsc");
    const settings = ["--noEmit", "--strict", "--skipLibCheck", "--target", "es2022", "--module", "nodenext", "--types", "node"];
    const { stdout, status } = spawnSync(process.execPath, [compiler, ...settings, "captured.ts"], { cwd: folder, encoding: "utf8" });
    assert.equal(status, 0, stdout);
  } finally {
    if (!process.env.KEEP) rmSync(folder, { recursive: true });
  }
});
