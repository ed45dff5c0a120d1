// Puts the page together.

import { Bursts } from "./burst.js";
import { byID, duration, json, number, plural, say } from "./dom.js";
import { highlightAll } from "./highlight.js";
import { watchPool } from "./pool.js";
import { Runner } from "./run.js";

/** What was measured of each tier, for the table of tradeoffs. */
const measured = new Map();

function showMeasured(variant, changes) {
  const all = { ...measured.get(variant), ...changes };
  measured.set(variant, all);
  const cell = document.querySelector(`[data-live="performance"][data-variant="${variant}"]`);
  if (!cell) return;
  cell.textContent = [all.burst, all.run].filter(Boolean).join(" · ");
  cell.classList.add("live");
}

function onRun({ title }, { variant, trace }) {
  const trips = plural(trace.roundTrips, "round trip");
  showMeasured(variant, { run: `${title}: ${duration(trace.total)}, ${trips}` });
}

function onSample({ title }, { variant, perSecond, p99 }) {
  showMeasured(variant, { burst: `${title}: ${number(perSecond)}/s, 99 % within ${duration(p99)}` });
}

async function start() {
  highlightAll(document);
  watchPool();
  try {
    const { operations } = await json("/explore/operations");
    const runner = new Runner(operations, onRun);
    new Bursts(operations, (operation) => runner.inputFor(operation), onSample);
    runner.choose();
    await runner.run();
  } catch (error) {
    say(byID("run-status"), `The page could not start: ${error.message}`, true);
  }
}

start();
