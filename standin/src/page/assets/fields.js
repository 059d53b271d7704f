// What a person can fill in: each field knows its element, reads itself as Slack's state value and can be set to one.
// A Surface is where fields stand together: a message, a form or the Home tab.
import { h, newId, same } from "./dom.js";
import { plain } from "./text.js";

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

/** True if an element of this type is a field. */
export const isField = (type) => type in TEXT || type in ONE || type in MANY || type in CALENDAR;
/** True if the field is a group of boxes, which wants a legend and not a label. */
export const isGroup = (type) => type === "radio_buttons" || type in MANY;

/** Fields that are sent together, and the way to press something among them. */
export class Surface {
  /** `on` is the act's surface: where the server looks for the element. */
  constructor(page, on) {
    this.page = page;
    this.on = on;
    this.fields = new Map();
    this.told = {};
    this.sent = {};
  }

  /** Every field that is shown, as `view.state.values`. */
  values() {
    const values = {};
    for (const [key, field] of this.fields) {
      if (!field.el.isConnected) this.fields.delete(key);
      else (values[field.block] ??= {})[field.action] = field.read();
    }
    return values;
  }

  /** Remembers what was sent, so that its echo in the next screen does not count as news. */
  valuesToSend() {
    this.sent = this.values();
    return this.sent;
  }

  /**
   * After blocks were redrawn: what was typed stays, unless the server says something that it did not say before and
   * that is not merely what we had sent. `typed` is `values()` from before the redraw.
   */
  settle(typed, state) {
    for (const field of this.fields.values()) {
      const at = (values) => values?.[field.block]?.[field.action];
      const news = at(state);
      const isNews = news !== undefined && !sameState(news, at(this.told)) && !sameState(news, at(this.sent));
      const kept = at(typed);
      if (isNews) {
        if (!sameState(news, field.read())) field.write(news);
      } else if (kept && kept.type === field.type && !sameState(kept, field.read())) {
        field.write(kept);
      }
    }
    this.told = structuredClone(state ?? {});
  }

  /** Presses a button or tells of a pick: asks first if the element says so, waits, and shows that it waits. */
  async press(block, element, picked, control) {
    if (control.getAttribute("aria-busy") === "true") return;
    if (element.confirm && !(await this.page.confirm(element.confirm))) return;
    const url = element.url ?? picked.selected_option?.url;
    if (/^https?:/iu.test(url ?? "")) window.open(url, "_blank", "noopener");
    control.setAttribute("aria-busy", "true");
    await this.page.act({
      do: "click", on: this.on, block_id: block.block_id, action_id: element.action_id, picked, values: this.valuesToSend(),
    });
    control.removeAttribute("aria-busy");
  }
}

const isEmpty = (value) =>
  !value || Object.entries(value).every(([key, part]) => key === "type" || part === null || part === "" || part?.length === 0);
const sameState = (a, b) => (isEmpty(a) && isEmpty(b)) || same(a, b);

/**
 * Draws the field of `element`. `attrs` tie it to its label, hint and error; `tells` says that the app wants to hear of
 * every pick, not only of the submitted form.
 */
export function field(surface, block, element, attrs, tells) {
  const { el, read, write, input } = build(element, attrs, surface.page);
  input.dataset.focus = `${block.block_id}/${element.action_id}`;
  const made = {
    el, type: element.type, block: block.block_id, action: element.action_id, write,
    read: () => ({ type: element.type, ...read() }),
  };
  surface.fields.set(`${block.block_id}\n${element.action_id}`, made);
  write(initial(element));
  if (tells) listen(surface, block, element, el, read);
  return el;
}

function listen(surface, block, element, el, read) {
  const tell = () => surface.press(block, element, read(), el);
  if (!(element.type in TEXT)) {
    el.addEventListener("change", tell);
    return;
  }
  const on = element.dispatch_action_config?.trigger_actions_on ?? ["on_enter_pressed"];
  if (on.includes("on_character_entered")) el.addEventListener("input", tell);
  if (on.includes("on_enter_pressed")) {
    el.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" || event.shiftKey || event.ctrlKey || event.metaKey || event.isComposing) return;
      event.preventDefault();
      tell();
    });
  }
}

/** `initial_option` and its kin, as a state value. */
function initial(element) {
  const value = {};
  for (const [key, part] of Object.entries(element)) {
    if (key === "initial_value") value.value = part;
    else if (key.startsWith("initial_")) value[key.replace("initial_", "selected_")] = part;
  }
  return value;
}

function build(element, attrs, page) {
  const { type } = element;
  if (type in TEXT) return textField(element, attrs);
  if (type in CALENDAR) return calendarField(...CALENDAR[type], attrs);
  const choices = choicesOf(element, page);
  if (type === "radio_buttons") return boxes("radio", choices, ONE[type], attrs);
  if (type in MANY) return boxes("checkbox", choices, MANY[type], attrs);
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

/** What can be picked: `raw` is what Slack puts into the state. */
function choicesOf(element, page) {
  const { people, conversations } = page.screen;
  const option = (raw) => ({ id: raw.value, label: raw.text, description: raw.description, raw });
  const named = (id, text) => ({ id, label: { type: "plain_text", text, emoji: false }, raw: id });
  if (element.type.includes("users")) return people.map((person) => named(person.id, person.name));
  if (/conversations|channels/u.test(element.type)) {
    return conversations.filter((place) => place.kind !== "app").map((place) => named(place.id, `#${place.name}`));
  }
  const groups = (element.option_groups ?? []).flatMap((group) => group.options.map((raw) => ({ ...option(raw), group: group.label })));
  return [...(element.options ?? []).map(option), ...groups];
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

function boxes(type, choices, key, attrs) {
  const name = `group-${++groups}`;
  const inputs = choices.map(() => h("input", { type, name, id: newId("box") }));
  // The description stands beside the label and not in it: the name of a box is what the app called it.
  const el = h("div", { class: "boxes" }, choices.map((choice, i) => {
    const note = choice.description && h("small", { id: newId("note") }, plain(choice.description));
    inputs[i].setAttribute("aria-describedby", `${attrs["aria-describedby"] ?? ""} ${note?.id ?? ""}`.trim());
    return h("div", { class: "box" }, inputs[i], h("span", {}, h("label", { for: inputs[i].id }, plain(choice.label)), note));
  }));
  const picked = () => choices.filter((_, i) => inputs[i].checked).map((choice) => choice.raw);
  return {
    el, input: inputs[0] ?? el,
    read: () => ({ [key]: type === "radio" ? (picked()[0] ?? null) : picked() }),
    write: (state) => {
      const ids = [state[key] ?? []].flat().map(idOf);
      inputs.forEach((input, i) => (input.checked = ids.includes(choices[i].id)));
    },
  };
}
