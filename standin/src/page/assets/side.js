// The sidebar: channels, the app, and the clock that the workspace and the app share.
import { avatar, h, icon } from "./dom.js";
import { placeMark } from "./talk.js";

/** Channels, then the app; what is new is counted. */
export function drawPlaces(nav, page) {
  const { conversations, app } = page.screen;
  const channels = conversations.filter((place) => place.kind === "public" || place.kind === "private");
  const people = conversations.filter((place) => place.kind === "direct" || place.kind === "group");
  const direct = conversations.filter((place) => place.kind === "app");
  const row = (place, mark, name) => {
    const here = page.at === place.id || (place.kind === "app" && page.at === "home");
    return h("li", {},
      h("a", { href: `#${place.id}`, class: place.unread ? "unread" : null, "aria-current": here ? "page" : null, "data-focus": place.id },
        mark, h("span", { class: "name" }, name),
        place.unread > 0 && h("span", { class: "badge" }, String(place.unread), h("span", { class: "sr" }, " unread"))));
  };
  const focused = nav.contains(document.activeElement) ? document.activeElement.dataset.focus : null;
  nav.replaceChildren(...[
    h("h2", {}, "Channels"), h("ul", {}, channels.map((place) => row(place, placeMark(place), place.name))),
    people.length > 0 && h("h2", {}, "Direct messages"),
    people.length > 0 && h("ul", {}, people.map((place) => row(place, placeMark(place), place.name))),
    h("h2", {}, "Apps"), h("ul", {}, direct.map((place) => row(place, avatar({ id: "app", name: app, is_bot: true }), app))),
  ].filter(Boolean));
  if (focused) nav.querySelector(`[data-focus="${CSS.escape(focused)}"]`)?.focus();
}

const stamp = new Intl.DateTimeFormat(undefined, { day: "numeric", month: "short", hour: "numeric", minute: "2-digit" });
const fullStamp = new Intl.DateTimeFormat(undefined, { weekday: "long", day: "numeric", month: "long", year: "numeric", hour: "numeric", minute: "2-digit" });

/** Shows the pretend time and moves it. */
export class Clock {
  constructor(footer, page) {
    this.page = page;
    this.time = h("span", { class: "now" });
    this.full = h("p", { class: "full" });
    this.ahead = h("p", { class: "ahead", "aria-live": "polite" });
    const buttons = [["+1 hour", 3600], ["+1 day", 86_400]].map(([name, seconds]) =>
      h("button", { type: "button", class: "button", onclick: () => this.move(seconds) }, name));
    this.drawer = h("div", { id: "clock-drawer", class: "clock-drawer", role: "group", "aria-label": "Clock", hidden: true },
      h("p", {}, "The workspace and the app share this clock. It only moves forward."), this.full, this.ahead, h("div", { class: "row" }, buttons));
    this.button = h("button", {
      type: "button", class: "clock-button", "aria-expanded": "false", "aria-controls": "clock-drawer", onclick: () => this.toggle(),
    }, icon("clock"), h("span", {}, "Clock"), this.time);
    footer.append(this.drawer, this.button);
    footer.addEventListener("keydown", (event) => {
      if (event.key === "Escape" && !this.drawer.hidden) {
        this.toggle();
        this.button.focus();
      }
    });
    this.draw();
    setInterval(() => this.draw(), 5000);
  }

  toggle() {
    this.drawer.hidden = !this.drawer.hidden;
    this.button.setAttribute("aria-expanded", String(!this.drawer.hidden));
  }

  draw() {
    this.time.textContent = stamp.format(this.page.now());
    this.ahead.textContent = spoken(this.page.offset);
    this.full.textContent = fullStamp.format(this.page.now());
  }

  async move(seconds) {
    await this.page.post("/clock", { seconds });
  }
}

/** "1 day 2 hours ahead of real time". */
function spoken(seconds) {
  if (seconds === 0) return "It shows real time.";
  const parts = [["day", Math.floor(seconds / 86_400)], ["hour", Math.floor((seconds % 86_400) / 3600)], ["minute", Math.floor((seconds % 3600) / 60)]]
    .filter(([, n]) => n > 0).map(([unit, n]) => `${n} ${unit}${n === 1 ? "" : "s"}`);
  return `${parts.join(" ") || `${seconds} seconds`} ahead of real time.`;
}
