// Making elements, fetching JSON, writing numbers. Text is always set as text, never as HTML.

const SVG = "http://www.w3.org/2000/svg";

function fill(element, attributes, children) {
  for (const [name, value] of Object.entries(attributes ?? {})) {
    if (value === undefined || value === null || value === false) continue;
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else element.setAttribute(name, value === true ? "" : value);
  }
  element.append(...children.flat().filter((child) => child !== null && child !== undefined));
  return element;
}

export function el(name, attributes, ...children) {
  return fill(document.createElement(name), attributes, children);
}

export function svg(name, attributes, ...children) {
  return fill(document.createElementNS(SVG, name), attributes, children);
}

export const byID = (id) => document.getElementById(id);

/** What the server said was wrong, field by field. */
export class Problem extends Error {
  constructor(status, body) {
    const fields = body?.errors ?? [];
    const detail = body?.detail ?? body?.title ?? `the server answered ${status}`;
    super(fields.length ? `${detail}: ${fields.map((f) => `${f.field} ${f.message}`).join("; ")}` : detail);
    this.status = status;
    this.fields = fields;
  }
}

export async function request(path, body, signal) {
  const response = await fetch(path, body === undefined ? { signal } : {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify(body),
    signal,
  });
  if (!response.ok) throw new Problem(response.status, await response.json().catch(() => null));
  return response;
}

export const json = async (path, body) => (await request(path, body)).json();

/** Microseconds in words that fit their size. */
export function duration(microseconds) {
  if (microseconds === null || microseconds === undefined) return "–";
  if (microseconds < 1) return microseconds === 0 ? "0 µs" : "< 1 µs";
  if (microseconds < 999.5) return `${Math.round(microseconds)} µs`;
  if (microseconds < 1e6) return `${(microseconds / 1000).toFixed(microseconds < 1e4 ? 2 : 1)} ms`;
  return `${(microseconds / 1e6).toFixed(2)} s`;
}

export const number = (value) => value.toLocaleString("en");

export function bytes(count) {
  if (count < 1024) return `${count} B`;
  if (count < 1024 * 1024) return `${(count / 1024).toFixed(1)} KiB`;
  return `${(count / 1024 / 1024).toFixed(1)} MiB`;
}

export const plural = (count, word) => `${number(count)} ${word}${count === 1 ? "" : "s"}`;

/** Says something in a live region. */
export function say(element, text, isBad = false) {
  element.textContent = text;
  element.classList.toggle("bad", isBad);
}
