// A visitor of the demo's page in a real browser, and what they can see and do there.
import { createRequire } from "node:module";
import { join } from "node:path";

const [address, pictures] = process.argv.slice(2);
const modules = process.env.PEERLOOP_TEST_NODE_MODULES ?? process.env.NODE_PATH;
if (!modules) throw new Error("PEERLOOP_TEST_NODE_MODULES must name the node_modules folder that holds playwright-core: see .ci/run");
const { chromium } = createRequire(`${modules}/`)("playwright-core");

/** Milliseconds that anything on the page may take. */
const CAP = 10_000;
const SIZE = { width: 1280, height: 800 };

/** Whatever a browser complained of; must stay empty. */
export const complaints = [];

export const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
  args: [
    "--headless", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync", "--disable-quic", "--no-proxy-server",
  ],
});

/** Opens the address as a stranger would, in a browser of their own. */
export async function visit() {
  const context = await browser.newContext({ viewport: SIZE, locale: "en-GB", colorScheme: "light" });
  context.setDefaultTimeout(CAP);
  const page = await context.newPage();
  page.on("pageerror", (error) => complaints.push(`an error in the page: ${error.stack}`));
  page.on("console", (line) => ["error", "warning"].includes(line.type()) && complaints.push(`the console: ${line.text()}`));
  page.on("request", (request) => request.url().startsWith(address) || complaints.push(`asked another place: ${request.url()}`));
  await page.goto(address);
  return new Visitor(page);
}

class Visitor {
  constructor(page) {
    this.page = page;
  }

  /** On the page that asks who to be. */
  async choose(name) {
    await this.page.getByRole("heading", { name: "Who do you want to be?" }).waitFor();
    await this.page.getByRole("link", { name }).click();
    await this.page.getByText(`You are ${name}`).waitFor();
  }

  /** In the row of people on the left. */
  async becomes(name) {
    await this.page.getByRole("navigation", { name: "People" }).getByRole("link", { name }).click();
    await this.page.getByText(`You are ${name}`).waitFor();
  }

  /** A channel, or the app. */
  async goes(place) {
    await this.page.getByRole("navigation", { name: "Channels and apps" }).getByRole("link", { name: place }).click();
    await this.page.getByRole("heading", { name: place, level: 1 }).waitFor();
  }

  /** A tab of the app. */
  async opens(tab) {
    await this.page.getByRole("tab", { name: tab }).click();
    await this.page.getByRole("tab", { name: tab, selected: true }).waitFor();
  }

  composer(channel) {
    return this.page.getByRole("textbox", { name: `Message #${channel}` });
  }

  async types(channel, words) {
    await this.goes(channel);
    await this.composer(channel).fill(words);
    await this.page.getByRole("button", { name: "Send message" }).click();
  }

  form(title) {
    return this.page.getByRole("dialog", { name: title, exact: true });
  }

  /** A button of the topmost form; what lies below is out of reach. */
  async presses(label) {
    await this.page.getByRole("dialog").getByRole("button", { name: label, exact: true }).click();
  }

  /** The × of the topmost form, which closes those below it too. */
  async closesAll() {
    await this.presses("Dismiss");
    await this.page.getByRole("dialog").waitFor({ state: "detached" });
  }

  conversation(name) {
    return this.page.getByRole("log", { name: `Messages in ${name}` });
  }

  /** A message with these words in it. */
  message(words) {
    return this.page.getByRole("article").filter({ hasText: words });
  }

  async hasFocus(locator) {
    await locator.and(this.page.locator(":focus")).waitFor();
  }

  async picture(name) {
    await this.page.screenshot({ path: join(pictures, `${name}.png`), animations: "disabled", caret: "hide" });
  }

  async leaves() {
    await this.page.context().close();
  }
}

/** The words of a list's chosen option. */
export const chosen = (select) => select.evaluate((el) => el.selectedOptions[0].textContent);

/** What a screen reader says of a field after its name. */
export const described = (field) =>
  field.evaluate((el) => el.getAttribute("aria-describedby").split(" ").map((id) => document.getElementById(id).textContent).join(" "));

/** Both are the same element; false if either is not there yet. */
export async function isSame(one, other) {
  return (await one.and(other).count()) === 1;
}

/** Pictures of all that is open, for whoever looks into a failure. */
export async function pictureOfTheEnd() {
  const pages = browser.contexts().flatMap((context) => context.pages());
  await Promise.all(pages.map((page, i) => page.screenshot({ path: join(pictures, `failed-${i}.png`) })));
}
