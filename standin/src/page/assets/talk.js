// The main pane: a conversation with its messages and composer, and the app's Home tab.
import { attachment, marks, reactions } from "./attached.js";
import { avatar, h, icon, patch } from "./dom.js";
import { drawBlocks, words } from "./blocks.js";
import { Composer } from "./composer.js";
import { Surface } from "./fields.js";
import { toggleMenu } from "./menu.js";
import { emojiOf, nearDay } from "./text.js";

/** One author's messages within this time stand under one name. */
const TOGETHER_SECONDS = 5 * 60;

const clockTime = new Intl.DateTimeFormat(undefined, { hour: "numeric", minute: "2-digit" });
const longDay = new Intl.DateTimeFormat(undefined, { weekday: "long", day: "numeric", month: "long" });
const fullTime = new Intl.DateTimeFormat(undefined, { dateStyle: "full", timeStyle: "medium" });

/** What stands before the name of a channel, or of the people in a conversation. */
export function placeMark(place) {
  if (place.kind === "private") return icon("lock");
  if (place.kind === "public") return h("span", { class: "hash", "aria-hidden": "true" }, "#");
  return avatar({ id: place.id, name: place.name, is_bot: false });
}

/** Whose message it is, or the emoji that the app chose for it. A picture of another host is not asked for. */
function face({ author, icons }) {
  if (!icons?.emoji) return avatar(author);
  return h("span", { class: "avatar emoji", "aria-hidden": "true" }, emojiOf(icons.emoji.replaceAll(":", "")));
}

/** Messages with every thread's replies behind the message they answer. */
function threaded(messages) {
  const replies = Map.groupBy(messages.filter((message) => message.thread), (message) => message.thread);
  const roots = messages.filter((message) => !message.thread || !messages.some((other) => other.ts === message.thread));
  return roots.flatMap((root) => [root, ...(replies.get(root.ts) ?? [])]);
}

/** `#general`, or the names of the people in a conversation. */
export const placeTitle = (place) => (place.kind === "public" || place.kind === "private" ? `#${place.name}` : place.name);

/** The line on top of the pane. */
export function heading(page, title, tabs) {
  return h("header", { class: "heading" },
    h("button", { type: "button", class: "quiet opener", "aria-label": "Show sidebar", onclick: () => page.drawer(true) }, icon("menu")),
    h("h1", {}, title), tabs);
}

/** Home | Messages, as tabs: arrow keys move between them, as people who use tabs by keyboard expect. */
export function appTabs(page, selected) {
  const direct = page.screen.conversations.find((place) => place.kind === "app");
  const tab = (name, to) =>
    h("button", {
      type: "button", role: "tab", "aria-selected": String(name === selected), tabindex: name === selected ? "0" : "-1",
      onclick: () => page.go(to),
    }, name);
  const tabs = [tab("Home", "home"), tab("Messages", direct.id)];
  const turn = (event) => {
    if (event.key !== "ArrowLeft" && event.key !== "ArrowRight") return;
    const other = tabs.find((each) => each !== document.activeElement);
    other.click();
    document.querySelector('[role="tab"][aria-selected="true"]')?.focus();
  };
  return h("div", { class: "tabs", role: "tablist", "aria-label": page.screen.app, onkeydown: turn }, tabs);
}

/** The app's Home tab. */
export class Home {
  constructor(page) {
    this.page = page;
    this.surface = new Surface(page, { kind: "home" });
    this.blocks = h("div", { class: "blocks home" });
    this.empty = h("p", { class: "beginning" }, `${page.screen.app} has not shown anything here yet.`);
    this.notice = h("div", { class: "notice", role: "alert", hidden: true });
    this.el = h("section", { class: "pane", "aria-label": "Home" }, heading(page, page.screen.app, appTabs(page, "Home")),
      this.notice, h("div", { class: "scroll", role: "tabpanel", "aria-label": "Home", tabindex: "0" }, this.empty, this.blocks));
  }

  draw({ home, notice }) {
    this.empty.hidden = Boolean(home);
    this.notice.textContent = notice ?? "";
    this.notice.hidden = !notice;
    drawBlocks(this.blocks, home?.blocks ?? [], this.surface, { ...home, epoch: this.page.today() });
  }

  shown() {}

  focus() {
    this.el.querySelector('[role="tab"][aria-selected="true"]').focus({ preventScroll: true });
  }
}

/** One conversation. */
export class Talk {
  constructor(page, place) {
    this.page = page;
    this.id = place.id;
    const isApp = place.kind === "app";
    const name = isApp ? page.screen.app : placeTitle(place);
    this.composer = new Composer(page, { id: place.id, readOnly: place.read_only, title: name });
    this.list = h("div", { class: "messages", role: "log", "aria-label": `Messages in ${name}` });
    this.beginning = h("p", { class: "beginning" }, isApp
      ? `This is between you and ${name}.`
      : `This is the beginning of ${name}. Type / below to see what ${page.screen.app} can do.`);
    this.scroller = h("div", { class: "scroll", tabindex: "0", "aria-label": "Messages", role: "group", onscroll: () => this.scrolled() }, this.beginning, this.list);
    this.newer = h("button", { type: "button", class: "newer", hidden: true, onclick: () => this.toEnd() }, icon("down"), "New messages");
    this.el = h("section", { class: "pane", "aria-label": name },
      heading(page, isApp ? name : [placeMark(place), place.name], isApp && appTabs(page, "Messages")),
      this.scroller, this.newer, this.composer.el);
  }

