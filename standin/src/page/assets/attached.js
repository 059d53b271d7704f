// What hangs on a message: attachments behind a coloured bar, emoji, and that it is pinned.
import { drawBlocks } from "./blocks.js";
import { h, svg } from "./dom.js";
import { anchor, emojiOf, mrkdwn } from "./text.js";

/** Emoji that are offered; any other can be put by an app or a test. */
export const OFFERED = ["+1", "white_check_mark", "eyes", "tada"];

/** An attachment: its blocks, or the fields of old. A picture of another host stays words, as everywhere here. */
export function attachment(each, surface, { state }) {
  const body = h("div", { class: "blocks" });
  if (each.blocks) drawBlocks(body, each.blocks, surface, { state });
  else body.append(...old(each, surface.page).filter(Boolean));
  return h("div", { class: "attachment" }, bar(each.color), body);
}

const NAMED = { good: "#2e9e6b", warning: "#d9a13b", danger: "#c2452f" };

/** An SVG attribute and no style, so that the page needs no permission for styles of its own. */
function bar(color) {
  const shown = NAMED[color] ?? (/^#[0-9a-f]{6}$/iu.test(color ?? "") ? color : null);
  const rect = svg("rect", { width: "100%", height: "100%", rx: "2", ...(shown && { fill: shown }) });
  return svg("svg", { class: "bar", "aria-hidden": "true" }, rect);
}

function old(each, page) {
  const marked = (key) => (each.mrkdwn_in?.includes(key) ?? key !== "fields");
  const words = (text, key) => (marked(key) ? mrkdwn(text, page) : [text]);
  const line = (kind, ...nodes) => h("div", { class: `mrkdwn ${kind}`, dir: "auto" }, nodes.flat());
  const linked = (text, url) => (url ? anchor(url, text) : text);
  const picture = (url) => url && h("span", { class: "picture", role: "img", "aria-label": `Picture: ${url}` }, url.split("/").at(-1) || url);
  const footer = [each.footer, each.ts && new Date(Number(each.ts) * 1000).toLocaleString()].filter(Boolean).join(" · ");
  const shown = [
    each.pretext && line("", words(each.pretext, "pretext")),
    each.author_name && line("hint", linked(each.author_name, each.author_link), each.author_subname ? ` ${each.author_subname}` : ""),
    each.title && line("card-title", linked(each.title, each.title_link)),
    each.text && line("", words(each.text, "text")),
    each.fields && h("div", { class: "fields" }, each.fields.map((field) => line(field.short ? "" : "long", h("b", {}, field.title ?? ""), h("br", {}), words(field.value ?? "", "fields")))),
    picture(each.image_url), picture(each.thumb_url),
    footer && line("hint", footer),
  ];
  return shown.some(Boolean) ? shown : [line("", mrkdwn(each.fallback ?? "", page))];
}

/** The emoji under a message; pressing one joins in, or takes one's own away. */
export function reactions(message, channel, page) {
  const put = (name, on) => page.act({ do: "react", channel, ts: message.ts, name, on });
  return h("div", { class: "reactions" }, message.reactions.map(({ name, people, mine }) =>
    h("button", {
      type: "button", class: "reaction", "aria-pressed": String(mine), title: `${people.join(", ")} reacted with :${name}:`,
      "aria-label": `${name}: ${people.join(", ")}`, "data-focus": `reaction ${name}`, onclick: () => put(name, !mine),
    }, emojiOf(name), " ", String(people.length))));
}

/** What can be done with a message besides the app's shortcuts. */
export function marks(message, channel, page) {
  const mine = (name) => message.reactions.find((each) => each.name === name)?.mine ?? false;
  const react = OFFERED.map((name) => ({
    label: `${mine(name) ? "Take back" : "React with"} ${emojiOf(name)}`, hint: "",
    run: () => page.act({ do: "react", channel, ts: message.ts, name, on: !mine(name) }),
  }));
  const pin = { label: message.pinned ? "Unpin from conversation" : "Pin to conversation", hint: "", run: () => page.act({ do: "pin", channel, ts: message.ts, on: !message.pinned }) };
  return [...react, pin];
}
