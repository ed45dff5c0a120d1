// Running an operation in one way or all, and showing the ways side by side.

import { byID, el, duration, json, plural, Problem, say } from "./dom.js";
import { makeCard, showRun } from "./card.js";

const modules = { raw: "import PGWire", query: "import QueryBuilder", orm: "import ORM" };

export class Runner {
  /** The last run of each way of the operation shown. */
  runs = new Map();
  isRunning = false;

  constructor(operations, onRun) {
    this.operations = operations;
    this.onRun = onRun;
    this.form = byID("run-form");
    this.status = byID("run-status");
    this.form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.run();
    });
    this.form.addEventListener("change", (event) => {
      if (event.target.name === "operation") this.choose(event.target.value);
    });
  }

  get operation() {
    const id = new FormData(this.form).get("operation");
    return this.operations.find((operation) => operation.id === id) ?? this.operations[0];
  }

  /** Shows an operation: its fields, its ways, nothing run. */
  choose() {
    const { operation } = this;
    this.runs.clear();
    byID("operation-summary").textContent = operation.summary;
    this.showVariants(operation);
    byID("fields").replaceChildren(...operation.fields.map(fieldOf));
    const columns = byID("columns");
    columns.classList.toggle("four", operation.variants.length === 4);
    columns.replaceChildren(...operation.variants.map((variant, index) =>
      makeCard(variant, index + 1, modules[variant.id])));
    say(this.status, "");
  }

  showVariants(operation) {
    const isTiers = operation.variants.every(({ id }) => id in modules);
    byID("variant-legend").textContent = isTiers ? "Tier" : "Way";
    const options = [{ id: "", name: "All" }, ...operation.variants];
    byID("variants").replaceChildren(...options.map(({ id, name }, index) => el("label", {},
      el("input", { type: "radio", name: "variant", value: id, checked: index === 0 }),
      el("span", {}, index === 0 ? name : `${index} · ${name}`))));
  }

  async run() {
    if (this.isRunning) return;
    this.isRunning = true;
    const button = byID("run-button");
    button.setAttribute("aria-disabled", "true");
    this.clearProblems();
    const { operation } = this;
    const chosen = new FormData(this.form).get("variant");
    const variants = operation.variants.filter(({ id }) => !chosen || id === chosen);
    say(this.status, `Running: ${operation.title.toLowerCase()} …`);
    try {
      for (const variant of variants) await this.runOne(operation, variant);
      this.show(operation);
      say(this.status, this.summary(variants));
    } catch (error) {
      this.showProblem(error);
    } finally {
      this.isRunning = false;
      button.removeAttribute("aria-disabled");
    }
  }

  /** One after the other: they are not to disturb each other. */
  async runOne(operation, variant) {
    const input = await this.prepared(operation, variant, this.input(operation));
    const body = { operation: operation.id, variant: variant.id, input };
    const run = operation.method === "GET" ? await medianRun(body) : await json("/explore/runs", body);
    if (operation !== this.operation) return;
    this.runs.set(variant.id, run);
    this.onRun(operation, run);
  }

  /** What is in the form, if it is about that operation, or what its fields begin with. */
  inputFor(operation) {
    return operation === this.operation ? this.input(operation)
      : Object.fromEntries(operation.fields.map(({ name, value }) => [name, value]));
  }

  input(operation) {
    const data = new FormData(this.form);
    return Object.fromEntries(operation.fields.map(({ name }) => [name, String(data.get(`field-${name}`) ?? "").trim()]));
  }

  /** Gives each way a user of its own, or something of its own to change, where one for all cannot do. */
  async prepared(operation, variant, input) {
    const mark = `${variant.id}-${Date.now().toString(36)}`;
    if (operation.id === "create") return { ...input, email: input.email.replace("@", `+${mark}@`) };
    if (operation.id === "update" && input.name) return { ...input, name: `${input.name} (${mark})` };
    if (operation.id !== "delete" || input.id) return input;
    const made = await json(`/${variant.id}/users`, { email: `short+${mark}@example.org`, name: "Short Lived" });
    return { ...input, id: String(made.id) };
  }

  show(operation) {
    const longest = Math.max(...[...this.runs.values()].map(({ trace }) => trace.total), 1);
    for (const { id } of operation.variants) {
      const run = this.runs.get(id);
      const card = byID("columns").querySelector(`[data-variant="${id}"]`);
      if (run && card) showRun(card, run, longest);
    }
  }

  summary(variants) {
    return variants.map(({ id, name }) => {
      const run = this.runs.get(id);
      if (!run) return `${name}: not run`;
      const { trace, status } = run;
      const failure = status >= 400 ? `, status ${status}` : "";
      return `${name}: ${duration(trace.total)}, ${plural(trace.roundTrips, "round trip")}${failure}`;
    }).join(" · ");
  }

  clearProblems() {
    for (const field of this.form.querySelectorAll("[aria-invalid]")) field.removeAttribute("aria-invalid");
    for (const text of this.form.querySelectorAll(".wrong")) text.textContent = "";
  }

  showProblem(error) {
    say(this.status, error.message, true);
    if (!(error instanceof Problem)) return;
    for (const { field, message } of error.fields) {
      const input = byID(`field-${field}`);
      if (!input) continue;
      input.setAttribute("aria-invalid", "true");
      byID(`wrong-${field}`).textContent = message;
    }
    this.form.querySelector("[aria-invalid]")?.focus();
  }
}

/** Of several runs the one in the middle; the first, which may have to connect and to prepare, is left out. */
async function medianRun(body) {
  const runs = [];
  for (let number = 0; number < 6; number += 1) runs.push(await json("/explore/runs", body));
  return runs.slice(1).sort((a, b) => a.trace.total - b.trace.total)[2];
}

function fieldOf(field) {
  const id = `field-${field.name}`;
  const attributes = { id, name: id, "aria-describedby": `hint-${field.name} wrong-${field.name}` };
  const control = field.kind === "choice"
    ? el("select", attributes, ...field.choices.map(({ value, label }) => el("option", { value }, label)))
    : field.kind === "integer"
      ? el("input", { ...attributes, type: "number", min: field.minimum, max: field.maximum, value: field.value })
      : el("input", { ...attributes, type: "text", maxlength: field.maximum, value: field.value });
  return el("div", { class: "field" },
    el("label", { for: id }, field.label), control,
    el("span", { class: "hint", id: `hint-${field.name}` }, field.hint),
    el("span", { class: "wrong", id: `wrong-${field.name}` }));
}
