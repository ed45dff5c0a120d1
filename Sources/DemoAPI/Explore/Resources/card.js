// One column of the comparison: what it cost, the handler, the SQL, the answer.

import { bytes, duration, el, number, plural, svg } from "./dom.js";
import { highlight } from "./highlight.js";

export const phases = [
  ["queue", "Queue"], ["wire", "Wire"], ["decode", "Decode"], ["encode", "Encode"], ["other", "Other"],
];

/** A card for a way that has not run yet. */
export function makeCard(variant, badge, module) {
  const id = `card-${variant.id}`;
  return el("article", { class: `card ${variant.id}`, "data-variant": variant.id, "aria-labelledby": id },
    el("header", {},
      el("h3", { id }, el("span", { class: "badge" }, badge), variant.name),
      module ? el("code", { class: "module" }, module) : null),
    el("div", { class: "cost" }, el("p", { class: "empty" }, "Not run yet.")),
    el("section", { class: "code" }, el("h4", {}, "The handler"), ...variant.sources.flatMap(sourceOf)),
    el("div", { class: "sent" }),
    el("div", { class: "answer" }));
}

function sourceOf(source) {
  return [
    el("p", { class: "place" }, `${source.file}:${source.line}`),
    el("pre", { tabindex: 0, "aria-label": "Source of the handler" },
      highlight(el("code", {}), source.text, "swift")),
  ];
}

/** Shows a run; `longest` is the total that fills a whole bar. */
export function showRun(card, run, longest) {
  card.querySelector(".cost").replaceChildren(...cost(run, longest));
  card.querySelector(".sent").replaceChildren(...sent(run.trace));
  card.querySelector(".answer").replaceChildren(answer(run));
}

function cost(run, longest) {
  const { trace } = run;
  const isGood = run.status < 400 && !run.failure;
  return [
    el("p", { class: "total" },
      el("strong", {}, duration(trace.total)),
      el("span", { class: isGood ? "outcome" : "outcome bad" }, run.failure ?? `${run.status} ${run.phrase}`)),
    bar(trace, longest),
    lanes(trace, longest),
    el("dl", { class: "facts five" }, ...phases.map(([key, label]) => fact(label, duration(trace[key])))),
    el("dl", { class: "facts" },
      fact("Statements", number(trace.statementCount)), fact("Round trips", number(trace.roundTrips)),
      fact("Rows", number(trace.rows)), fact("Bytes", bytes(run.bytes))),
  ];
}

const fact = (name, value) => el("div", {}, el("dt", {}, name), el("dd", {}, value));

/** The parts of the time, one after the other; the figures under it say the same. */
function bar(trace, longest) {
  const words = phases.map(([key, label]) => `${label.toLowerCase()} ${duration(trace[key])}`).join(", ");
  const picture = svg("svg", {
    class: "bar", viewBox: "0 0 1000 14", preserveAspectRatio: "none", role: "img",
    "aria-label": `Where ${duration(trace.total)} went: ${words}`,
  }, svg("rect", { class: "track", width: 1000, height: 14, rx: 3 }));
  let x = 0;
  for (const [key] of phases) {
    const width = (trace[key] ?? 0) / longest * 1000;
    if (width <= 0) continue;
    picture.append(svg("rect", { class: key, x, width: Math.max(width, 1), height: 14 }));
    x += width;
  }
  return picture;
}

/** When each statement was under way. */
function lanes(trace, longest) {
  const count = trace.statementCount;
  const picture = svg("svg", {
    class: "lanes", viewBox: "0 0 1000 8", preserveAspectRatio: "none", role: "img",
    "aria-label": count === 1 ? "One statement" : `${count} statements, ${plural(trace.roundTrips, "round trip")}`,
  });
  for (const statement of trace.statements) {
    const x = (statement.start + statement.queue) / longest * 1000;
    const width = Math.max(statement.wire / longest * 1000 - 1.5, 1.5);
    picture.append(svg("rect", { x, width, y: 1, height: 6, rx: 1.5 }));
  }
  return picture;
}

const shown = 12;

function sent(trace) {
  const statements = trace.statements;
  const list = el("ol", { class: "statements", tabindex: 0, "aria-label": "Statements" },
    ...statements.slice(0, shown).map(statementOf));
  const rest = statements.length - shown;
  if (rest > 0) {
    const more = el("button", { type: "button" }, `Show ${number(rest)} more`);
    const item = el("li", {}, more);
    more.addEventListener("click", () => {
      item.replaceWith(...statements.slice(shown).map(statementOf));
      list.focus();
    });
    list.append(item);
  }
  return [el("h4", {}, "The SQL sent", el("span", { class: "count" }, plural(trace.statementCount, "statement"))), list];
}

function statementOf(statement) {
  const text = statement.sentAhead.length ? [...statement.sentAhead, statement.sql].join(";\n") : statement.sql;
  return el("li", { class: "statement" },
    el("pre", { class: "wrap" }, highlight(el("code", {}), text, "sql")),
    statement.parameters.length
      ? el("ul", { class: "parameters", "aria-label": "Parameters" }, ...statement.parameters.map((value, index) =>
        el("li", {}, el("span", { class: "name" }, `$${index + 1} = `), value ?? "NULL")))
      : null,
    el("p", { class: "meta" },
      el("span", {}, statement.error ? `failed: ${statement.error}` : plural(statement.rows, "row")),
      el("span", {}, `wire ${duration(statement.wire)}`),
      (statement.decode ?? null) === null ? null : el("span", {}, `decode ${duration(statement.decode)}`),
      statement.isFirstUse ? el("span", {}, "first use: described and prepared too") : null));
}

function answer(run) {
  const { request } = run;
  const head = `${request.method} ${request.path}${request.body ? `\n${request.body}` : ""}`;
  const headers = run.headers.map(({ name, value }) => `${name}: ${value}`).join("\n");
  return el("details", {},
    el("summary", {}, `Request and answer, ${bytes(run.bytes)}`),
    el("pre", { class: "wrap", tabindex: 0, "aria-label": "Request" }, el("code", {}, head)),
    el("pre", { class: "wrap", tabindex: 0, "aria-label": "Answer" },
      el("code", {}, `${run.status} ${run.phrase}\n${headers}\n\n`),
      highlight(el("code", {}), pretty(run), "json"),
      run.isCut ? `\n… ${bytes(run.bytes)} in all` : ""));
}

function pretty(run) {
  if (run.isCut) return run.body;
  try {
    return JSON.stringify(JSON.parse(run.body), null, 2);
  } catch {
    return run.body;
  }
}
