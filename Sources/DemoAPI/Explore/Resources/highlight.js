// Colours for Swift, SQL and JSON: words, strings, numbers and comments, no more than that.

const words = {
  swift: new Set(("actor as async await break case catch class consuming continue default defer do else enum "
    + "extension false fileprivate final for func guard if import in init inout internal is let nil package "
    + "private protocol public repeat rethrows return self Self sending some static struct subscript super "
    + "switch throw throws true try typealias var where while any").split(" ")),
  sql: new Set(("SELECT FROM WHERE AND OR NOT IN IS NULL INSERT INTO VALUES UPDATE SET DELETE RETURNING ORDER BY "
    + "LIMIT OFFSET GROUP HAVING JOIN LEFT RIGHT INNER FULL CROSS LATERAL ON AS CASE WHEN THEN ELSE END ASC DESC "
    + "BEGIN COMMIT ROLLBACK ISOLATION LEVEL READ WRITE ONLY WITH UNION ALL DISTINCT EXISTS BETWEEN LIKE DEFAULT "
    + "ANY COALESCE CONFLICT DO NOTHING FOR SHARE COMMITTED REPEATABLE SERIALIZABLE COPY TO STDOUT FETCH FORWARD "
    + "DECLARE CURSOR NO SCROLL CLOSE TRUE FALSE ORDINALITY ARRAY USING OVER PARTITION").split(" ")),
  json: new Set(["true", "false", "null"]),
};

const token = new RegExp([
  /(?<c>\/\/[^\n]*|--[^\n]*)/,
  /(?<s>"""[\s\S]*?"""|"(?:\\.|[^"\\\n])*"|'(?:''|[^'])*')/,
  /(?<n>\$\d+|\b\d[\d_]*(?:\.\d+)?(?:[eE][+-]?\d+)?\b)/,
  /(?<w>[A-Za-z_][A-Za-z0-9_]*)/,
].map((part) => part.source).join("|"), "g");

/** Fills an element with coloured text, a block for each line: one that is wrapped keeps its indentation. */
export function highlight(element, text, language) {
  const rows = [newRow()];
  const add = (part, kind) => part.split("\n").forEach((line, index) => {
    if (index > 0) rows.push(newRow());
    if (line) rows.at(-1).append(kind ? coloured(line, kind) : line);
  });
  let end = 0;
  for (const match of text.matchAll(token)) {
    const kind = kindOf(match, language, text);
    if (!kind) continue;
    add(text.slice(end, match.index));
    add(match[0], kind);
    end = match.index + match[0].length;
  }
  add(text.slice(end));
  for (const row of rows) {
    row.style.setProperty("--indent", row.textContent.search(/\S|$/));
    row.append("\n");
  }
  element.replaceChildren(...rows);
  return element;
}

function newRow() {
  const row = document.createElement("span");
  row.className = "row";
  return row;
}

function coloured(text, kind) {
  const span = document.createElement("span");
  span.className = `t-${kind}`;
  span.textContent = text;
  return span;
}

function kindOf(match, language, text) {
  const { c, s, n, w } = match.groups;
  if (c) return language === "json" || (language === "swift") !== c.startsWith("//") ? null : "c";
  if (s) {
    const isKey = language === "json" && /^\s*:/.test(text.slice(match.index + s.length, match.index + s.length + 4));
    return language === "sql" && s.startsWith('"') ? null : isKey ? "t" : "s";
  }
  if (n) return "n";
  if (text[match.index - 1] === ".") return null;
  if (words[language]?.has(language === "sql" ? w.toUpperCase() : w)) return "k";
  return language === "swift" && /^[A-Z]/.test(w) ? "t" : null;
}

/** Colours what the server has written. */
export function highlightAll(root) {
  for (const code of root.querySelectorAll("code[data-language]")) {
    highlight(code, code.textContent, code.dataset.language);
  }
}
