// Two small plots. The table under them has the same figures.

import { duration, el, number, svg } from "./dom.js";

const width = 560;
const height = 250;
const left = 52;
const right = 12;

/** A round number at or above the value, and how far apart the lines are. */
function scale(value) {
  const step = 10 ** Math.floor(Math.log10(Math.max(value, 1e-9) / 2));
  const unit = [1, 2, 2.5, 5, 10].map((factor) => factor * step).find((unit) => value / unit <= 5) ?? step * 10;
  return { unit, top: Math.ceil(value / unit) * unit || 1 };
}

function frame(label) {
  return svg("svg", { viewBox: `0 0 ${width} ${height}`, role: "img", "aria-label": label });
}

/** Lines over slices: `series` is a list of { id, name, values }. */
export function throughputPlot(place, series, slices) {
  const bottom = height - 26;
  const most = Math.max(1, ...series.flatMap(({ values }) => values));
  const { unit, top } = scale(most);
  const x = (index) => left + (index + 0.5) / slices * (width - left - right);
  const y = (value) => bottom - value / top * (bottom - 12);
  const words = series.filter(({ values }) => values.length)
    .map(({ name, values }) => `${name} ${number(Math.round(values.reduce((a, b) => a + b, 0) / values.length))}`);
  const picture = frame(words.length ? `Mean requests per second: ${words.join(", ")}` : "No burst yet");
  for (let value = 0; value <= top + unit / 2; value += unit) {
    picture.append(svg("line", { class: "grid", x1: left, x2: width - right, y1: y(value), y2: y(value) }),
      svg("text", { x: left - 8, y: y(value) + 4, "text-anchor": "end" }, compact(value)));
  }
  picture.append(svg("text", { x: width - right, y: height - 6, "text-anchor": "end" }, "slices of 250 ms →"));
  series.forEach(({ id, name, values }, index) => {
    picture.append(...legendEntry(id, name, index));
    if (!values.length) return;
    const points = values.map((value, slice) => `${x(slice)},${y(value)}`).join(" ");
    picture.append(svg("polyline", { class: `line stroke-${id}`, points }),
      ...values.map((value, slice) => svg("circle", { class: `fill-${id}`, cx: x(slice), cy: y(value), r: 3 })));
  });
  place.replaceChildren(picture);
}

function legendEntry(id, name, index) {
  const x = left + index * 128;
  return [
    svg("line", { class: `line stroke-${id}`, x1: x, x2: x + 20, y1: height - 10, y2: height - 10 }),
    svg("text", { x: x + 26, y: height - 6 }, name),
  ];
}

const compact = (value) => value >= 1000 ? `${+(value / 1000).toFixed(1)}k` : String(+value.toFixed(1));

/** From the median to 99 %, a line for each. */
export function latencyPlot(place, samples) {
  const rows = samples.length || 1;
  const bottom = height - 26;
  const most = Math.max(1, ...samples.map(({ p99 }) => p99 ?? 0));
  const { unit, top } = scale(most);
  const x = (value) => 16 + value / top * (width - 16 - 30);
  const words = samples.filter(({ p50 }) => p50 !== undefined)
    .map(({ name, p50, p90, p99 }) => `${name} ${duration(p50)}, ${duration(p90)}, ${duration(p99)}`);
  const picture = frame(words.length ? `Median, 90 and 99 per cent: ${words.join("; ")}` : "No burst yet");
  for (let value = 0; value <= top + unit / 2; value += unit) {
    picture.append(svg("line", { class: "grid", x1: x(value), x2: x(value), y1: 6, y2: bottom }),
      svg("text", { x: x(value), y: height - 6, "text-anchor": "middle" }, value ? duration(value) : "0"));
  }
  samples.forEach(({ id, name, p50, p90, p99 }, index) => {
    const y = 34 + index * ((bottom - 30) / rows);
    picture.append(svg("text", { class: "name", x: 16, y: y - 10 }, name));
    if (p50 === undefined) return;
    picture.append(
      svg("line", { class: `span stroke-${id}`, x1: x(p50), x2: x(p99), y1: y + 8, y2: y + 8 }),
      svg("circle", { class: `fill-${id}`, cx: x(p50), cy: y + 8, r: 7 }),
      svg("circle", { class: `fill-${id}`, cx: x(p90), cy: y + 8, r: 5 }),
      svg("circle", { class: `fill-${id}`, cx: x(p99), cy: y + 8, r: 3.5 }),
      svg("text", { x: x(p99) + 10, y: y + 12 }, duration(p99)));
  });
  place.replaceChildren(picture);
}

export const emptyPlot = (place, text) => place.replaceChildren(el("p", { class: "empty" }, text));
