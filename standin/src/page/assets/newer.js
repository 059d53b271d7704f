// Blocks of the last years: tables, charts, cards, groups, and what agents show of their work. `tools` are the drawing
// functions of older blocks that these are made of: `draw` a block, `element`, `picture`.
import { chart } from "./charts.js";
import { h } from "./dom.js";
import { anchor, plain, richText, textNodes } from "./text.js";

const MARKS = { pending: "○", in_progress: "◐", complete: "●", error: "✕" };

/** What draws each kind. */
export function newer({ draw, element, picture }) {
  const cell = (each, page) => (each.type === "rich_text" ? richText(each, page) : (each.text ?? ""));
  const grid = ({ rows, caption, column_settings = [] }, { page }, headed) => {
    const row = (cells, tag) => h("tr", {}, cells.map((each, i) => h(tag, { class: column_settings[i]?.align ?? null, dir: "auto" }, cell(each, page))));
    const [first, ...rest] = rows;
    return h("div", { class: "grid" }, h("table", {}, caption && h("caption", {}, caption),
      headed && h("thead", {}, row(first, "th")), h("tbody", {}, (headed ? rest : rows).map((each) => row(each, "td")))));
  };
  const card = (block, surface) => {
    const { page } = surface;
    const line = (text, kind) => text && h("div", { class: kind, dir: "auto" }, textNodes(text, page));
    return h("article", { class: "card-block" },
      block.hero_image && picture(block.hero_image, page),
      h("div", { class: "card-head" }, block.icon && picture(block.icon, page), h("div", {}, line(block.title, "card-title"), line(block.subtitle, "hint"))),
      line(block.body, "mrkdwn"),
      block.actions && h("div", { class: "actions" }, block.actions.map((each) => element(block, each, surface, {}))));
  };
  const task = (block, surface) => {
    const rich = (part) => part && h("div", { class: "rich" }, richText(part, surface.page));
    const sources = block.sources?.map((each) => h("a", { href: each.url, target: "_blank", rel: "noopener noreferrer" }, each.text));
    return h("div", { class: "task" }, h("p", {}, `${MARKS[block.status] ?? "○"} `, h("b", {}, block.title)), rich(block.details), rich(block.output),
      sources && h("p", { class: "context" }, sources));
  };
  return {
    table: (block, surface) => grid(block, surface, false),
    data_table: (block, surface) => grid(block, surface, true),
    data_visualization: chart,
    card,
    carousel: (block, surface) => h("div", { class: "carousel" }, block.elements.map((each) => card(each, surface))),
    container: (block, surface) => {
      const { page } = surface;
      const title = block.rich_text_title ? richText(block.rich_text_title, page) : plain(block.title);
      const inside = h("div", { class: "blocks" }, block.child_blocks.map((each) => draw(each, surface)));
      if (!block.is_collapsible) return h("section", { class: "container" }, h("div", { class: "card-title" }, title), inside);
      return h("details", { class: "container", open: !block.default_collapsed }, h("summary", { class: "card-title" }, title), inside);
    },
    context_actions: (block, surface) => h("div", { class: "actions" }, block.elements.map((each) => element(block, each, surface, {}))),
    task_card: task,
    plan: (block, surface) => h("section", { class: "container" }, h("div", { class: "card-title" }, block.title),
      (block.tasks ?? []).map((each) => task(each, surface))),
    video,
    file: (block) => h("p", { class: "picture" }, block.external_id),
  };
}

/** A video's card. It is watched where it is hosted: this page asks no other host for anything. */
function video(block) {
  const from = [block.author_name, block.provider_name].filter(Boolean).join(" · ");
  return h("article", { class: "card-block video" },
    from && h("div", { class: "hint", dir: "auto" }, from),
    h("div", { class: "card-title", dir: "auto" }, anchor(block.title_url ?? block.video_url, plain(block.title))),
    block.description && h("div", { class: "mrkdwn", dir: "auto" }, plain(block.description)),
    h("a", { class: "thumbnail", href: block.video_url, target: "_blank", rel: "noopener noreferrer", "aria-label": `Watch: ${block.alt_text}` },
      h("span", { class: "play", "aria-hidden": "true" }, "▶"), h("span", { class: "hint" }, block.alt_text)));
}
