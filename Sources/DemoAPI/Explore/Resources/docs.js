// The API's description, to browse and to try.

import { byID, el, json, say } from "./dom.js";
import { describe, example, words } from "./schema.js";
import { tryForm } from "./try.js";

const methods = ["get", "post", "put", "patch", "delete"];

/** Text with `code` in it. */
export function prose(text) {
  return text.split("`").map((part, index) => index % 2 ? el("code", {}, part) : part);
}

/** The operations by their groups, in the document's order. */
function groups(document) {
  const result = new Map(document.tags.map(({ name }) => [name, []]));
  for (const [path, entries] of Object.entries(document.paths)) {
    for (const method of methods) {
      const operation = entries[method];
      if (!operation) continue;
      const tag = operation.tags?.[0] ?? "Other";
      if (!result.has(tag)) result.set(tag, []);
      result.get(tag).push({ ...operation, path, method });
    }
  }
  for (const list of result.values()) {
    list.sort((a, b) => a.path.localeCompare(b.path) || methods.indexOf(a.method) - methods.indexOf(b.method));
  }
  return [...result].filter(([, list]) => list.length);
}

function badge(method) {
  return el("span", { class: `method ${method}` }, method.toUpperCase());
}

function contentsOf(all) {
  return all.map(([tag, list]) => el("section", {},
    el("h2", {}, tag),
    el("ul", {}, ...list.map((operation) => el("li", { "data-text": `${operation.method} ${operation.path} ${operation.summary}`.toLowerCase() },
      el("a", { href: `#${operation.operationId}` }, badge(operation.method), el("span", {}, operation.path)))))));
}

function operationOf(operation, document) {
  const details = el("details", { class: "operation", id: operation.operationId },
    el("summary", {}, badge(operation.method), el("code", {}, operation.path), el("span", { class: "summary" }, operation.summary)));
  // What is inside is made when it is wanted: there are many.
  details.addEventListener("toggle", () => {
    if (details.open && details.childElementCount === 1) details.append(bodyOf(operation, document));
  });
  return details;
}

function bodyOf(operation, document) {
  const body = operation.requestBody;
  const [type, content] = Object.entries(body?.content ?? {})[0] ?? [];
  return el("div", { class: "operation-body" },
    operation.description ? el("p", { class: "note" }, ...prose(operation.description)) : null,
    operation.parameters ? [el("h3", {}, "Parameters"), parametersOf(operation.parameters, document)] : null,
    body ? [el("h3", {}, "Body ", el("span", { class: "soft" }, type)), describe(content.schema, document)] : null,
    el("h3", {}, "Answers"), answersOf(operation.responses, document),
    el("h3", {}, "Try it"), tryForm(operation, type, content && example(content.schema, document)));
}

function parametersOf(parameters, document) {
  return el("div", { class: "scroll", tabindex: 0, role: "region", "aria-label": "Parameters" }, el("table", { "aria-label": "Parameters" },
    el("thead", {}, el("tr", {}, ...["Name", "In", "Value", "Meaning"].map((text) => el("th", { scope: "col" }, text)))),
    el("tbody", {}, ...parameters.map((parameter) => el("tr", {},
      el("th", { scope: "row" }, el("code", {}, parameter.name)),
      el("td", {}, parameter.in + (parameter.required ? ", required" : "")),
      el("td", {}, words(parameter.schema, document)),
      el("td", {}, ...prose(parameter.description ?? "")))))));
}

function answersOf(responses, document) {
  return el("div", { class: "answers" }, ...Object.entries(responses).sort().map(([status, response]) => {
    const resolved = response.$ref ? byReference(response.$ref, document) : response;
    const [type, content] = Object.entries(resolved.content ?? {})[0] ?? [];
    const head = [el("span", { class: status < 400 ? "code good" : "code bad" }, status), el("span", {}, ...prose(resolved.description))];
    if (!content?.schema && !resolved.headers) return el("p", { class: "plain" }, ...head);
    return el("details", {}, el("summary", {}, ...head),
      type ? el("p", { class: "soft" }, type) : null,
      content?.schema ? describe(content.schema, document) : null,
      resolved.headers ? el("ul", {}, ...Object.entries(resolved.headers).map(([name, header]) =>
        el("li", {}, el("code", {}, name), ` ${header.description ?? ""}`))) : null);
  }));
}

const byReference = (reference, document) =>
  reference.split("/").slice(1).reduce((value, key) => value[key], document);

function openTarget() {
  const target = location.hash.length > 1 && byID(decodeURIComponent(location.hash.slice(1)));
  if (target?.tagName !== "DETAILS") return;
  target.open = true;
  target.scrollIntoView();
  target.querySelector("summary").focus({ preventScroll: true });
}

function filter(text) {
  for (const item of byID("contents").querySelectorAll("li")) item.hidden = !item.dataset.text.includes(text);
  for (const section of byID("contents").children) section.hidden = !section.querySelector("li:not([hidden])");
}

async function start() {
  const status = byID("docs-status");
  try {
    const document = await json("/openapi.json");
    const all = groups(document);
    byID("docs-title").textContent = document.info.title;
    byID("docs-description").replaceChildren(...prose(document.info.description ?? ""));
    byID("contents").replaceChildren(...contentsOf(all));
    byID("operations").replaceChildren(...all.map(([tag, list]) => el("section", { class: "group", "aria-label": tag },
      el("h2", {}, tag), ...list.map((operation) => operationOf(operation, document)))));
    say(status, "");
    byID("filter").addEventListener("input", (event) => filter(event.target.value.trim().toLowerCase()));
    addEventListener("hashchange", openTarget);
    openTarget();
  } catch (error) {
    say(status, `The description could not be read: ${error.message}`, true);
  }
}

start();
