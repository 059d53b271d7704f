// One person's page: asks for their screen, draws it, asks again when the server says that it changed.
// All drawing is a function of the screen; all doing is one POST. No rule of Slack's is decided here.
import { h, icon } from "./dom.js";
import { ask, Forms } from "./form.js";
import { Home, placeTitle, Talk } from "./talk.js";
import { Clock, drawPlaces } from "./side.js";

/** How long a tab nobody looks at stays connected: browsers allow six connections per server, over all tabs. */
const IDLE_MS = 10_000;
const TOAST_MS = 8000;

const user = document.body.dataset.user;
const base = `/as/${encodeURIComponent(user)}`;
const main = document.getElementById("main");
const panes = new Map();
/** The version at which the open conversation was last reported as seen. */
let lookedAt = 0;

/** What every part of the page may use. */
const page = {
  user,
  screen: null,
  /** The place on screen: a conversation's id or `home`. */
  at: null,
  /** The shared clock, in seconds ahead of real time. */
  offset: 0,
  now: () => Date.now() + page.offset * 1000,
  today: () => new Date(page.now()).toDateString(),
  act,
  post,
  confirm: (question) => ask(question, page),
  go: (place) => (location.hash = place),
  drawer: (open) => document.body.classList.toggle("drawer", open),
  focusComposer: () => panes.get(page.at)?.focus(),
};

const forms = new Forms(page);

// ---- Doing ----

/** Does one thing as this person; true if it was taken. The screen is up to date when this resolves. */
async function act(body) {
  const done = await post(`${base}/act`, body);
  await refresh();
  return done;
}

async function post(address, body) {
  try {
    const response = await fetch(address, {
      method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify(body),
    });
    if (!response.ok) toast(await response.text());
    return response.ok;
  } catch {
    toast("The pretend workspace does not answer. Is it still running?");
    return false;
  }
}

/** One sentence in the corner, read out by screen readers. */
function toast(sentence) {
  const el = h("div", { class: "toast" }, h("span", {}, sentence),
    h("button", { type: "button", class: "quiet", "aria-label": "Hide", onclick: () => el.remove() }, icon("close")));
  document.getElementById("toasts").append(el);
  setTimeout(() => el.remove(), TOAST_MS);
}

// ---- Seeing ----

let asked = 0;
let running = null;

/** Fetches and draws. Calls during a fetch share one more fetch after it, which sees whatever they wanted to see. */
function refresh() {
  asked += 1;
  running ??= fetchUntilCalm().finally(() => (running = null));
  return running;
}

async function fetchUntilCalm() {
  let answered = 0;
  while (answered < asked) {
    answered = asked;
    try {
      const response = await fetch(`${base}/screen`);
      if (response.status === 404) return gone();
      page.screen = await response.json();
    } catch {
      return;
    }
    draw();
  }
}

function gone() {
  main.replaceChildren(h("div", { class: "lost" }, h("h1", {}, "Not here"), h("p", {}, "There is no such person in this workspace any more."), h("p", {}, h("a", { href: "/" }, "Choose a person"))));
}

function draw() {
  const { screen } = page;
  const place = wantedPlace();
  if (place !== page.at) enter(place);
  drawPlaces(document.getElementById("places"), page);
  const pane = panes.get(place);
  // On the page first: a field that is not on it counts as gone.
  const fresh = !pane.el.isConnected;
  const onTab = document.activeElement?.getAttribute("role") === "tab";
  if (fresh) main.replaceChildren(pane.el);
  pane.draw(screen);
  if (fresh) arrive(pane, onTab);
  forms.draw(screen.forms, screen.notice);
  document.title = title();
  look();
}

/** Where the address says, else where this person was last, else the first channel. */
function wantedPlace() {
  const ids = [...page.screen.conversations.map((place) => place.id), "home"];
  const wanted = [location.hash.slice(1), page.at, sessionStorage.getItem(`at ${user}`)];
  return wanted.find((id) => ids.includes(id)) ?? ids[0];
}

function enter(place) {
  page.at = place;
  sessionStorage.setItem(`at ${user}`, place);
  page.drawer(false);
  if (!panes.has(place)) {
    const found = page.screen.conversations.find((each) => each.id === place);
    panes.set(place, found ? new Talk(page, found) : new Home(page));
  }
  // A visit counts even if nothing is new: the app may want to hear of it.
  lookedAt = page.screen.version;
  if (place === "home") act({ do: "open_home" });
  else if (page.screen.conversations.find((each) => each.id === place)?.kind === "app") act({ do: "open_messages" });
  else act({ do: "look", channel: place });
}

/** Tabs keep the focus while one moves between them; else it goes to where one would type. */
function arrive(pane, onTab) {
  pane.shown();
  if (onTab) pane.el.querySelector('[role="tab"][aria-selected="true"]')?.focus();
  else if (page.screen.forms.length === 0) pane.focus();
}

/** What stands on a visible page has been seen. */
function look() {
  const place = page.screen.conversations.find((each) => each.id === page.at);
  if (!place?.unread || document.hidden || lookedAt === page.screen.version) return;
  lookedAt = page.screen.version;
  act({ do: "look", channel: place.id });
}

function title() {
  const { conversations, team, app, me } = page.screen;
  const unread = conversations.reduce((sum, place) => sum + place.unread, 0);
  const place = conversations.find((each) => each.id === page.at);
  const name = place && place.kind !== "app" ? placeTitle(place) : app;
  return `${unread ? `(${unread}) ` : ""}${name} – ${me.name} – ${team}`;
}

// ---- Listening ----

let events = null;
let idle = 0;

function listen() {
  clearTimeout(idle);
  if (events && events.readyState !== EventSource.CLOSED) return;
  events = new EventSource(`${base}/events`);
  events.addEventListener("screen", (event) => {
    // After a break it may be another workspace, which counts its versions anew.
    const wasOffline = document.body.classList.contains("offline");
    document.body.classList.remove("offline");
    if (wasOffline || Number(event.data) !== page.screen?.version) refresh();
  });
  events.addEventListener("clock", (event) => {
    page.offset = Number(event.data);
    clock.draw();
    if (page.screen) draw();
  });
  events.addEventListener("error", () => {
    document.body.classList.add("offline");
    // The browser tries again by itself unless the server answered with an error.
    if (events.readyState === EventSource.CLOSED) setTimeout(() => refresh().then(listen), 2000);
  });
}

document.addEventListener("visibilitychange", () => {
  clearTimeout(idle);
  if (document.hidden) {
    idle = setTimeout(() => events?.close(), IDLE_MS);
    return;
  }
  listen();
  if (page.screen) look();
});

addEventListener("hashchange", () => page.screen && draw());
document.getElementById("sidebar").addEventListener("click", (event) => {
  // A place that is already open closes the drawer, too.
  if (event.target.closest("#places a")) page.drawer(false);
});
main.addEventListener("pointerdown", () => page.drawer(false));
document.addEventListener("keydown", (event) => {
  if (event.key === "Escape") page.drawer(false);
  if (event.altKey && !event.shiftKey && (event.key === "ArrowDown" || event.key === "ArrowUp") && page.screen?.forms.length === 0) {
    event.preventDefault();
    const ids = page.screen.conversations.map((place) => place.id);
    const now = ids.indexOf(page.at === "home" ? ids.at(-1) : page.at);
    page.go(ids.at((now + (event.key === "ArrowDown" ? 1 : -1)) % ids.length));
  }
});

const clock = new Clock(document.getElementById("clock"), page);
await refresh();
listen();
