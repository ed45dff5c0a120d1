// Bursts: started by the form, drawn as their samples come in.

import { byID, duration, number, request, say } from "./dom.js";
import { emptyPlot, latencyPlot, throughputPlot } from "./plot.js";

const slicesOfSecond = 4;

export class Bursts {
  /** `inputOf` returns what to fill an operation's fields with. */
  constructor(operations, inputOf, onSample) {
    this.operations = operations;
    this.inputOf = inputOf;
    this.onSample = onSample;
    this.form = byID("burst-form");
    this.status = byID("burst-status");
    this.button = byID("burst-button");
    this.reset(operations.find(({ canBurst }) => canBurst), 2);
    this.form.addEventListener("submit", (event) => {
      event.preventDefault();
      if (this.stop) this.stop.abort();
      else this.start();
    });
  }

  reset(operation, seconds) {
    this.slices = seconds * slicesOfSecond;
    this.series = operation.variants.map(({ id, name }) => ({ id, name, values: [] }));
    this.last = new Map();
    for (const cell of byID("burst-table").querySelectorAll("tbody td")) cell.textContent = "–";
    this.draw();
  }

  async start() {
    const data = new FormData(this.form);
    const operation = this.operations.find(({ id }) => id === data.get("operation"));
    const seconds = Number(data.get("seconds"));
    const input = this.inputOf(operation);
    this.reset(operation, seconds);
    this.stop = new AbortController();
    this.button.textContent = "Stop";
    say(this.status, `A burst is running: ${operation.title.toLowerCase()}, ${data.get("concurrency")} at a time …`);
    try {
      const body = { operation: operation.id, input, concurrency: Number(data.get("concurrency")), seconds };
      await this.read(await request("/explore/bursts", body, this.stop.signal), operation);
      say(this.status, this.summary());
    } catch (error) {
      const isStopped = error.name === "AbortError";
      say(this.status, isStopped ? "The burst was stopped." : error.message, !isStopped);
    } finally {
      this.stop = null;
      this.button.textContent = "Start the burst";
    }
  }

  /** Reads the events as they come. */
  async read(response, operation) {
    const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
    let rest = "";
    for (;;) {
      const { value, done } = await reader.read();
      if (done) return;
      const events = (rest + value).split("\n\n");
      rest = events.pop();
      for (const event of events) this.take(JSON.parse(event.replace(/^data: /, "")), operation);
    }
  }

  take(sample, operation) {
    this.series.find(({ id }) => id === sample.variant).values.push(sample.slicePerSecond);
    this.last.set(sample.variant, sample);
    const cells = byID("burst-table").querySelectorAll(`tr[data-variant="${sample.variant}"] td`);
    const texts = [
      number(sample.perSecond), duration(sample.p50), duration(sample.p90), duration(sample.p99),
      duration(sample.longest), number(sample.count), number(sample.failures),
    ];
    cells.forEach((cell, index) => { cell.textContent = texts[index]; });
    this.draw();
    this.onSample(operation, sample);
  }

  draw() {
    if (!this.last.size) {
      for (const id of ["throughput", "latency"]) emptyPlot(byID(id), "Start a burst to see it here.");
      return;
    }
    throughputPlot(byID("throughput"), this.series, this.slices);
    latencyPlot(byID("latency"), this.series.map(({ id, name }) => ({ id, name, ...this.last.get(id) })));
  }

  summary() {
    return "Done. " + this.series.map(({ id, name }) => {
      const { perSecond, p99 } = this.last.get(id);
      return `${name}: ${number(perSecond)} requests/s, 99 % within ${duration(p99)}`;
    }).join(" · ");
  }
}
