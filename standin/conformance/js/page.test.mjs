// What the page draws of an app's messages: charts and videos, attachments, emoji and pins, in a real browser.
//
// CHROMIUM names the browser, else /usr/bin/chromium.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { actions, amir, bea, button, client, control, plain, require, section } from "./workspace.mjs";

const { chromium } = require("playwright-core");
const web = client();
let browser;
let page;
let general;

const categories = ["Jan", "Feb", "Mar"];
const series = (name, values) => ({ name, data: values.map((value, i) => ({ label: categories[i], value })) });
const chart = (title, drawn) => ({ type: "data_visualization", title, chart: drawn });
const axis_config = { categories, x_label: "Month", y_label: "Calls" };

before(async () => {
  browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium", args: ["--no-sandbox"] });
  page = await browser.newPage();
  page.failures = [];
  page.on("pageerror", (error) => page.failures.push(error.message));
  page.on("console", (message) => message.type() === "error" && page.failures.push(message.text()));
  const seen = await bea.looks();
  general = seen.screen.conversations.find(({ name }) => name === "general").id;
  await page.goto(`${process.env.PAGE}as/${seen.id}#${general}`);
});

after(() => browser?.close());

/** Posts to `#general`; the message as it stands on the page. */
async function posted(message) {
  const { ts } = await web.chat.postMessage({ channel: general, text: "See", ...message });
  const article = page.locator("article.message").last();
  return { ts, article };
}

test("charts are drawn, and their numbers stand beside them", async () => {
  const { article } = await posted({ text: "Charts", blocks: [
    chart("Answers", { type: "pie", segments: [{ label: "Yes", value: 12 }, { label: "No", value: 4 }] }),
    chart("Calls", { type: "bar", series: [series("Amir", [3, 5, 2]), series("Bea", [4, -1, 6])], axis_config }),
  ] });
  await article.locator("svg.pie path").nth(1).waitFor();
  assert.equal(await article.locator("svg.pie path").count(), 2);
  assert.equal(await article.locator("svg.axes rect").count(), 6);
  assert.equal(await article.locator("svg.pie path title").first().textContent(), "Yes: 12 (75%)");
  const numbers = article.locator("details table").nth(1);
  assert.deepEqual(await numbers.locator("tbody tr").first().locator("th, td").allTextContents(), ["Amir", "3", "5", "2"]);
  const below = await article.locator("svg.axes rect").nth(4).getAttribute("y");
  const zero = await article.locator("svg.axes line.zero").getAttribute("y1");
  assert.equal(below, zero, "a negative bar hangs from the line of nothing");
  const { article: lines } = await posted({ text: "Lines", blocks: [chart("Trend", { type: "line", series: [series("All", [1, 2, 3])], axis_config })] });
  await lines.locator("svg.axes path.stroke").waitFor();
  assert.equal(await lines.locator("svg.axes circle").count(), 3);
});

test("a video is a card that leads to where it is watched", async () => {
  const { article } = await posted({ text: "Video", blocks: [{
    type: "video", alt_text: "A talk", title: plain("Ask better"), thumbnail_url: "https://video.example/t.png",
    video_url: "https://video.example/v", author_name: "Dana", description: plain("Twelve minutes"),
  }] });
  const link = article.getByRole("link", { name: "Watch: A talk" });
  assert.equal(await link.getAttribute("href"), "https://video.example/v");
  await article.getByText("Twelve minutes").waitFor();
});

test("attachments stand behind a bar, and their buttons work", async () => {
  const { article } = await posted({ text: "Deployed", username: "Deploys", icon_emoji: ":rocket:", attachments: [
    { color: "#36a64f", title: "Deal", title_link: "https://crm.example/1", text: "*Won*", fields: [{ title: "Value", value: "9" }] },
    { color: "danger", blocks: [section("Fine?"), actions(button("Roll back", "back"))] },
  ] });
  await article.getByText("Deploys").first().waitFor();
  assert.equal(await article.locator(".bar rect").first().getAttribute("fill"), "#36a64f");
  assert.equal(await article.getByRole("link", { name: "Deal" }).getAttribute("href"), "https://crm.example/1");
  await article.getByRole("button", { name: "Roll back" }).click();
  await control.wait({ journal: "block_actions" });
});

test("emoji and pins are put and taken away by hand", async () => {
  const { ts, article } = await posted({ text: "A fine demo" });
  await web.reactions.add({ channel: general, timestamp: ts, name: "tada" });
  const tada = article.getByRole("button", { name: /^tada/u });
  await tada.click();
  await amir.sees(":tada: Peerloop, Bea");
  assert.equal(await tada.getAttribute("aria-pressed"), "true");
  await article.hover();
  await article.getByRole("button", { name: "More actions" }).click();
  await page.getByRole("menuitem", { name: "Pin to conversation" }).click();
  await article.getByText("Pinned").waitFor();
  await amir.sees("(pinned)");
  await tada.click();
  await amir.sees(":tada: Peerloop");
  assert.deepEqual(page.failures, []);
});
