// Charts, drawn from the numbers that the app sent; the same numbers stand in a table below, for those who read them.
// See docs.slack.dev/reference/block-kit/blocks/data-visualization-block.
import { h, svg } from "./dom.js";

const WIDTH = 420;
const HEIGHT = 200;
const LEFT = 44;
const BOTTOM = 24;
const TOP = 8;
const KINDS = 12;

/** A chart block: the picture, what its colours mean, and its numbers. */
export function chart({ title, chart }) {
  const isPie = chart.type === "pie";
  const names = isPie ? chart.segments.map(({ label }) => label) : chart.series.map(({ name }) => name);
  const picture = isPie ? pie(chart.segments) : axes(chart);
  return h("figure", { class: "chart" }, h("figcaption", {}, title),
    svg("svg", { viewBox: `0 0 ${isPie ? HEIGHT : WIDTH} ${HEIGHT}`, class: isPie ? "pie" : "axes", role: "img", "aria-label": `${title}, a ${chart.type} chart; its numbers follow` }, picture),
    (isPie || names.length > 1) && h("ul", { class: "legend" }, names.map((name, i) => h("li", {}, h("span", { class: `dot hue-${i % KINDS}`, "aria-hidden": "true" }), name))),
    h("details", { class: "grid" }, h("summary", {}, "Numbers"), numbers(chart, title)));
}

function numbers(chart, title) {
  const row = (name, values) => h("tr", {}, h("th", { scope: "row" }, name), values.map((value) => h("td", { class: "right" }, String(value))));
  const label = h("caption", { class: "sr" }, title);
  if (chart.type === "pie") return h("table", {}, label, h("tbody", {}, chart.segments.map(({ label, value }) => row(label, [value]))));
  const { categories, x_label, y_label } = chart.axis_config;
  const head = h("tr", {}, h("td", {}, [y_label, x_label].filter(Boolean).join(" / ")), categories.map((name) => h("th", { scope: "col" }, name)));
  return h("table", {}, label, h("thead", {}, head), h("tbody", {}, chart.series.map(({ name, data }) => row(name, data.map(({ value }) => value)))));
}

function pie(segments) {
  const total = segments.reduce((sum, { value }) => sum + Math.max(value, 0), 0) || 1;
  const [middle, radius] = [HEIGHT / 2, HEIGHT / 2 - TOP];
  const at = (share) => [middle + radius * Math.sin(2 * Math.PI * share), middle - radius * Math.cos(2 * Math.PI * share)].map((n) => n.toFixed(2)).join(" ");
  let from = 0;
  return segments.map(({ label, value }, i) => {
    const share = Math.max(value, 0) / total;
    const to = from + share;
    // A circle has no arc from a point to itself.
    const piece = share > 0.9999
      ? svg("circle", { cx: middle, cy: middle, r: radius, class: `hue-${i % KINDS}` })
      : svg("path", { class: `hue-${i % KINDS}`, d: `M${middle} ${middle}L${at(from)}A${radius} ${radius} 0 ${share > 0.5 ? 1 : 0} 1 ${at(to)}Z` });
    piece.append(svg("title", {}, `${label}: ${value} (${Math.round(share * 100)}%)`));
    from = to;
    return piece;
  });
}

/** Bars, lines or areas over categories, with lines at round numbers. */
function axes({ type, series, axis_config: { categories } }) {
  const values = series.flatMap(({ data }) => data.map(({ value }) => value));
  const steps = ticks(Math.min(0, ...values), Math.max(0, ...values));
  const [low, high] = [steps[0], steps.at(-1)];
  const y = (value) => TOP + (HEIGHT - TOP - BOTTOM) * (high - value) / (high - low || 1);
  const slot = (WIDTH - LEFT - TOP) / categories.length;
  const middle = (i) => LEFT + slot * (i + 0.5);
  const grid = steps.flatMap((step) => [
    svg("line", { x1: LEFT, x2: WIDTH - TOP, y1: y(step), y2: y(step), class: step === 0 ? "zero" : "rule" }),
    svg("text", { x: LEFT - 6, y: y(step) + 4, "text-anchor": "end" }, short(step)),
  ]);
  // No more names than there is room for.
  const every = Math.ceil(categories.length / 7);
  const labels = categories.map((name, i) => i % every === 0 && svg("text", { x: middle(i), y: HEIGHT - 6, "text-anchor": "middle" }, name.length > 9 ? `${name.slice(0, 8)}…` : name));
  const draw = { bar: bars, area, line }[type] ?? line;
  return [...grid, ...labels.filter(Boolean), ...series.flatMap((one, i) => draw(one, i, { y, middle, slot, count: series.length }))];
}

const told = (el, name, { label, value }) => {
  el.append(svg("title", {}, `${name}, ${label}: ${value}`));
  return el;
};

function bars({ name, data }, which, { y, middle, slot, count }) {
  const width = slot * 0.72 / count;
  return data.map((point, i) => {
    const [a, b] = [y(Math.max(point.value, 0)), y(Math.min(point.value, 0))];
    return told(svg("rect", { class: `hue-${which % KINDS}`, x: middle(i) - slot * 0.36 + width * which, y: a, width: Math.max(width - 1, 1), height: Math.max(b - a, 1), rx: 1.5 }), name, point);
  });
}

const path = (data, { y, middle }) => data.map(({ value }, i) => `${i ? "L" : "M"}${middle(i).toFixed(2)} ${y(value).toFixed(2)}`).join("");

function line(one, which, scale) {
  const hue = `hue-${which % KINDS}`;
  const dots = one.data.map((point, i) => told(svg("circle", { class: hue, cx: scale.middle(i), cy: scale.y(point.value), r: 3 }), one.name, point));
  return [svg("path", { class: `stroke ${hue}`, d: path(one.data, scale) }), ...dots];
}

function area(one, which, scale) {
  const last = scale.middle(one.data.length - 1);
  const ground = `L${last.toFixed(2)} ${scale.y(0).toFixed(2)}L${scale.middle(0).toFixed(2)} ${scale.y(0).toFixed(2)}Z`;
  return [svg("path", { class: `wash hue-${which % KINDS}`, d: path(one.data, scale) + ground }), ...line(one, which, scale)];
}

/** Four to six round numbers from below `low` to above `high`. */
function ticks(low, high) {
  const rough = (high - low || 1) / 4;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 5, 10].map((n) => n * power).find((n) => n >= rough);
  const [from, to] = [Math.floor(low / step), Math.max(Math.ceil(high / step), Math.floor(low / step) + 1)];
  return Array.from({ length: to - from + 1 }, (_, i) => Number(((from + i) * step).toPrecision(12)));
}

const short = (value) => new Intl.NumberFormat("en", { notation: "compact", maximumFractionDigits: 2 }).format(value);
