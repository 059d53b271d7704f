// What every test here stands on: Bolt for JavaScript, unmodified, on one side; on the other people and weather, over the
// stand-in's control API. The stand-in prints the variables these tests read. By hand, without a proxy in the environment:
//
//     SLACK_API_URL=… SLACK_APP_TOKEN=… SLACK_BOT_TOKEN=… PAGE=… PEERLOOP_TEST_NODE_MODULES=… node --test bolt.test.mjs
import { createRequire } from "node:module";

const { SLACK_API_URL, SLACK_APP_TOKEN, SLACK_BOT_TOKEN, PAGE, PEERLOOP_TEST_NODE_MODULES: modules } = process.env;
if (!modules) throw new Error("PEERLOOP_TEST_NODE_MODULES must name the node_modules folder that holds @slack/bolt: see .ci/run");
export const require = createRequire(`${modules}/`);
const { App, LogLevel } = require("@slack/bolt");
const { WebClient } = require("@slack/web-api");

export const slackApiUrl = `${SLACK_API_URL}/`;
export const nodeModules = modules;

/** A client of the Web API. */
export const client = (options = {}) => new WebClient(SLACK_BOT_TOKEN, { slackApiUrl, logLevel: LogLevel.ERROR, ...options });

/** A Bolt app, not started. What it throws fails the test that waits for `errors` to be empty. */
export function bolt(options = {}) {
  const app = new App({
    token: SLACK_BOT_TOKEN, appToken: SLACK_APP_TOKEN, socketMode: true, logLevel: LogLevel.ERROR,
    clientOptions: { slackApiUrl }, ...options,
  });
  app.errors = [];
  app.error(async (error) => { app.errors.push(error); });
  return app;
}

async function reply(response) {
  const text = await response.text();
  if (!response.ok) throw new Error(`${response.status} ${text}`);
  return JSON.parse(text);
}

export const control = {
  get: async (path) => reply(await fetch(`${PAGE}control${path}`)),
  post: async (path, body) =>
    reply(await fetch(`${PAGE}control${path}`, {
      method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify(body),
    })),
  plan: (fault) => control.post("/faults", fault),
  wait: (what) => control.post("/wait", what),
};

/** Someone who acts by what stands on their screen. */
export class Person {
  constructor(name) { this.name = name; }
  does(...steps) { return control.post(`/people/${this.name}`, steps); }
  looks() { return control.get(`/people/${this.name}`); }
  types(text, conversation = "general") { return this.does({ types: { in: conversation, text } }); }
  clicks(label) { return this.does({ clicks: label }); }
  sees(text) { return this.does({ sees: text }); }
}

export const amir = new Person("Amir");
export const bea = new Person("Bea");

export const plain = (text) => ({ type: "plain_text", text });
export const section = (text, more = {}) => ({ type: "section", text: { type: "mrkdwn", text }, ...more });
export const button = (label, action_id, more = {}) => ({ type: "button", action_id, text: plain(label), ...more });
export const actions = (...elements) => ({ type: "actions", elements });
export const input = (label, element, more = {}) => ({
  type: "input", block_id: label.toLowerCase(), label: plain(label), element: { action_id: "v", ...element }, ...more,
});
export const form = (title, callback_id, ...blocks) => ({
  type: "modal", callback_id, title: plain(title), submit: plain("Send"), blocks,
});

/** A promise and how to keep it: what a listener heard, for the test that waits. */
export function hearing() {
  const heard = [];
  const waiting = [];
  return {
    hear: (what) => { const next = waiting.shift(); if (next) next(what); else heard.push(what); },
    next: () => (heard.length ? Promise.resolve(heard.shift()) : new Promise((resolve) => waiting.push(resolve))),
  };
}
