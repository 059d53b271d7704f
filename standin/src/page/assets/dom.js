// Small helpers to build and update the page. Data only ever becomes text nodes and attribute values here:
// nothing in these scripts parses HTML, so what people type stays what they typed.

/** Makes an element. `props` are attributes, or listeners if they begin with `on`; `null` and `false` leave one out. */
export function h(tag, props, ...children) {
  const el = document.createElement(tag);
  for (const [name, value] of Object.entries(props ?? {})) {
    if (value === undefined || value === null || value === false) continue;
    if (typeof value === "function") el.addEventListener(name.slice(2), value);
    else el.setAttribute(name, value === true ? "" : value);
  }
  el.append(...children.flat().filter((child) => child !== undefined && child !== null && child !== false));
  return el;
}

/** Makes a piece of an SVG drawing. */
export function svg(tag, attributes, ...children) {
  const el = document.createElementNS("http://www.w3.org/2000/svg", tag);
  for (const [name, value] of Object.entries(attributes)) el.setAttribute(name, value);
  el.append(...children.flat());
  return el;
}

const ICONS = {
  lock: "M7 11V8a5 5 0 0 1 10 0v3M5.5 11h13v9h-13z",
  bolt: "M13 3 5 14h6l-1 7 8-11h-6z",
  send: "M4 12 20 4l-5 16-4-6.5zM11 13.5 20 4",
  more: "M5 12h.01M12 12h.01M19 12h.01",
  menu: "M4 7h16M4 12h16M4 17h16",
  clock: "M12 3.5a8.5 8.5 0 1 0 0 17 8.5 8.5 0 0 0 0-17M12 7.5V12l3 2",
  eye: "M2.5 12S6 5.5 12 5.5 21.5 12 21.5 12 18 18.5 12 18.5 2.5 12 2.5 12M12 9a3 3 0 1 0 0 6 3 3 0 0 0 0-6",
  pin: "M9 4h6l-1 6 3 3v2H7v-2l3-3zM12 15v5",
  close: "M6 6l12 12M18 6 6 18",
  down: "M12 5v14M6 13l6 6 6-6",
};

/** A line drawing that screen readers skip: whatever it stands in carries the name. */
export function icon(name) {
  return svg("svg", { viewBox: "0 0 24 24", class: `icon icon-${name}`, "aria-hidden": "true" }, svg("path", { d: ICONS[name] }));
}

/** A coloured square with initials. `html.rs` draws the same one. */
export function avatar(person) {
  const initials = person.name.split(/\s+/u).filter(Boolean).slice(0, 2).map((word) => [...word][0].toUpperCase()).join("");
  const tint = [...person.id].reduce((sum, letter) => sum + letter.charCodeAt(0), 0) % 8;
  return h("span", { class: `avatar ${person.is_bot ? "bot" : `tint-${tint}`}`, "aria-hidden": "true" }, initials);
}

let ids = 0;
/** An id no other element has. */
export const newId = (prefix) => `${prefix}-${++ids}`;

/** Equal as JSON values, whatever the order of keys. */
export function same(a, b) {
  if (a === b) return true;
  if (typeof a !== "object" || typeof b !== "object" || a === null || b === null) return false;
  const keys = Object.keys(a);
  return keys.length === Object.keys(b).length && keys.every((key) => key in b && same(a[key], b[key]));
}

/** Something to press or fill in rather than a link in the text. */
const firstFocusable = (el) => el.querySelector("button, input, select, textarea") ?? el.querySelector("a[href], [tabindex]");

/**
 * Makes the children of `parent` those of `items` ({key, version, build}), in order. A child whose version is the same
 * is left alone: a live update must not take the focus, the selection or the typed text of what did not change.
 */
export function patch(parent, items) {
  const old = new Map([...parent.children].map((el) => [el.patchKey, el]));
  const wanted = new Set(items.map((item) => item.key));
  for (const [key, el] of old) if (!wanted.has(key)) el.remove();
  let next = parent.firstElementChild;
  for (const item of items) {
    const before = old.get(item.key);
    if (before && before.patchVersion === item.version) {
      if (before === next) next = next.nextElementSibling;
      else parent.insertBefore(before, next);
      continue;
    }
    const el = item.build();
    el.patchKey = item.key;
    el.patchVersion = item.version;
    if (before) {
      if (before === next) next = next.nextElementSibling;
      replaceKeepingFocus(before, el);
    } else {
      parent.insertBefore(el, next);
    }
  }
}

/** Whoever works with the keyboard stays where they were, even if what they pressed was redrawn or is gone. */
function replaceKeepingFocus(before, el) {
  const focused = before.contains(document.activeElement) ? document.activeElement : null;
  const mark = focused?.dataset.focus;
  const caret = focused && "selectionStart" in focused ? [focused.selectionStart, focused.selectionEnd] : null;
  before.replaceWith(el);
  if (!focused) return;
  const twin = mark && el.querySelector(`[data-focus="${CSS.escape(mark)}"]`);
  const target = twin || firstFocusable(el);
  if (target) {
    target.focus({ preventScroll: true });
    // Runs after the typed text was put back.
    if (twin && caret?.[0] !== null && caret) queueMicrotask(() => twin.setSelectionRange?.(...caret));
  } else {
    el.tabIndex = -1;
    el.focus({ preventScroll: true });
  }
}
