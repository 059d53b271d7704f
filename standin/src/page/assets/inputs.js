// The controls that fields are made of: each reads itself as Slack's state value, without its type, and can be set to
// one. What stands together and when the app is told is no matter of this file.
import { h, newId } from "./dom.js";
import { plain } from "./text.js";
import { fileField, searchField } from "./search.js";

const TEXT = { plain_text_input: "text", url_text_input: "url", email_text_input: "email", number_input: "number" };
const ONE = {
  static_select: "selected_option", radio_buttons: "selected_option", users_select: "selected_user",
  conversations_select: "selected_conversation", channels_select: "selected_channel",
};
const MANY = {
  multi_static_select: "selected_options", checkboxes: "selected_options", multi_users_select: "selected_users",
  multi_conversations_select: "selected_conversations", multi_channels_select: "selected_channels",
};
const CALENDAR = { datepicker: ["selected_date", "date"], timepicker: ["selected_time", "time"] };
const OTHERS = ["datetimepicker", "rich_text_input", "external_select", "multi_external_select", "file_input"];

/** True if an element of this type is a field. */
export const isField = (type) => type in TEXT || type in ONE || type in MANY || type in CALENDAR || OTHERS.includes(type);
/** True if the field is a group of boxes, which wants a legend and not a label. */
export const isGroup = (type) => type === "radio_buttons" || type in MANY;
/** True if people type into it, so that the app is told at Enter and not at every change. */
export const isTyped = (type) => type in TEXT || type === "rich_text_input";

/** The control of `element`; `context` holds its block and a way to ask the app for options. */
export function build(element, attrs, page, context) {
  const { type } = element;
  if (type in TEXT) return textField(element, attrs);
  if (type === "rich_text_input") return richField(element, attrs);
  if (type === "datetimepicker") return momentField(attrs);
  if (type === "file_input") return fileField(element, attrs, page);
  if (type in CALENDAR) return calendarField(...CALENDAR[type], attrs);
  if (type.includes("external")) return searchField(element, attrs, page, context);
  const choices = choicesOf(element, page);
  if (type === "radio_buttons") return boxes("radio", choices, ONE[type], attrs);
  if (type in MANY) return boxes("checkbox", choices, MANY[type], attrs, element.max_selected_items);
  return selectField(element, choices, ONE[type], attrs);
}

function textField(element, attrs) {
  const many = element.multiline === true;
  const input = h(many ? "textarea" : "input", {
    ...attrs, class: "text", dir: "auto", autocomplete: "off", placeholder: plain(element.placeholder) || null,
    type: many ? null : TEXT[element.type], rows: many ? "4" : null,
    step: element.type === "number_input" ? (element.is_decimal_allowed ? "any" : "1") : null,
  });
  const read = () => ({ value: input.value === "" ? null : input.value });
  const wrap = (el, draw = () => {}) => ({
    el, input, read,
    write: (state) => {
      input.value = state.value ?? "";
      draw();
    },
  });
  if (!element.max_length) return wrap(input);
  // Typing past the limit is allowed, so that a long paste can be shortened; the count turns red.
  const count = h("span", { class: "count", "aria-hidden": "true" });
  const draw = () => {
    const left = element.max_length - [...input.value].length;
    count.textContent = String(left);
    count.classList.toggle("over", left < 0);
    count.hidden = left > 500;
  };
  input.addEventListener("input", draw);
  return wrap(h("span", { class: many ? "counted many" : "counted" }, input, count), draw);
}

function calendarField(key, type, attrs) {
  const input = h("input", { ...attrs, class: "text", type });
  return {
    el: input, input,
    read: () => ({ [key]: input.value || null }),
    write: (state) => (input.value = state[key] ?? ""),
  };
}

/** A day and a time in the zone of this browser; Slack's value is in seconds. */
function momentField(attrs) {
  const input = h("input", { ...attrs, class: "text", type: "datetime-local" });
  const local = (seconds) => {
    const at = new Date(seconds * 1000);
    return new Date(at.getTime() - at.getTimezoneOffset() * 60_000).toISOString().slice(0, 16);
  };
  return {
    el: input, input,
    read: () => ({ selected_date_time: input.value ? Math.floor(new Date(input.value).getTime() / 1000) : null }),
    write: (state) => (input.value = state.selected_date_time ? local(state.selected_date_time) : ""),
  };
}

