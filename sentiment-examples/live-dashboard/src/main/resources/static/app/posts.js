// The posts, newest first; kept when they come, replaced when edited, gone when deleted.

import { $, count, el, percent, time, title, width } from "./dom.js";

const SHOWN = 60;
const TOXIC = 0.5;

let posts = [];
let held = [];
let holding = false;

const id = (post) => post.source + "/" + post.id;

export function resetPosts(list) {
  posts = list.slice(0, SHOWN);
  held = [];
  render(new Set());
}

export function hold(on) {
  holding = on;
  if (!on) release();
}

/** Many may come at once; the page is drawn once for all of them. */
export function addPost(post) {
  const known = posts.findIndex((other) => id(other) === id(post));
  if (known >= 0) {
    posts[known] = post;
    draw();
    return;
  }
  held = [post, ...held.filter((other) => id(other) !== id(post))].slice(0, SHOWN);
  draw();
}

export function removePost(key) {
  if (![...posts, ...held].some((post) => id(post) === id(key))) return;
  posts = posts.filter((post) => id(post) !== id(key));
  held = held.filter((post) => id(post) !== id(key));
  draw();
}

let drawing = false;

function draw() {
  if (drawing) return;
  drawing = true;
  setTimeout(() => {
    drawing = false;
    if (holding) {
      render(new Set());
      return;
    }
    release();
  }, 120);
}

function release() {
  const fresh = new Set(held.map(id));
  posts = [...held, ...posts].slice(0, SHOWN);
  held = [];
  render(fresh);
}

export function waiting() {
  return held.length;
}

function render(fresh) {
  const list = $("feed");
  const more = $("feed-more");
  more.hidden = !holding || held.length === 0;
  more.textContent = `Show ${count(held.length)}${held.length === SHOWN ? " or more" : ""} new ${held.length === 1 ? "post" : "posts"}`;
  if (!posts.length) {
    list.replaceChildren(el("li", { class: "empty" }, list.dataset.empty ?? "Waiting for the first posts …"));
    return;
  }
  const old = new Map([...list.children].filter((item) => item.post).map((item) => [id(item.post), item]));
  const items = posts.map((post) => {
    const item = old.get(id(post));
    return item && item.post === post ? item : make(post, fresh.has(id(post)));
  });
  // A reader who has scrolled keeps his place.
  const before = list.scrollTop;
  const height = list.scrollHeight;
  list.replaceChildren(...items);
  if (before > 8) list.scrollTop = before + Math.max(0, list.scrollHeight - height);
}

function make(post, fresh) {
  const meta = el("p", { class: "meta" },
    el("span", { class: "chip " + (post.label ?? "neutral") }, title(post.label ?? "not analyzed")),
    post.confidence == null ? null : el("span", { class: "confidence" },
      el("span", { class: "meter", "aria-hidden": "true" }, width(el("i"), post.confidence)),
      `${percent(post.confidence)} sure`),
    post.emotion && post.emotion !== "neutral" ? el("span", {}, post.emotion) : null,
    post.toxicity >= TOXIC ? el("span", { class: "flag" }, `toxic ${percent(post.toxicity)}`) : null,
    post.editedAt ? el("span", {}, "edited") : null);
  const about = [post.product, post.channel, post.city].filter(Boolean).join(" · ");
  const item = el("li", { class: `post ${post.label ?? "neutral"}${fresh ? " fresh" : ""}` },
    el("p", { class: "meta" },
      el("span", { class: "who" }, post.author ?? "someone"),
      el("span", {}, "on " + title(post.source)),
      el("time", { datetime: post.createdAt }, time(post.createdAt))),
    el("p", { class: "text", dir: "auto", lang: post.language ?? null }, post.text),
    meta,
    about ? el("p", { class: "meta" }, about) : null);
  item.post = post;
  item.dataset.key = id(post);
  return item;
}
