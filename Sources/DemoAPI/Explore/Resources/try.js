// A form that sends a request, and its answer.

import { bytes, duration, el, say } from "./dom.js";
import { highlight } from "./highlight.js";

/** No more of an answer is read. */
const limit = 64 * 1024;

/** A form for an operation; `type` and `example` are those of its body. */
export function tryForm(operation, type, example) {
  const parameters = operation.parameters ?? [];
  const status = el("p", { class: "status", role: "status", "aria-live": "polite" });
  const answer = el("div", { class: "try-answer" });
  const form = el("form", { class: "panel controls", autocomplete: "off" },
    parameters.length ? el("div", { class: "fields" }, ...parameters.map((parameter) => parameterField(operation, parameter))) : null,
    type ? bodyField(operation, type, example) : null,
    el("div", {}, el("button", { type: "submit", class: "primary" }, `Send ${operation.method.toUpperCase()}`)));
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    send(operation, type, new FormData(form), status, answer);
  });
  return el("div", { class: "try" }, form, status, answer);
}

function parameterField(operation, parameter) {
  const id = `${operation.operationId}-${parameter.in}-${parameter.name}`;
  const { schema } = parameter;
  const attributes = { id, name: `${parameter.in}:${parameter.name}`, required: parameter.required };
  const control = schema.enum
    ? el("select", attributes, el("option", { value: "" }, "–"), ...schema.enum.map((value) => el("option", { value }, value)))
    : el("input", { ...attributes, type: "text", spellcheck: "false", value: parameter.in === "path" ? "1" : "" });
  return el("div", { class: "field" }, el("label", { for: id }, parameter.name + (parameter.in === "header" ? " (header)" : "")), control);
}

function bodyField(operation, type, example) {
  const id = `${operation.operationId}-body`;
  const text = type.includes("json") ? JSON.stringify(example ?? {}, null, 2) : "";
  return el("div", { class: "field wide" }, el("label", { for: id }, `Body, ${type}`),
    el("textarea", { id, name: "body", rows: Math.min(text.split("\n").length + 1, 14), spellcheck: "false" }, text));
}

async function send(operation, type, data, status, answer) {
  let path = operation.path;
  const query = new URLSearchParams();
  const headers = {};
  for (const { name, in: place } of operation.parameters ?? []) {
    const value = String(data.get(`${place}:${name}`) ?? "");
    if (!value) continue;
    if (place === "path") path = path.replace(`{${name}}`, encodeURIComponent(value));
    if (place === "query") query.set(name, value);
    if (place === "header") headers[name] = value;
  }
  if (type) headers["Content-Type"] = type;
  const url = query.size ? `${path}?${query}` : path;
  say(status, `Sending ${operation.method.toUpperCase()} ${url} …`);
  const start = performance.now();
  try {
    const method = operation.method.toUpperCase();
    const response = await fetch(url, { method, headers, body: type ? data.get("body") : undefined });
    const { text, isCut } = await readSome(response);
    const words = `${response.status} ${response.statusText}, ${bytes(text.length)}${isCut ? " read, more follows" : ""}`;
    say(status, `${words}, ${duration((performance.now() - start) * 1000)} as the browser sees it`, response.status >= 400);
    answer.replaceChildren(shown(`${method} ${url}`, response, text));
  } catch (error) {
    say(status, `There was no complete answer: ${error.message}`, true);
    answer.replaceChildren();
  }
}

/** The beginning of a body; the rest is not asked for. */
async function readSome(response) {
  const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
  let text = "";
  while (reader) {
    const { value, done } = await reader.read();
    if (done) break;
    text += value;
    if (text.length >= limit) {
      await reader.cancel();
      return { text: text.slice(0, limit), isCut: true };
    }
  }
  return { text, isCut: false };
}

function shown(line, response, text) {
  const headers = [...response.headers].map(([name, value]) => `${name}: ${value}`).join("\n");
  const isJSON = response.headers.get("content-type")?.includes("json");
  let pretty = text;
  try {
    if (isJSON) pretty = JSON.stringify(JSON.parse(text), null, 2);
  } catch {
    // A part of a document, or one on each line, is shown as it is.
  }
  return el("pre", { class: "wrap", tabindex: 0, "aria-label": `Answer to ${line}` },
    el("code", {}, `${response.status} ${response.statusText}\n${headers}\n\n`),
    highlight(el("code", {}), pretty, isJSON ? "json" : ""));
}
