// Where a person types: messages, slash commands, and the completion of both commands and people.
import { avatar, h, icon, newId } from "./dom.js";
import { toggleMenu } from "./menu.js";

/** The composer of one conversation; it keeps its draft for as long as the page is open. */
export class Composer {
  constructor(page, place) {
    this.page = page;
    this.place = place;
    const list = newId("completion");
    this.list = h("ul", { id: list, class: "completion", role: "listbox", "aria-label": "Suggestions", hidden: true });
    this.usage = h("p", { class: "usage", "aria-live": "polite" });
    this.input = h("textarea", {
      rows: "1", dir: "auto", "aria-label": `Message ${place.title}`, placeholder: `Message ${place.title}`, "aria-autocomplete": "list",
      "aria-controls": list, autocomplete: "off",
      oninput: () => this.changed(), onkeydown: (event) => this.key(event), onclick: () => this.changed(), onblur: () => this.suggest([]),
    });
    const shortcuts = h("button", {
      type: "button", class: "quiet", "aria-label": "Shortcuts", title: "Shortcuts", "aria-haspopup": "menu", "aria-expanded": "false",
      onclick: () => toggleMenu(shortcuts, "Shortcuts", this.shortcuts()),
    }, icon("bolt"));
    this.sender = h("button", { type: "button", class: "quiet send", "aria-label": "Send message", onclick: () => this.send() }, icon("send"));
    this.box = h("div", { class: "box-in" }, shortcuts, this.input, this.sender);
    this.notice = h("div", { class: "notice", role: "alert", hidden: true });
    this.el = h("div", { class: "composer" }, this.notice,
      place.readOnly
        ? h("p", { class: "readonly" }, `${place.title} does not read messages here. Type its commands in a channel.`)
        : h("div", { class: "with-list" }, this.list, this.box), this.usage);
    this.suggestions = [];
    this.thread = null;
    this.changed();
  }

  /** What is typed next answers a message; Escape goes back to the conversation. */
  replyTo(thread, name) {
    this.thread = thread;
    this.input.placeholder = thread ? `Reply to ${name}` : `Message ${this.place.title}`;
    this.focus();
  }

  /** Shows Slack's own error until the next act. */
  tell(notice) {
    this.notice.textContent = notice ?? "";
    this.notice.hidden = !notice;
  }

  focus() {
    this.input.focus({ preventScroll: true });
  }

  shortcuts() {
    const all = this.page.screen.shortcuts.filter((shortcut) => !shortcut.on_message);
    return all.map(({ name, description, callback_id }) => ({
      label: name, hint: description, run: () => this.page.act({ do: "shortcut", callback_id, channel: this.place.id }),
    }));
  }

  changed() {
    // As tall as its text, up to a third of the window.
    this.input.style.height = "auto";
    if (this.input.scrollHeight > 0) this.input.style.height = `${Math.min(this.input.scrollHeight, innerHeight / 3)}px`;
    this.sender.disabled = this.input.value.trim() === "";
    const [, word] = /^(\/\S+)\s/u.exec(this.input.value) ?? [];
    const command = this.page.screen.commands.find((each) => each.command === word);
    this.usage.textContent = command ? [command.command, command.usage_hint, "–", command.description].filter(Boolean).join(" ") : "";
    this.suggest(document.activeElement === this.input ? this.find() : []);
  }

  /** What could complete the word before the caret. */
  find() {
    const before = this.input.value.slice(0, this.input.selectionStart);
    const { commands, people } = this.page.screen;
    if (/^\/\S*$/u.test(before)) {
      const typed = before.toLowerCase();
      return commands.filter((each) => each.command.startsWith(typed))
        .map((each) => ({ word: each.command, typed: before, mark: null, hint: each.usage_hint, note: each.description }));
    }
    const [, typed] = /(?:^|\s)(@[\p{L}\p{N}._-]*)$/u.exec(before) ?? [];
    if (typed === undefined) return [];
    const start = typed.slice(1).toLowerCase();
    const fits = (person) => person.handle.startsWith(start) || person.name.toLowerCase().split(/\s+/u).some((word) => word.startsWith(start));
    return people.filter(fits)
      .sort((a, b) => (b.handle === start) - (a.handle === start))
      .slice(0, 8)
      .map((person) => ({ word: `@${person.handle}`, typed, mark: avatar(person), hint: "", note: person.name }));
  }

  suggest(suggestions) {
    this.suggestions = suggestions;
    this.at = 0;
    this.list.hidden = suggestions.length === 0;
    this.list.replaceChildren(...suggestions.map((each, i) =>
      h("li", {
        id: `${this.list.id}-${i}`, role: "option",
        // Not `click`: the field would lose the focus first, and with it the list.
        onpointerdown: (event) => {
          event.preventDefault();
          this.take(each);
        },
      }, each.mark, h("b", {}, each.word), each.hint && h("code", {}, each.hint), h("span", {}, each.note)),
    ));
    this.highlight();
  }

  highlight() {
    [...this.list.children].forEach((row, i) => row.setAttribute("aria-selected", String(i === this.at)));
    const row = this.list.children[this.at];
    row?.scrollIntoView({ block: "nearest" });
    if (row) this.input.setAttribute("aria-activedescendant", row.id);
    else this.input.removeAttribute("aria-activedescendant");
  }

  take({ word, typed }) {
    const caret = this.input.selectionStart;
    this.input.setRangeText(`${word} `, caret - typed.length, caret, "end");
    this.changed();
    this.suggest([]);
  }

  key(event) {
    if (event.isComposing) return;
    if (event.key === "Escape" && this.thread && this.suggestions.length === 0) {
      event.preventDefault();
      this.replyTo(null);
      return;
    }
    const chosen = this.suggestions[this.at];
    if (chosen && this.keyInList(event, chosen)) {
      event.preventDefault();
      event.stopPropagation();
    } else if (event.key === "Enter" && !event.shiftKey) {
      event.preventDefault();
      this.send();
    }
  }

  /** True if the list of suggestions took the key. */
  keyInList(event, chosen) {
    const count = this.suggestions.length;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      this.at = (this.at + (event.key === "ArrowDown" ? 1 : count - 1)) % count;
      this.highlight();
      return true;
    }
    if (event.key === "Escape") {
      this.suggest([]);
      return true;
    }
    // A word that is already whole needs no completion: Enter then means "send".
    const whole = chosen.word === chosen.typed.toLowerCase();
    if ((event.key === "Tab" && !event.shiftKey) || (event.key === "Enter" && !event.shiftKey && !whole)) {
      this.take(chosen);
      return true;
    }
    return false;
  }

  async send() {
    const text = this.input.value.trim();
    if (!text) return;
    this.input.value = "";
    this.changed();
    this.box.setAttribute("aria-busy", "true");
    const { thread } = this;
    const done = await this.page.act({ do: "type", channel: this.place.id, text, thread });
    if (done && thread) this.replyTo(null);
    this.box.removeAttribute("aria-busy");
    if (done || this.input.value) return;
    // It was not taken: give the words back.
    this.input.value = text;
    this.changed();
  }
}