/** Words without formatting: what is typed becomes one section of rich text. */
function richField(element, attrs) {
  const input = h("textarea", {
    ...attrs, class: "text", dir: "auto", autocomplete: "off", rows: String(element.min_lines ?? 4), placeholder: plain(element.placeholder) || null,
  });
  const rich = (text) => ({ type: "rich_text", elements: [{ type: "rich_text_section", elements: [{ type: "text", text }] }] });
  // A value with formatting is given back as it came for as long as nobody changes its words.
  let given = null;
  const words = (value) => (value?.elements ?? []).map((part) => (part.elements ?? []).map((piece) => piece.text ?? "").join("")).join("\n");
  return {
    el: input, input,
    read: () => ({ rich_text_value: input.value === "" ? null : input.value === words(given) ? given : rich(input.value) }),
    write: (state) => {
      given = state.rich_text_value ?? null;
      input.value = words(given);
    },
  };
}

/** What can be picked: `raw` is what Slack puts into the state. */
function choicesOf(element, page) {
  const { people, choices } = page.screen;
  const option = (raw) => ({ id: raw.value, label: raw.text, description: raw.description, raw });
  const named = (id, text) => ({ id, label: { type: "plain_text", text, emoji: false }, raw: id });
  if (element.type.includes("users")) return people.map((person) => named(person.id, person.name));
  if (/conversations|channels/u.test(element.type)) {
    return choices.filter((place) => fits(place, element)).map((place) => named(place.id, place.name));
  }
  const groups = (element.option_groups ?? []).flatMap((group) => group.options.map((raw) => ({ ...option(raw), group: group.label })));
  return [...(element.options ?? []).map(option), ...groups];
}

const AS = { public: "public", private: "private", app: "im", direct: "im", group: "mpim" };

/** True if a client offers this conversation in this element: public channels, or what its filter lets through. */
function fits(place, { type, filter = {} }) {
  if (type.includes("channels")) return place.kind === "public";
  return (filter.include?.includes(AS[place.kind]) ?? true) && !(filter.exclude_bot_users && place.kind === "app") &&
    !(filter.exclude_external_shared_channels && place.is_shared);
}

const idOf = (raw) => (typeof raw === "object" && raw !== null ? raw.value : raw);

function selectField(element, choices, key, attrs) {
  const input = h("select", attrs, h("option", { value: "" }, plain(element.placeholder) || "Pick one"));
  const groups = new Map();
  for (const choice of choices) {
    const name = plain(choice.group);
    if (name && !groups.has(name)) {
      groups.set(name, h("optgroup", { label: name }));
      input.append(groups.get(name));
    }
    const note = choice.description ? ` – ${plain(choice.description)}` : "";
    (groups.get(name) ?? input).append(h("option", { value: choice.id }, plain(choice.label) + note));
  }
  const draw = () => input.classList.toggle("empty", input.value === "");
  input.addEventListener("change", draw);
  return {
    el: input, input,
    read: () => ({ [key]: choices.find((choice) => choice.id === input.value)?.raw ?? null }),
    write: (state) => {
      input.value = idOf(state[key]) ?? "";
      // Somebody who is not on the list any more.
      if (input.selectedIndex < 0) input.value = "";
      draw();
    },
  };
}

let groups = 0;

function boxes(type, choices, key, attrs, most = Infinity) {
  const name = `group-${++groups}`;
  const inputs = choices.map(() => h("input", { type, name, id: newId("box") }));
  // The description stands beside the label and not in it: the name of a box is what the app called it.
  const el = h("div", { class: "boxes" }, choices.map((choice, i) => {
    const note = choice.description && h("small", { id: newId("note") }, plain(choice.description));
    inputs[i].setAttribute("aria-describedby", `${attrs["aria-describedby"] ?? ""} ${note?.id ?? ""}`.trim());
    return h("div", { class: "box" }, inputs[i], h("span", {}, h("label", { for: inputs[i].id }, plain(choice.label)), note));
  }));
  // When as many are picked as may be, the others rest.
  const settle = () => {
    const full = inputs.filter((input) => input.checked).length >= most;
    for (const input of inputs) input.disabled = full && !input.checked;
  };
  el.addEventListener("change", settle);
  const picked = () => choices.filter((_, i) => inputs[i].checked).map((choice) => choice.raw);
  return {
    el, input: inputs[0] ?? el,
    read: () => ({ [key]: type === "radio" ? (picked()[0] ?? null) : picked() }),
    write: (state) => {
      const ids = [state[key] ?? []].flat().map(idOf);
      inputs.forEach((input, i) => (input.checked = ids.includes(choices[i].id)));
      settle();
    },
  };
}
