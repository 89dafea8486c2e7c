// The page: what is asked when, and where it shows.

import { Answers } from "./answers.js";
import { ApiError, call, query } from "./api.js";
import { addAlert, resetAlerts } from "./alerts.js";
import { $, count, time } from "./dom.js";
import { DIMENSIONS, filter, isFiltered, liveName, offer, onFilter, passes, pick } from "./filters.js";
import { watchHealth } from "./health.js";
import { showEmotions, showGroups, showOverall, showRate, showRisks } from "./numbers.js";
import { addPost, hold, removePost, resetPosts, waiting } from "./posts.js";
import { Feed } from "./socket.js";
import { startTheme } from "./theme.js";
import { paint, showTrend } from "./trend.js";
import { startTryIt } from "./tryit.js";

const REFRESH = 4000;
const RETRY = 4000;

let paused = false;
let state = "connecting";
let trend = [];
let latest = null;
let asking = 0;
let minutes = 15;
let again = null;

/** What is shown of all posts comes by itself; what is shown of some is asked for. */
function showLive(numbers) {
  latest = numbers;
  const byStart = new Map(trend.map((point) => [point.start, point]));
  numbers.trend.forEach((point) => byStart.set(point.start, point));
  trend = [...byStart.values()].filter((point) => point.start >= numbers.from).sort((a, b) => a.start.localeCompare(b.start));
  DIMENSIONS.forEach((dimension) => offer(dimension, numbers.groups[liveName(dimension)].map((group) => group.value)));
  if (paused || isFiltered()) return;
  showOverall(numbers.overall);
  showRate(numbers.postsPerMinute);
  showRisks(numbers.overall);
  showEmotions(numbers.emotions);
  DIMENSIONS.forEach((dimension) => showGroups(dimension, numbers.groups[liveName(dimension)], "", (value) => pick(dimension, value)));
  showTrend(trend, time);
}

async function showFiltered() {
  const mine = ++asking;
  const asked = { ...filter(), from: new Date(Date.now() - minutes * 60_000).toISOString() };
  const ask = (path, more) => call(path + query({ ...asked, ...more }));
  const [points, ...by] = await Promise.all([
    ask("/api/sentiment/aggregate", { bucket: "minute" }),
    ...DIMENSIONS.map((dimension) => ask("/api/sentiment/distribution", { by: dimension })),
  ]);
  if (mine !== asking || paused || !isFiltered()) return;
  showOverall(by[0].data.overall);
  showRate(Math.round(by[0].data.overall.posts / minutes));
  showRisks(riskOfOne());
  showEmotions(by[0].data.emotions);
  DIMENSIONS.forEach((dimension, i) => showGroups(
    dimension,
    by[i].data.by.filter((share) => share.value != null),
    filter()[dimension] ?? "",
    (value) => pick(dimension, value)));
  showTrend(points.data.map(({ start, cell }) => ({ start, posts: cell.posts, meanScore: cell.meanScore, ...cell.counts })), (start) => time(start).slice(0, 5));
}

/** Toxicity and churn are kept by the windows: for one value of one dimension they have them. */
function riskOfOne() {
  const [[dimension, value], ...others] = Object.entries(filter());
  if (others.length || !DIMENSIONS.includes(dimension)) return null;
  return latest?.groups[liveName(dimension)].find((group) => group.value === value)?.cell ?? null;
}

const posts = new Answers(({ post, gone }) => {
  if (gone) removePost(gone);
  else if (filter().q) return;
  else if (passes(post)) addPost(post);
  else removePost(post);
});
const alerts = new Answers(addAlert);

const loadPosts = () => posts.ask(() => call("/api/posts" + query({ ...filter(), limit: 60 })), ({ data }) => {
  $("feed").dataset.empty = isFiltered() ? "No posts like that in the last day." : "Waiting for the first posts …";
  resetPosts(data);
});

/** Everything anew: at the start, after a gap, after a change of the filter. Tried again until all of it is read. */
async function load() {
  clearTimeout(again);
  try {
    $("feed-note").textContent = isFiltered() ? "filtered" : "";
    $("trend-note").textContent = `mean score, and posts, every ${isFiltered() ? "minute" : "10 seconds"}`;
    // What can be read is shown, whatever else cannot.
    const parts = await Promise.allSettled([
      loadPosts(),
      isFiltered() ? showFiltered() : call("/api/metrics/overall").then(({ data, metadata }) => {
        minutes = metadata.windowSeconds / 60;
        $("range").textContent = `last ${count(minutes)} minutes`;
        trend = [];
        showLive(data);
      }),
      alerts.ask(() => call("/api/alerts"), ({ data }) => resetAlerts(data)),
    ]);
    const failed = parts.find((part) => part.status === "rejected");
    if (failed) throw failed.reason;
    notice(null);
  } catch (failure) {
    again = setTimeout(load, RETRY);
    notice(failure instanceof ApiError && failure.status ? `Not everything could be read, and is tried again: ${failure.message}` : "The service does not answer. The page goes on by itself when it does.");
  }
}

function notice(text) {
  $("notice").hidden = !text;
  $("notice").textContent = text ?? "";
}

function showState() {
  const shown = paused && state === "live" ? "paused" : state;
  $("connection").dataset.state = shown;
  $("connection-text").textContent = { connecting: "Connecting", live: "Live", paused: "Paused", lost: "Reconnecting" }[shown];
}

function pause(on) {
  paused = on;
  hold(on);
  $("pause").setAttribute("aria-pressed", String(on));
  $("pause-text").textContent = on ? "Resume" : "Pause";
  showState();
  if (!on) {
    if (isFiltered()) refresh();
    else if (latest) showLive(latest);
  }
}

const refresh = () => showFiltered().then(() => notice(null), () => notice("The numbers could not be read, and are tried again."));

const feed = new Feed();
feed.addEventListener("state", ({ detail }) => {
  state = detail.state;
  showState();
});
feed.addEventListener("connected", ({ detail }) => {
  notice(null);
  if (!detail.resumed) load();
});
feed.addEventListener("new_post", ({ detail }) => posts.tell({ post: detail }));
feed.addEventListener("post_deleted", ({ detail }) => posts.tell({ gone: detail }));
feed.addEventListener("metrics_update", ({ detail }) => showLive(detail));
feed.addEventListener("alert", ({ detail }) => alerts.tell(detail));

$("pause").addEventListener("click", () => pause(!paused));
$("feed-more").addEventListener("click", () => {
  hold(false);
  hold(paused);
  $("feed").scrollTop = 0;
  $("feed").focus({ preventScroll: true });
});
onFilter(() => {
  load().then(() => {
    $("announcer").textContent = `${$("posts").textContent} posts, mood ${$("mood").textContent}`;
  });
});
setInterval(() => {
  if (!isFiltered() || paused || state !== "live" || document.hidden) return;
  refresh();
  if (filter().q && waiting() === 0) loadPosts().catch(() => {});
}, REFRESH);

startTheme(paint);
startTryIt();
watchHealth();
feed.start();
