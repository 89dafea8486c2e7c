// The trend: the mean score as a line over the posts as bars.

import { $, count, signed } from "./dom.js";

/* global Chart */

const probe = document.createElement("span");

function colour(name) {
  probe.style.color = `var(${name})`;
  return getComputedStyle(probe).color;
}

function fade(rgb, alpha) {
  return rgb.replace(/^rgba?\(([^)]+)\)$/, (all, parts) => `rgba(${parts.split(",").slice(0, 3).join(",")},${alpha})`);
}

let chart = null;

function make() {
  document.body.append(probe);
  probe.hidden = true;
  Chart.defaults.font.family = getComputedStyle(document.body).fontFamily;
  chart = new Chart($("trend"), {
    data: {
      labels: [],
      datasets: [
        { type: "line", label: "Mean score", yAxisID: "score", data: [], borderWidth: 2.5, pointRadius: 0, pointHitRadius: 12, tension: 0.3, spanGaps: true },
        { type: "bar", label: "Negative", yAxisID: "posts", stack: "posts", data: [], categoryPercentage: 1, barPercentage: 0.8 },
        { type: "bar", label: "Neutral", yAxisID: "posts", stack: "posts", data: [], categoryPercentage: 1, barPercentage: 0.8 },
        { type: "bar", label: "Positive", yAxisID: "posts", stack: "posts", data: [], categoryPercentage: 1, barPercentage: 0.8 },
      ],
    },
    options: {
      // New points come each second; a line that swims each second is hard to read.
      animation: false,
      maintainAspectRatio: false,
      interaction: { mode: "index", intersect: false },
      scales: {
        x: { grid: { display: false }, ticks: { maxRotation: 0, autoSkip: true, autoSkipPadding: 24 } },
        score: { min: -1, max: 1, ticks: { stepSize: 0.5, callback: (value) => signed(value) }, title: { display: true, text: "mean score" } },
        posts: { position: "right", stacked: true, beginAtZero: true, grid: { display: false }, ticks: { precision: 0, maxTicksLimit: 4 }, title: { display: true, text: "posts" }, suggestedMax: 10 },
      },
      plugins: {
        legend: { display: true, position: "bottom", labels: { boxWidth: 10, boxHeight: 10 } },
        tooltip: { callbacks: { label: (item) => `${item.dataset.label}: ${item.datasetIndex === 0 ? signed(item.raw) : count(item.raw)}` } },
      },
    },
  });
  paint();
}

/** On a phone the words at the axes cost more than they tell. */
function fit() {
  const wide = window.innerWidth >= 560;
  chart.options.scales.score.title.display = wide;
  chart.options.scales.posts.title.display = wide;
  chart.options.scales.score.ticks.stepSize = wide ? 0.5 : 1;
}

/** Takes the colours of the theme. */
export function paint() {
  if (!chart) return;
  const [ink, soft, line] = [colour("--ink"), colour("--soft"), colour("--line")];
  const [negative, neutral, positive] = ["--negative", "--neutral", "--positive"].map(colour);
  const sets = chart.data.datasets;
  sets[0].borderColor = ink;
  sets[0].backgroundColor = ink;
  [negative, neutral, positive].forEach((tone, i) => { sets[i + 1].backgroundColor = fade(tone, 0.55); });
  Object.values(chart.options.scales).forEach((scale) => {
    scale.ticks.color = soft;
    scale.border = { color: line };
    if (scale.title) scale.title.color = soft;
    scale.grid = { ...scale.grid, color: line };
  });
  chart.options.plugins.legend.labels.color = soft;
  chart.update("none");
}

export function showTrend(points, format) {
  const any = points.some((point) => point.posts > 0);
  $("trend-empty").hidden = any;
  if (!chart) make();
  fit();
  // From the first post on: nothing is known of the time before.
  const first = Math.max(0, points.findIndex((point) => point.posts > 0));
  const shown = points.slice(Math.min(first, Math.max(0, points.length - 12)));
  chart.data.labels = shown.map((point) => format(point.start));
  const [score, negative, neutral, positive] = chart.data.datasets;
  score.data = shown.map((point) => (point.posts ? point.meanScore : null));
  negative.data = shown.map((point) => point.negative);
  neutral.data = shown.map((point) => point.neutral);
  positive.data = shown.map((point) => point.positive);
  chart.update();
  const last = shown.filter((point) => point.posts).at(-1);
  const start = shown.find((point) => point.posts);
  $("trend").setAttribute("aria-label", last
    ? `Trend of the mean score: ${signed(start.meanScore)} at ${format(start.start)}, ${signed(last.meanScore)} at ${format(last.start)}`
    : "Trend of the mean score: no posts yet");
}
