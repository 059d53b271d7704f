// Slack's text: mrkdwn, plain_text and rich_text. Only mrkdwn is read for markup; the other two carry people's own
// words and are shown letter by letter. See docs.slack.dev/messaging/formatting-message-text.
import { h } from "./dom.js";

const EMOJI = Object.fromEntries(
  `white_check_mark ✅ heavy_check_mark ✔️ ballot_box_with_check ☑️ x ❌ warning ⚠️ tada 🎉 wave 👋 raised_hands 🙌 clap 👏
  pray 🙏 thumbsup 👍 +1 👍 thumbsdown 👎 -1 👎 ok_hand 👌 muscle 💪 point_right 👉 point_up ☝️ handshake 🤝 eyes 👀 heart ❤️
  green_heart 💚 blue_heart 💙 sparkles ✨ star ⭐ star2 🌟 fire 🔥 rocket 🚀 bulb 💡 bell 🔔 no_bell 🔕 mega 📣 loudspeaker 📢
  calendar 📅 date 📅 spiral_calendar_pad 🗓️ alarm_clock ⏰ hourglass ⌛ hourglass_flowing_sand ⏳ stopwatch ⏱️ clock1 🕐
  memo 📝 pencil 📝 pencil2 ✏️ notebook 📓 book 📖 books 📚 bookmark 🔖 clipboard 📋 pushpin 📌 paperclip 📎 link 🔗 lock 🔒
  unlock 🔓 key 🔑 mag 🔍 speech_balloon 💬 thought_balloon 💭 left_speech_bubble 🗨️ envelope ✉️ email 📧 inbox_tray 📥
  outbox_tray 📤 gear ⚙️ wrench 🔧 hammer 🔨 bug 🐛 test_tube 🧪 microscope 🔬 seedling 🌱 herb 🌿 deciduous_tree 🌳 sunny ☀️
  trophy 🏆 medal 🏅 first_place_medal 🥇 dart 🎯 game_die 🎲 jigsaw 🧩 crossed_swords ⚔️ shield 🛡️ scales ⚖️ ballot_box 🗳️
  fire_engine 🚒 rotating_light 🚨 fire_extinguisher 🧯 repeat 🔁 arrows_counterclockwise 🔄 arrow_right ➡️ arrow_left ⬅️
  arrow_up ⬆️ arrow_down ⬇️ heavy_plus_sign ➕ heavy_minus_sign ➖ question ❓ grey_question ❔ exclamation ❗ information_source ℹ️
  smile 😄 grinning 😀 slightly_smiling_face 🙂 wink 😉 blush 😊 thinking_face 🤔 sweat_smile 😅 joy 😂 neutral_face 😐
  confused 😕 cry 😢 coffee ☕ cake 🍰 red_circle 🔴 large_yellow_circle 🟡 large_green_circle 🟢 large_blue_circle 🔵
  white_circle ⚪ black_circle ⚫ one 1️⃣ two 2️⃣ three 3️⃣ four 4️⃣ five 5️⃣ chart_with_upwards_trend 📈 bar_chart 📊 handball 🤾
  busts_in_silhouette 👥 bust_in_silhouette 👤 mortar_board 🎓 brain 🧠 see_no_evil 🙈 zap ⚡ white_small_square ▫️ mute 🔇`
    .split(/\s+/u)
    .reduce((pairs, word, i, all) => (i % 2 ? pairs : [...pairs, [word, all[i + 1]]]), []),
);

export const emojiOf = (name) => EMOJI[name.split("::")[0]] ?? `:${name}:`;
const withEmoji = (text) => text.replace(/:([a-z0-9_+-]+):/gu, (whole, name) => EMOJI[name] ?? whole);

/** The string of a plain_text object; `emoji: false` leaves `:tada:` as typed. */
export function plain(text) {
  if (!text) return "";
  return text.emoji === false ? text.text : withEmoji(text.text);
}

/** Nodes of a text object, either kind. */
export function textNodes(text, page) {
  if (!text) return [];
  return text.type === "mrkdwn" ? mrkdwn(text.text, page, text.verbatim) : [plain(text)];
}

const isAddress = (url) => /^(https?|mailto):/iu.test(url);

/** A link, if its address is one that a person may follow; else its label alone. */
export function anchor(url, label) {
  if (!isAddress(url)) return label;
  return h("a", { href: url, target: "_blank", rel: "noopener noreferrer" }, label);
}

