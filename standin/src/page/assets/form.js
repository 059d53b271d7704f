// Forms (Slack calls them modals): a stack over a dimmed page, the topmost in use. Also the question that a button may
// ask first. Whatever lies below is inert, so the keyboard cannot leave the form by accident.
import { h, icon, newId } from "./dom.js";
import { drawBlocks } from "./blocks.js";
import { Surface } from "./fields.js";
import { plain, textNodes } from "./text.js";

const layer = document.getElementById("layer");

/** The open forms of a page. */
export class Forms {
  constructor(page) {
    this.page = page;
    this.open = new Map();
    this.before = null;
    document.addEventListener("keydown", (event) => this.key(event));
  }

  /** Shows `views`, the topmost last; `notice` is Slack's own error, told where the person is looking. */
  draw(views, notice) {
    if (this.open.size === 0 && views.length > 0) this.before = document.activeElement;
    const wanted = new Set(views.map((view) => view.id));
    let closed = false;
    for (const [id, form] of this.open) {
      if (wanted.has(id)) continue;
      form.scrim.remove();
      this.open.delete(id);
      closed = true;
    }
    for (const view of views) {
      if (!this.open.has(view.id)) this.open.set(view.id, new Form(this.page, view));
      const form = this.open.get(view.id);
      // A question that is being asked stays on top.
      if (!form.scrim.isConnected) layer.insertBefore(form.scrim, layer.querySelector(".asking"));
      form.draw(view, view === views.at(-1) ? notice : null);
    }
    settleLayers();
    const top = this.top();
    if (top) top.keepFocus();
    else if (closed) this.giveBack();
  }

  top() {
    return [...this.open.values()].at(-1);
  }

  /** Back to what the person was at before the first form opened. */
  giveBack() {
    const before = this.before;
    this.before = null;
    if (before?.isConnected && before !== document.body) before.focus();
    else this.page.focusComposer();
  }

  key(event) {
    const top = this.top();
    if (!top || layer.querySelector(".asking") || event.defaultPrevented) return;
    if (event.key === "Escape") {
      event.preventDefault();
      top.close(false);
    } else if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      top.submit();
    }
  }
}

class Form {
  constructor(page, view) {
    this.page = page;
    this.id = view.id;
    this.surface = new Surface(page, { kind: "form", view: view.id });
    const title = newId("title");
    this.title = h("h2", { id: title, tabindex: "-1" });
    this.notice = h("div", { class: "notice", role: "alert", hidden: true });
    this.body = h("div", { class: "body" });
    this.closer = h("button", { type: "button", class: "button", onclick: () => this.close(false) });
    this.submitter = h("button", { type: "submit", class: "button primary" });
    this.el = h("form", {
      class: "form", role: "dialog", "aria-modal": "true", "aria-labelledby": title, novalidate: true,
      onsubmit: (event) => {
        event.preventDefault();
        this.submit();
      },
    },
      h("header", {}, this.title, h("button", { type: "button", class: "quiet", "aria-label": "Dismiss", onclick: () => this.close(true) }, icon("close"))),
      this.notice, this.body, h("footer", {}, this.closer, this.submitter));
    this.scrim = h("div", { class: "scrim" }, this.el);
  }

  draw(view, notice) {
    this.view = view;
    this.title.textContent = view.title;
    this.closer.textContent = view.close;
    this.submitter.textContent = view.submit ?? "";
    this.submitter.hidden = !view.submit;
    this.notice.textContent = notice ?? "";
    this.notice.hidden = !notice;
    drawBlocks(this.body, view.blocks, this.surface, view);
  }

  /** Into the form when it opens, and back into it if what had the focus was taken away. */
  keepFocus() {
    const now = document.activeElement;
    if (this.el.contains(now) || now?.closest(".menu, #toasts, .asking")) return;
    (this.body.querySelector("input, select, textarea") ?? this.title).focus();
  }

  async submit() {
    if (!this.view.submit || this.busy) return;
    await this.wait({ do: "submit", view: this.id, values: this.surface.valuesToSend() });
    this.body.querySelector("[aria-invalid]")?.focus();
  }

  close(whole_stack) {
    // Also while a submit is waiting: nobody should be locked in by an app that hangs.
    this.page.act({ do: "close", view: this.id, whole_stack });
  }

  async wait(act) {
    this.busy = true;
    this.el.setAttribute("aria-busy", "true");
    await this.page.act(act);
    this.busy = false;
    this.el.removeAttribute("aria-busy");
  }
}

/** Only the topmost layer is in use. */
function settleLayers() {
  const layers = [...layer.children];
  layers.forEach((each, i) => rest(each, i < layers.length - 1));
  rest(document.getElementById("app"), layers.length > 0);
}

/** Out of reach for the keyboard and the pointer, and not read out either: not every reader knows `inert`. */
function rest(el, resting) {
  el.inert = resting;
  if (resting) el.setAttribute("aria-hidden", "true");
  else el.removeAttribute("aria-hidden");
}

/** Asks a confirm object's question; resolves to whether the answer was yes. */
export function ask(question, page) {
  const before = document.activeElement;
  return new Promise((resolve) => {
    const [title, text] = [newId("title"), newId("text")];
    const danger = question.style === "danger";
    const answer = (yes) => {
      scrim.remove();
      settleLayers();
      if (before?.isConnected) before.focus();
      resolve(yes);
    };
    const deny = h("button", { type: "button", class: "button", onclick: () => answer(false) }, plain(question.deny) || "Cancel");
    const confirm = h("button", { type: "button", class: `button ${danger ? "danger solid" : "primary"}`, onclick: () => answer(true) }, plain(question.confirm) || "OK");
    const box = h("div", {
      class: "form small", role: "alertdialog", "aria-modal": "true", "aria-labelledby": title, "aria-describedby": text,
      onkeydown: (event) => {
        if (event.key !== "Escape") return;
        event.preventDefault();
        answer(false);
      },
    },
      h("header", {}, h("h2", { id: title }, plain(question.title))),
      h("div", { class: "body mrkdwn", id: text }, textNodes(question.text, page)),
      h("footer", {}, deny, confirm));
    const scrim = h("div", { class: "scrim asking" }, box);
    layer.append(scrim);
    settleLayers();
    // What cannot be undone should not be one press of Enter away.
    (danger ? deny : confirm).focus();
  });
}