  draw({ conversations, notice, forms }) {
    const place = conversations.find((each) => each.id === this.id);
    if (!place) return;
    const atEnd = this.isAtEnd();
    const last = place.messages.at(-1)?.ts;
    const isNewer = this.last !== undefined && last !== undefined && Number(last) > Number(this.last);
    patch(this.list, this.rows(threaded(place.messages)));
    this.last = last ?? "0";
    const mine = place.messages.at(-1)?.author.id === this.page.user;
    // Before scrolling: a notice makes the list shorter.
    this.composer.tell(forms.length > 0 ? null : notice);
    if (atEnd || (isNewer && mine)) this.toEnd();
    else if (isNewer) this.newer.hidden = false;
  }

  /** After the pane was put on the page. */
  shown() {
    this.composer.changed();
    this.toEnd();
  }

  focus() {
    this.composer.focus();
  }

  isAtEnd() {
    return this.scroller.scrollHeight - this.scroller.scrollTop - this.scroller.clientHeight < 48;
  }

  toEnd() {
    this.scroller.scrollTop = this.scroller.scrollHeight;
    this.newer.hidden = true;
  }

  scrolled() {
    if (this.isAtEnd()) this.newer.hidden = true;
  }

  /** Messages and, between them, the days. */
  rows(messages) {
    const today = this.page.today();
    const rows = [];
    let before = null;
    for (const message of messages) {
      const at = new Date(Number(message.ts) * 1000);
      const day = at.toDateString();
      if (day !== before?.day && !message.thread) {
        rows.push({ key: day, version: today, build: () => this.dayLine(at) });
      }
      // An app's message with blocks is a thing of its own and keeps its head.
      const follows = before?.day === day && before.message.thread === message.thread && !(message.author.is_bot && message.blocks.length > 0) && !message.ephemeral && !before.message.ephemeral &&
        before.message.author.id === message.author.id && before.message.author.name === message.author.name && Number(message.ts) - Number(before.message.ts) < TOGETHER_SECONDS;
      rows.push({
        key: message.ts,
        version: `${today}${follows}${JSON.stringify(message)}`,
        build: () => this.message(message, at, follows),
      });
      before = { message, day };
    }
    return rows;
  }

  dayLine(at) {
    const near = nearDay(at, this.page);
    const name = near ? near[0].toUpperCase() + near.slice(1) : longDay.format(at);
    return h("div", { class: "day" }, h("span", {}, name));
  }

  message(message, at, follows) {
    const { page } = this;
    const { author } = message;
    const surface = new Surface(page, { kind: "message", channel: this.id, ts: message.ts });
    const blocks = h("div", { class: "blocks" });
    const edited = message.edited && h("span", { class: "edited" }, "(edited)");
    if (message.blocks.length > 0) drawBlocks(blocks, message.blocks, surface, { state: message.state });
    else if (message.text) blocks.append(words(message.text, page));
    for (const each of message.attachments) blocks.append(attachment(each, surface, message));
    for (const file of message.files) blocks.append(this.file(file));
    // After the last word of a plain message; under the blocks of an app's.
    if (edited && (message.blocks.length > 0 || blocks.lastChild?.className !== "mrkdwn block")) blocks.append(edited);
    else if (edited) blocks.lastChild.append(" ", edited);
    const time = clockTime.format(at);
    const meta = h("div", { class: "meta" }, h("b", { dir: "auto" }, author.name), author.is_bot && h("span", { class: "app-badge" }, "APP"),
      h("time", { datetime: at.toISOString(), title: fullTime.format(at) }, time));
    const kind = [follows && "follows", message.ephemeral && "ephemeral", message.thread && "reply"].filter(Boolean).join(" ");
    return h("article", { class: `message ${kind}`, "aria-label": `${author.name}, ${time}` },
      face(message),
      h("div", { class: "said" },
        message.ephemeral && h("p", { class: "only-you" }, icon("eye"), "Only visible to you"),
        message.pinned && h("p", { class: "only-you" }, icon("pin"), "Pinned"),
        meta, blocks, message.reactions.length > 0 && reactions(message, this.id, page)),
      !message.ephemeral && this.tools(message));
  }

  /** A file that was shared: a picture, or something to save. */
  file(file) {
    const src = `/as/${encodeURIComponent(this.page.user)}/file/${encodeURIComponent(file.id)}`;
    if (file.mimetype.startsWith("image/")) return h("img", { class: "shown", alt: file.name, src });
    return h("a", { class: "picture", href: src, download: file.name }, file.name);
  }

  /** The "⋯" of a message, with what a person and the app can do with it. */
  tools(message) {
    const offered = this.page.screen.shortcuts.filter((shortcut) => shortcut.on_message);
    const items = offered.map(({ name, description, callback_id }) => ({
      label: name, hint: description,
      run: () => this.page.act({ do: "message_shortcut", callback_id, channel: this.id, ts: message.ts }),
    }));
    const at = marks(message, this.id, this.page);
    items.push(...at);
    if (!this.composer.place.readOnly) {
      const run = () => this.composer.replyTo(message.thread ?? message.ts, message.author.name);
      items.unshift({ label: "Reply in thread", hint: "", run });
      if (message.author.id === this.page.user) {
        const at = { channel: this.id, ts: message.ts };
        items.push(
          { label: "Edit message", hint: "", run: () => this.composer.edit(at, message.text) },
          { label: "Delete message", hint: "", run: () => this.page.act({ do: "delete", ...at }) },
        );
      }
    }
    if (items.length === 0) return null;
    const button = h("button", {
      type: "button", class: "quiet tools", "aria-label": "More actions", title: "More actions", "aria-haspopup": "menu", "aria-expanded": "false",
      "data-focus": "tools", onclick: () => toggleMenu(button, "More actions", items),
    }, icon("more"));
    return button;
  }
}
