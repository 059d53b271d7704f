// What a person can fill in: each field knows its element, reads itself as Slack's state value and can be set to one.
// A Surface is where fields stand together: a message, a form or the Home tab.
import { same } from "./dom.js";
import { build, isTyped } from "./inputs.js";

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
  const suggest = (query) =>
    surface.page.act({ do: "suggest", on: surface.on, block_id: block.block_id, action_id: element.action_id, query });
  const { el, read, write, input } = build(element, attrs, surface.page, { block, suggest });
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
  if (!isTyped(element.type)) {
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
    if (key === "initial_value") value[element.type === "rich_text_input" ? "rich_text_value" : "value"] = part;
    else if (key.startsWith("initial_")) value[key.replace("initial_", "selected_")] = part;
  }
  return value;
}
