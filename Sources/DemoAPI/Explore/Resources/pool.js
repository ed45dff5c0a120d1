// The pool's state, asked for every second while the page can be seen.

import { byID, el, json, number } from "./dom.js";

const facts = [
  ["connections", "Open"], ["idle", "Idle"], ["shared", "Shared by statements"], ["leased", "Lent to one caller"],
  ["waiters", "Callers waiting"], ["statements", "Statements so far"], ["leasesGranted", "Leases so far"],
  ["circuit", "Circuit"],
];

function show(pool) {
  byID("pool-dot").className = pool.circuit === "closed" ? "dot good" : "dot bad";
  byID("pool-pill").replaceChildren(el("span", { class: "long" }, "Pool: "),
    `${pool.connections - pool.idle} busy`, el("span", { class: "long" }, `, ${pool.idle} idle`));
  const states = [
    ...Array(pool.leased).fill("leased"), ...Array(pool.shared).fill("shared"), ...Array(pool.idle).fill("idle"),
  ];
  const meter = byID("pool-meter");
  meter.setAttribute("aria-label", `Of at most ${pool.maximum} connections ${pool.leased} are lent, `
    + `${pool.shared} shared, ${pool.idle} idle`);
  meter.replaceChildren(...Array.from({ length: Math.min(pool.maximum, 64) }, (_, index) =>
    el("span", { class: states[index] ?? "" })));
  byID("pool-facts").replaceChildren(...facts.map(([key, label]) => el("div", {},
    el("dt", {}, label), el("dd", {}, typeof pool[key] === "number" ? number(pool[key]) : pool[key]))));
}

export async function watchPool() {
  for (;;) {
    if (!document.hidden) {
      try {
        show(await json("/explore/pool"));
      } catch {
        byID("pool-dot").className = "dot bad";
        byID("pool-pill").textContent = "No answer";
      }
    }
    await new Promise((resolve) => setTimeout(resolve, 1000));
  }
}