/** Nodes of mrkdwn: fences first, then quoted lines, then what stands in a line. */
export function mrkdwn(text, page, verbatim = false) {
  return text.split(/```\n?([\s\S]*?)\n?```\n?/u).flatMap((part, i) =>
    i % 2 ? [h("pre", {}, unescape(part))] : quotes(part, { page, verbatim }),
  );
}

function quotes(text, context) {
  const nodes = [];
  let run = [];
  let quoted = false;
  const flush = () => {
    if (run.length === 0) return;
    const inner = inline(run.join("\n"), context);
    nodes.push(...(quoted ? [h("blockquote", {}, inner)] : inner));
    run = [];
  };
  for (const line of text.split("\n")) {
    const mark = /^(?:&gt;|>) ?/u.exec(line);
    if (Boolean(mark) !== quoted) {
      flush();
      quoted = Boolean(mark);
    }
    run.push(mark ? line.slice(mark[0].length) : line);
  }
  flush();
  return nodes;
}

// A mark counts only at the edge of a word, as in Slack: 2*3*4 and snake_case_name stay as they are.
const span = (mark) =>
  new RegExp(`(?<![\\p{L}\\p{N}${mark}])${mark}(?![\\s${mark}])([^\\n]*?[^\\s${mark}])${mark}(?![\\p{L}\\p{N}${mark}])`, "u");

const MARKS = [
  [/`([^`\n]+)`/u, (m) => h("code", {}, unescape(m[1]))],
  [/<([^<>\n]+)>/u, (m, context) => angle(m[1], context)],
  [span("\\*"), (m, context) => h("b", {}, inline(m[1], context))],
  [span("_"), (m, context) => h("i", {}, inline(m[1], context))],
  [span("~"), (m, context) => h("s", {}, inline(m[1], context))],
  [/:([a-z0-9_+-]+):/u, (m) => emojiOf(m[1])],
  [/\bhttps?:\/\/[^\s<>|]*[^\s<>|.,;:!?)'"]/u, (m, context) => (context.verbatim ? m[0] : anchor(unescape(m[0]), unescape(m[0])))],
];

function inline(text, context) {
  const nodes = [];
  let rest = text;
  while (rest) {
    const [found, draw] = firstMark(rest);
    if (!found) break;
    if (found.index > 0) nodes.push(unescape(rest.slice(0, found.index)));
    nodes.push(draw(found, context));
    rest = rest.slice(found.index + found[0].length);
  }
  if (rest) nodes.push(unescape(rest));
  return nodes;
}

function firstMark(text) {
  let best = [null, null];
  for (const [pattern, draw] of MARKS) {
    const found = pattern.exec(text);
    if (found && (!best[0] || found.index < best[0].index)) best = [found, draw];
  }
  return best;
}

const unescape = (text) => text.replaceAll("&lt;", "<").replaceAll("&gt;", ">").replaceAll("&amp;", "&");

function angle(inside, { page }) {
  const bar = inside.indexOf("|");
  const target = bar < 0 ? inside : inside.slice(0, bar);
  const label = bar < 0 ? "" : unescape(inside.slice(bar + 1));
  if (target.startsWith("@")) return mention(target.slice(1), page, label);
  if (target.startsWith("#")) return channel(target.slice(1), page, label);
  if (target.startsWith("!date^")) return date(target.split("^"), label, page);
  if (/^!(here|channel|everyone)$/u.test(target)) return h("span", { class: "mention" }, `@${target.slice(1)}`);
  if (target.startsWith("!subteam^")) return group(target.slice("!subteam^".length), page, label);
  if (target.startsWith("!")) return h("span", { class: "mention" }, label || target);
  // Angle brackets that hold nothing of Slack's are shown, not swallowed.
  if (!isAddress(target)) return `<${unescape(inside)}>`;
  return anchor(unescape(target), label || unescape(target));
}

function mention(id, page, label = "") {
  const person = page.screen.people.find((each) => each.id === id);
  return h("span", { class: id === page.user ? "mention me" : "mention" }, `@${person?.name ?? (label || "somebody")}`);
}

function group(id, page, label = "") {
  const found = page.screen.groups.find((each) => each.id === id);
  return h("span", { class: "mention" }, found ? `@${found.handle}` : label || "@a group");
}

function channel(id, page, label = "") {
  const place = page.screen.conversations.find((each) => each.id === id);
  if (place) return h("a", { class: "mention", href: `#${id}` }, `#${place.name}`);
  return h("span", { class: "mention" }, label ? `#${label}` : "a private channel");
}

