// JSON schemas in words, as outlines, and as examples.

import { el } from "./dom.js";

function resolved(schema, document) {
  if (!schema?.$ref) return schema ?? {};
  return schema.$ref.split("/").slice(1).reduce((value, key) => value?.[key], document) ?? {};
}

/** What a value may be, in one line. */
export function words(given, document) {
  if (given?.anyOf) return given.anyOf.map((part) => words(part, document)).join(" or ");
  if (given?.$ref) return given.$ref.split("/").at(-1);
  const schema = given ?? {};
  if (schema.enum) return schema.enum.map((value) => value === null ? "null" : `“${value}”`).join(", ");
  const types = [schema.type ?? "anything"].flat();
  const text = types.map((type) => type === "array" ? `array of ${words(schema.items, document)}` : type).join(" or ");
  return [text, schema.format, limits(schema)].filter(Boolean).join(", ");
}

function limits(schema) {
  const { minimum, maximum, minLength, maxLength, maxItems } = schema;
  if (minimum !== undefined && maximum !== undefined) return `${minimum} to ${maximum}`;
  if (minimum !== undefined) return `at least ${minimum}`;
  if (maximum !== undefined) return `at most ${maximum}`;
  if (minLength !== undefined) return `${minLength} to ${maxLength} characters`;
  return maxItems === undefined ? "" : `at most ${maxItems}`;
}

/** An outline of what it holds. */
export function describe(given, document, depth = 0) {
  const parts = given?.anyOf?.filter((part) => part.type !== "null");
  const schema = resolved(parts?.length === 1 ? parts[0] : given, document);
  if (schema.type === "array" && depth < 4) {
    return el("div", { class: "schema" }, el("p", { class: "soft" }, words(given, document)), describe(schema.items, document, depth + 1));
  }
  if (!schema.properties) return el("p", { class: "schema soft" }, words(given, document));
  const required = new Set(schema.required ?? []);
  return el("ul", { class: "schema" }, ...Object.entries(schema.properties).map(([name, property]) => {
    const inner = resolved(property.anyOf?.find((part) => part.$ref) ?? (property.type === "array" ? property.items : property), document);
    return el("li", {},
      el("code", {}, name), " ", el("span", { class: "soft" }, words(property, document)),
      required.has(name) ? el("span", { class: "required" }, " required") : null,
      property.description ? el("p", { class: "soft" }, property.description) : null,
      inner.properties && depth < 4 ? describe(inner, document, depth + 1) : null);
  }));
}

/** A value to begin with. */
export function example(given, document, depth = 0) {
  const schema = resolved(given?.anyOf?.[0] ?? given, document);
  if (schema.example !== undefined) return schema.example;
  if (schema.enum) return schema.enum[0];
  const type = [schema.type].flat()[0];
  if (type === "object" && depth < 4) {
    return Object.fromEntries(Object.entries(schema.properties ?? {}).map(([name, property]) =>
      [name, example(property, document, depth + 1)]));
  }
  if (type === "array") return schema.items && depth < 4 ? [example(schema.items, document, depth + 1)] : [];
  return { integer: schema.minimum > 0 ? schema.minimum : 1, number: 1, boolean: true, null: null }[type] ?? "text";
}
