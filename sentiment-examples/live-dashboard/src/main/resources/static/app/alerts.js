// Alerts, the latest first.

import { $, el, time, title } from "./dom.js";

const SHOWN = 20;

let alerts = [];

const id = (alert) => [alert.rule, alert.cell, alert.startedAt].join("\n");

export function resetAlerts(list) {
  // Those that are pending may come to nothing.
  alerts = list.filter((alert) => alert.state !== "pending").slice(0, SHOWN);
  render();
}

export function addAlert(alert) {
  alerts = [alert, ...alerts.filter((other) => id(other) !== id(alert))]
    .sort((a, b) => b.startedAt.localeCompare(a.startedAt))
    .slice(0, SHOWN);
  render();
}

function render() {
  $("alerts").replaceChildren(...(alerts.length
    ? alerts.map(make)
    : [el("li", { class: "empty" }, "All quiet: no rule has fired in the last day.")]));
}

function make(alert) {
  const numbers = alert.observed == null ? "" : `${alert.observed.toFixed(2)}${alert.threshold == null ? "" : `, limit ${alert.threshold.toFixed(2)}`}`;
  return el("li", { class: "alert", "data-state": alert.state },
    el("strong", {}, `${title(alert.rule)}${alert.cell ? `: ${alert.cell.replace(/^[^=]*=/, "")}` : ""}`),
    el("span", { class: "note" }, [title(alert.state), alert.severity, numbers, time(alert.startedAt)].filter(Boolean).join(" · ")));
}