/** `<!date^seconds^format^link|fallback>` in the zone of this browser. */
function date([, seconds, format, link], fallback, page) {
  const at = new Date(Number(seconds) * 1000);
  if (Number.isNaN(at.getTime())) return fallback;
  const text = (format ?? "").replace(/\{(\w+)\}/gu, (whole, token) => dateToken(token, at, page) ?? whole);
  const el = h("time", { datetime: at.toISOString(), title: fallback }, text || fallback);
  return link ? anchor(link, el) : el;
}

const show = (at, options) => new Intl.DateTimeFormat("en-US", options).format(at);

function dateToken(token, at, page) {
  const pretty = /^date(_short|_long)?_pretty$/u.test(token) && nearDay(at, page);
  if (pretty) return pretty;
  switch (token.replace("_pretty", "")) {
    case "date_num":
      return [at.getFullYear(), at.getMonth() + 1, at.getDate()].map((n) => String(n).padStart(2, "0")).join("-");
    case "date":
      return `${show(at, { month: "long" })} ${ordinal(at.getDate())}, ${at.getFullYear()}`;
    case "date_long":
      return `${show(at, { weekday: "long" })}, ${show(at, { month: "long" })} ${ordinal(at.getDate())}, ${at.getFullYear()}`;
    case "date_short":
      return show(at, { month: "short", day: "numeric", year: "numeric" });
    case "time":
      return show(at, { hour: "numeric", minute: "2-digit" });
    case "time_secs":
      return show(at, { hour: "numeric", minute: "2-digit", second: "2-digit" });
    case "ago":
      return ago(at, page);
    default:
      return undefined;
  }
}

function ordinal(n) {
  const ending = { one: "st", two: "nd", few: "rd", other: "th" };
  return n + ending[new Intl.PluralRules("en", { type: "ordinal" }).select(n)];
}

const DAY_MS = 86_400_000;
const startOfDay = (at) => new Date(at.getFullYear(), at.getMonth(), at.getDate()).getTime();

/** "today", "yesterday", "tomorrow" by the workspace's clock, or nothing. */
export function nearDay(at, page) {
  // Rounded, because a day on which summer time begins is an hour short.
  const days = Math.round((startOfDay(at) - startOfDay(new Date(page.now()))) / DAY_MS);
  return { "-1": "yesterday", 0: "today", 1: "tomorrow" }[days];
}

function ago(at, page) {
  const seconds = (at.getTime() - page.now()) / 1000;
  const steps = [["day", 86_400], ["hour", 3600], ["minute", 60]];
  const [unit, size] = steps.find(([, size]) => Math.abs(seconds) >= size) ?? ["second", 1];
  return new Intl.RelativeTimeFormat("en", { numeric: "auto" }).format(Math.round(seconds / size), unit);
}

/** Nodes of a rich_text block. Nothing in it is parsed: its author already said what is bold. */
export function richText(block, page) {
  return (block.elements ?? []).map((part) => {
    switch (part.type) {
      case "rich_text_quote":
        return h("blockquote", { dir: "auto" }, pieces(part, page));
      case "rich_text_preformatted":
        return h("pre", { dir: "auto" }, pieces(part, page));
      case "rich_text_list":
        return h(
          part.style === "ordered" ? "ol" : "ul",
          { class: `indent-${Math.min(part.indent ?? 0, 4)}`, start: part.offset ? part.offset + 1 : null },
          part.elements.map((item) => h("li", { dir: "auto" }, pieces(item, page))),
        );
      default:
        return h("p", { dir: "auto" }, pieces(part, page));
    }
  });
}

function pieces(part, page) {
  return (part.elements ?? []).map((piece) => {
    const { bold, italic, strike, code } = piece.style ?? {};
    let node = pieceNode(piece, page);
    for (const [tag, on] of [["code", code], ["s", strike], ["i", italic], ["b", bold]]) if (on) node = h(tag, {}, node);
    return node;
  });
}

function pieceNode(piece, page) {
  switch (piece.type) {
    case "text":
      return piece.text;
    case "link":
      return anchor(piece.url, piece.text || piece.url);
    case "user":
      return mention(piece.user_id, page);
    case "usergroup":
      return group(piece.usergroup_id, page);
    case "channel":
      return channel(piece.channel_id, page);
    case "emoji":
      return emojiOf(piece.name);
    case "broadcast":
      return h("span", { class: "mention" }, `@${piece.range}`);
    case "date":
      return date(["", piece.timestamp, piece.format, piece.url], piece.fallback ?? "", page);
    default:
      return piece.text ?? "";
  }
}
