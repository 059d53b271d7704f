// Two programs on one app-level token: Slack hands each command to one of them, so each is handled once.
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { test } from "node:test";
import { amir, control } from "./workspace.mjs";

const COMMANDS = 24;

async function program(name, heard) {
  const child = spawn(process.execPath, ["listener.mjs", name], { stdio: ["pipe", "pipe", "inherit"] });
  const lines = createInterface({ input: child.stdout });
  lines.on("line", (line) => heard.push(line));
  await once(lines, "line");
  return child;
}

test("each command is handled once, by one of two", async () => {
  const heard = [];
  const programs = await Promise.all(["one", "two"].map((name) => program(name, heard)));
  try {
    await control.wait({ sockets: 2 });
    for (let at = 0; at < COMMANDS; at += 1) {
      const seen = await amir.types(`/feedback number ${at}`);
      assert.equal(seen.notice, null);
    }
  } finally {
    await Promise.all(programs.map((child) => { child.stdin.end(); return once(child, "exit"); }));
  }
  const said = heard.filter((line) => line !== "up").map((line) => line.split(": "));
  const numbers = said.map(([, text]) => text);
  assert.deepEqual(numbers.sort(), Array.from({ length: COMMANDS }, (_, at) => `number ${at}`).sort());
  assert.deepEqual([...new Set(said.map(([name]) => name))].sort(), ["one", "two"], "both had some");
});
