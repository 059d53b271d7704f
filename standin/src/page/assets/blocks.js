// Block Kit, drawn. What this page does not know is shown as such: nothing an app sends disappears quietly.
// See docs.slack.dev/reference/block-kit/blocks.
import { h, icon, newId, patch } from "./dom.js";
import { toggleMenu } from "./menu.js";
import { mrkdwn, plain, richText, textNodes } from "./text.js";
import { field } from "./fields.js";
import { isField, isGroup } from "./inputs.js";

/**
 * Draws `blocks` into `container`. A block that did not change is left alone, and what a person typed stays.
 * `epoch` changes when dates must be drawn anew; `state` and `errors` are a form's.
 */
export function drawBlocks(container, blocks, surface, { state, errors = {}, epoch = "" } = {}) {
  const typed = surface.values();
  patch(container, blocks.map((block, i) => ({
    key: block.block_id ?? i,
    version: epoch + JSON.stringify(block),
    build: () => draw(block, surface),
  })));
  surface.settle(typed, state);
  blocks.forEach((block, i) => showProblem(container.children[i], errors[block.block_id]));
}

function draw(block, surface) {
  const drawn = (BLOCKS[block.type] ?? unknown)(block, surface);
  drawn.classList.add("block");
  return drawn;
}

const BLOCKS = {
  header: (block) => h(`h${Math.min(Math.max(block.level ?? 3, 2), 4)}`, { class: "header", dir: "auto" }, plain(block.text)),
  divider: () => h("hr"),
  section,
  context: (block, { page }) =>
    h("div", { class: "context" }, block.elements.map((each) =>
      each.type === "image" ? picture(each, page) : h("span", { class: "mrkdwn", dir: "auto" }, textNodes(each, page)),
    )),
  actions: (block, surface) =>
    h("div", { class: "actions" }, block.elements.map((each) => element(block, each, surface, { "aria-label": nameOf(each) }))),
  input,
  rich_text: (block, { page }) => h("div", { class: "rich" }, richText(block, page)),
  image: (block, { page }) => h("figure", {}, picture(block, page), block.title && h("figcaption", {}, plain(block.title))),
  markdown: (block) => h("div", { class: "mrkdwn", dir: "auto" }, block.text),
  alert: (block, { page }) => h("div", { class: `alert ${block.level ?? "default"}`, role: "note" }, textNodes(block.text, page)),
};

function unknown(block) {
  return h("p", { class: "unknown" }, `This page cannot draw “${block.type}”.`);
}

function section(block, surface) {
  const { page } = surface;
  const id = newId("text");
  const text = h("div", { class: "words", id });
  if (block.text) text.append(h("div", { class: "mrkdwn", dir: "auto" }, textNodes(block.text, page)));
  if (block.fields) {
    text.append(h("div", { class: "fields" }, block.fields.map((each) => h("div", { class: "mrkdwn", dir: "auto" }, textNodes(each, page)))));
  }
  return h("div", { class: "section" }, text,
    block.accessory && h("div", { class: "accessory" }, element(block, block.accessory, surface, { "aria-labelledby": id })));
}

/** An element of a section or of actions. `naming` names a field there, where no label stands beside it. */
function element(block, each, surface, naming) {
  switch (each.type) {
    case "button":
    case "workflow_button":
      return button(block, each, surface);
    case "overflow":
      return overflow(block, each, surface);
    case "image":
      return picture(each, surface.page);
    default: {
      if (!isField(each.type)) return unknown(each);
      const drawn = field(surface, block, each, isGroup(each.type) ? {} : naming, true);
      return isGroup(each.type) ? h("div", { role: "group", ...naming }, drawn) : drawn;
    }
  }
}

const nameOf = (each) => plain(each.placeholder) || null;

function button(block, each, surface) {
  const style = { primary: " primary", danger: " danger" }[each.style] ?? "";
  const drawn = h("button", {
    type: "button", class: `button${style}`, "aria-label": each.accessibility_label,
    "data-focus": `${block.block_id}/${each.action_id}`,
    onclick: () => surface.press(block, each, {}, drawn),
  }, plain(each.text));
  return drawn;
}

function overflow(block, each, surface) {
  const drawn = h("button", {
    type: "button", class: "button square", "aria-label": "More options", "aria-haspopup": "menu", "aria-expanded": "false",
    "data-focus": `${block.block_id}/${each.action_id}`,
    onclick: () => toggleMenu(drawn, "More options", each.options.map((option) => ({
      label: plain(option.text),
      hint: plain(option.description),
      run: () => surface.press(block, each, { selected_option: option }, drawn),
    }))),
  }, icon("more"));
  return drawn;
}

/** A file of the workspace is shown. Other images live on other hosts, and this page asks no other host for anything: their words stand for them. */
function picture(image, page) {
  const id = image.slack_file?.id;
  if (id && page) return h("img", { class: "shown", alt: image.alt_text ?? "", src: `/as/${encodeURIComponent(page.user)}/file/${encodeURIComponent(id)}` });
  return h("span", { class: "picture", role: "img", "aria-label": image.alt_text ?? "" }, image.alt_text || "image");
}

function input(block, surface) {
  const each = block.element;
  if (!isField(each.type)) return unknown(each);
  const [id, hint, problem, optional] = ["field", "hint", "problem", "optional"].map(newId);
  const about = [block.optional && optional, block.hint && hint, problem].filter(Boolean).join(" ");
  const label = plain(block.label);
  // Beside the label and not in it: the name of a field is what the app called it.
  const mark = block.optional && h("span", { class: "optional", id: optional }, "optional");
  const drawn = field(surface, block, each, { id, "aria-describedby": about, "aria-required": block.optional ? null : "true" }, block.dispatch_action);
  const rest = [drawn, block.hint && h("p", { class: "hint", id: hint }, plain(block.hint)), h("p", { class: "problem", id: problem, hidden: true })];
  if (isGroup(each.type)) {
    const name = newId("name");
    return h("div", { class: "field", role: each.type === "radio_buttons" ? "radiogroup" : "group", "aria-labelledby": name },
      h("div", { class: "label" }, h("span", { id: name }, label), mark), rest);
  }
  return h("div", { class: "field" }, h("div", { class: "label" }, h("label", { for: id }, label), mark), rest);
}

/** Puts a sentence under the block's field, or takes it away. */
function showProblem(drawn, sentence) {
  const problem = drawn.querySelector(".problem");
  if (!problem) return;
  problem.textContent = sentence ?? "";
  problem.hidden = !sentence;
  for (const each of drawn.querySelectorAll("input, select, textarea")) {
    if (sentence) each.setAttribute("aria-invalid", "true");
    else each.removeAttribute("aria-invalid");
  }
}

/** A message's or a notice's single text, in mrkdwn. */
export const words = (text, page) => h("div", { class: "mrkdwn block", dir: "auto" }, mrkdwn(text, page));
