// A menu that hangs on a button: shortcuts, what can be done with a message, overflow menus. One at a time.
import { h } from "./dom.js";

let close = () => {};

/** Opens a menu of `items` ({label, hint, run}) beside `button`. Arrow keys move, Escape goes back to the button. */
export function openMenu(button, name, items) {
  close();
  const menu = h("div", { class: "menu", role: "menu", "aria-label": name, onkeydown: (event) => move(event, menu) });
  for (const item of items) {
    const choose = () => {
      close();
      button.focus();
      item.run();
    };
    menu.append(
      h("button", { type: "button", role: "menuitem", tabindex: "-1", "aria-label": item.label, onclick: choose },
        h("b", {}, item.label), item.hint && h("small", {}, item.hint)),
    );
  }
  const outside = (event) => {
    if (!menu.contains(event.target) && !button.contains(event.target)) close();
  };
  close = () => {
    menu.remove();
    button.setAttribute("aria-expanded", "false");
    document.removeEventListener("pointerdown", outside, true);
    close = () => {};
  };
  document.addEventListener("pointerdown", outside, true);
  document.body.append(menu);
  button.setAttribute("aria-expanded", "true");
  place(menu, button.getBoundingClientRect());
  menu.firstElementChild?.focus();

  function move(event, list) {
    const all = [...list.children];
    const at = all.indexOf(document.activeElement);
    const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: -1 }[event.key];
    if (to !== undefined) all.at(to % all.length).focus();
    else if (event.key === "Escape" || event.key === "Tab") {
      close();
      button.focus();
    } else return;
    event.preventDefault();
    // A form below would take Escape as its own.
    event.stopPropagation();
  }
}

/** The opener of a button that shows a menu; pressing it again closes. */
export function toggleMenu(button, name, items) {
  if (button.getAttribute("aria-expanded") === "true") close();
  else openMenu(button, name, items);
}

/** Below the button if there is room, else above; never off the screen. */
function place(menu, at) {
  const { offsetWidth: width, offsetHeight: height } = menu;
  const below = at.bottom + 4 + height <= innerHeight;
  menu.style.top = `${Math.max(8, below ? at.bottom + 4 : at.top - height - 4)}px`;
  menu.style.left = `${Math.max(8, Math.min(at.left, innerWidth - width - 8))}px`;
}
