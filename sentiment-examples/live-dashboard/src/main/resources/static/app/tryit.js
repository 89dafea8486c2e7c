// The box in which one types a text and sees what the model makes of it.

import { ApiError, call } from "./api.js";
import { $, LABELS, el, percent, signed, title, width } from "./dom.js";

const QUIET = 220;

let timer = null;
let running = null;

export function startTryIt() {
  $("try-text").addEventListener("input", () => {
    clearTimeout(timer);
    running?.abort();
    const text = $("try-text").value;
    if (!text.trim()) {
      show(el("p", { class: "empty" }, "What the model thinks of it shows here while you type."));
      $("try-took").textContent = "";
      return;
    }
    $("try-result").firstElementChild?.classList.add("waiting");
    timer = setTimeout(() => ask(text), QUIET);
  });
}

async function ask(text) {
  running = new AbortController();
  const signal = running.signal;
  try {
    const answer = await call("/predict", { body: { text }, signal });
    if (!signal.aborted) {
      show(verdict(answer.data));
      $("try-took").textContent = `${answer.metadata.tookMillis.toFixed(0)} ms`;
    }
  } catch (failure) {
    if (signal.aborted) return;
    const why = failure instanceof ApiError ? failure.message : "Something went wrong.";
    show(el("p", { class: "empty" }, `No result: ${why}`));
  }
}

function show(element) {
  $("try-result").replaceChildren(element);
}

function verdict(result) {
  const emotions = Object.entries(result.heads.emotion?.probabilities ?? {}).sort(([, a], [, b]) => b - a).slice(0, 3);
  return el("div", { class: "verdict" },
    el("p", { class: "line" },
      el("span", { class: "chip " + result.label }, title(result.label)),
      el("strong", {}, signed(result.score)),
      el("span", { class: "note" }, `${percent(result.confidence)} sure`),
      result.input.tokensCut ? el("span", { class: "note" }, `${result.input.tokensCut} of ${result.input.tokens + result.input.tokensCut} tokens not read`) : null),
    bars("Feeling", LABELS.map((label) => [label, result.probabilities[label], label])),
    emotions.length ? bars("Emotion", emotions) : null,
    result.toxicity == null ? null : bars("Toxicity", [["toxic", result.toxicity, "negative"]]));
}

function bars(name, rows) {
  return el("div", {}, el("h3", {}, name),
    el("ol", { class: "bars" }, ...rows.map(([label, share, tone]) => el("li", { class: tone ?? null },
      el("span", {}, title(label)),
      el("span", { class: "rail-bar", "aria-hidden": "true" }, width(el("i"), share)),
      el("span", { class: "figure" }, percent(share))))));
}
