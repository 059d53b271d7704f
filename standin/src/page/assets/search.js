// Two controls that need the workspace: options that the app offers for what is typed, and files.
import { h, newId } from "./dom.js";
import { plain } from "./text.js";

/** How long after the last key the app is asked. */
const PAUSE_MS = 250;
/** The largest file that this page sends, in bytes. */
const LARGEST = 1_000_000;

/** A list of what is picked, each with a button that takes it away. */
function pickedList(nameOf, changed) {
  const list = h("ul", { class: "picked" });
  let all = [];
  const draw = () => list.replaceChildren(...all.map((each) => h("li", {}, nameOf(each),
    h("button", { type: "button", class: "quiet", "aria-label": `Remove ${nameOf(each)}`, onclick: () => set(all.filter((other) => other !== each), true) }, "×"))));
  const set = (next, tell) => {
    all = next;
    draw();
    if (tell) changed();
  };
  return { list, set, all: () => all };
}

/** A select whose options the app offers for what is typed. */
export function searchField(element, attrs, page, { block, suggest }) {
  const many = element.type.startsWith("multi");
  const key = many ? "selected_options" : "selected_option";
  const most = many ? (element.max_selected_items ?? Infinity) : 1;
  const input = h("input", { ...attrs, class: "text", type: "search", autocomplete: "off", placeholder: plain(element.placeholder) || "Type to search" });
  const found = h("div", { class: "found", role: "group", "aria-label": "Options", "aria-live": "polite" });
  const el = h("div", { class: "searching" });
  const chosen = pickedList((option) => plain(option.text), () => el.dispatchEvent(new Event("change")));
  el.append(chosen.list, input, found);
  const offer = (options) => found.replaceChildren(...options.map((option) =>
    h("button", {
      type: "button", class: "button",
      onclick: () => {
        const others = chosen.all().filter((each) => each.value !== option.value);
        chosen.set([...(many ? others : []), option].slice(0, most), true);
        found.replaceChildren();
        input.value = "";
        input.focus();
      },
    }, plain(option.text))));
  let pause = 0;
  const ask = async () => {
    const query = input.value;
    if (query.length < (element.min_query_length ?? 3)) return offer([]);
    await suggest(query);
    const news = page.screen.suggestions;
    const isOurs = news?.block_id === block.block_id && news.action_id === element.action_id && news.query === query;
    if (isOurs && input.value === query) offer(news.options);
  };
  input.addEventListener("input", () => {
    clearTimeout(pause);
    pause = setTimeout(ask, PAUSE_MS);
  });
  // The typing itself is no pick.
  input.addEventListener("change", (event) => event.stopPropagation());
  return {
    el, input,
    read: () => ({ [key]: many ? chosen.all() : (chosen.all()[0] ?? null) }),
    write: (state) => chosen.set([state[key] ?? []].flat(), false),
  };
}

/** Files of this computer, sent to the workspace as soon as they are chosen. */
export function fileField(element, attrs, page) {
  const kinds = element.filetypes?.map((kind) => `.${kind}`).join(",");
  const most = element.max_files ?? 10;
  const note = newId("file");
  const input = h("input", { ...attrs, class: "text", type: "file", multiple: most > 1, accept: kinds ?? null, "aria-describedby": `${attrs["aria-describedby"] ?? ""} ${note}`.trim() });
  const says = h("small", { id: note, "aria-live": "polite" });
  const el = h("div", { class: "searching" });
  const chosen = pickedList((file) => file.name, () => el.dispatchEvent(new Event("change")));
  el.append(chosen.list, input, says);
  input.addEventListener("change", async (event) => {
    event.stopPropagation();
    for (const file of input.files) {
      if (file.size > LARGEST) {
        says.textContent = `${file.name} is larger than this page takes.`;
        continue;
      }
      const bytes = new Uint8Array(await file.arrayBuffer());
      const done = await page.act({ do: "upload", name: file.name, data: base64(bytes) });
      const made = page.screen.uploads.at(-1);
      if (done && made) chosen.set([...chosen.all(), made].slice(-most), true);
    }
    input.value = "";
  });
  return {
    el, input,
    read: () => ({ files: chosen.all() }),
    write: (state) => chosen.set(state.files ?? [], false),
  };
}

const base64 = (bytes) => btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(""));
