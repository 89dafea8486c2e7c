// The numbers: gauge, shares, figures, emotions, groups.

import { $, LABELS, count, el, mood, percent, signed, title, width } from "./dom.js";

const ROWS = 10;

export function showOverall(cell) {
  const score = cell.posts ? cell.meanScore ?? null : null;
  $("needle").style.transform = `rotate(${(score ?? 0) * 90}deg)`;
  $("score").textContent = signed(score);
  $("mood").textContent = mood(score);
  const gauge = $("gauge");
  gauge.setAttribute("aria-valuenow", (score ?? 0).toFixed(2));
  gauge.setAttribute("aria-valuetext", score == null ? "no posts yet" : `${signed(score)}, ${mood(score)}`);
  const bars = $("share-bar").children;
  LABELS.forEach((label, i) => {
    width(bars[i], cell.shares[label] ?? 0);
    document.querySelector(`[data-share=${label}]`).textContent = percent(cell.shares[label]);
  });
  $("posts").textContent = count(cell.posts);
}

export function showRate(rate) {
  $("rate").textContent = count(rate);
}

export function showRisks(cell) {
  risk("toxic", cell?.toxicity, cell ? "not measured" : "not kept for this filter");
  risk("churn", cell?.churn, cell ? "not measured" : "not kept for this filter");
}

function risk(id, values, otherwise) {
  $(id).textContent = values ? percent(values.share) : "–";
  $(id + "-note").textContent = values ? `${count(values.count)} posts, mean ${values.mean.toFixed(2)}` : otherwise;
}

export function showEmotions(emotions) {
  const all = Object.values(emotions).reduce((sum, n) => sum + n, 0);
  const list = $("emotions");
  if (!all) {
    list.replaceChildren(el("li", { class: "empty" }, "No posts yet."));
    return;
  }
  const entries = Object.entries(emotions).sort(([a, n], [b, m]) => m - n || a.localeCompare(b));
  const most = entries[0][1];
  // Elements stay where they are, so that bars move rather than jump.
  keep(list, entries, ([name]) => name, bar, (item, [, n]) => {
    width(item.querySelector("i"), n / most);
    item.lastChild.textContent = percent(n / all);
  });
}

function bar([name]) {
  return el("li", {}, el("span", {}, title(name)), el("span", { class: "rail-bar", "aria-hidden": "true" }, el("i")), el("span", { class: "figure" }));
}

/** Rows of a dimension; a row picks its value as the filter. */
export function showGroups(dimension, groups, picked, pick) {
  const place = $("by-" + dimension);
  if (!groups.length) {
    place.replaceChildren(el("p", { class: "empty" }, "No posts yet."));
    return;
  }
  let body = place.querySelector("tbody");
  if (!body) {
    body = el("tbody");
    place.replaceChildren(el("table", {},
      el("thead", {}, el("tr", {},
        el("th", { scope: "col" }, dimension === "source" ? "Platform" : title(dimension)),
        el("th", { scope: "col" }, "Feeling"),
        el("th", { scope: "col" }, "Posts"))),
      body));
  }
  keep(body, groups.slice(0, ROWS), (group) => group.value, (group) => row(group, pick), (item, group) => {
    const [button, split, posts] = [item.querySelector("button"), item.querySelector(".split"), item.lastChild];
    button.setAttribute("aria-pressed", String(group.value === picked));
    const shares = group.cell.shares;
    LABELS.forEach((label, i) => width(split.children[i], shares[label] ?? 0));
    item.querySelector(".sr").textContent = LABELS.map((label) => `${percent(shares[label])} ${label}`).join(", ");
    split.title = item.querySelector(".sr").textContent;
    posts.textContent = count(group.cell.posts);
  });
}

function row(group, pick) {
  const button = el("button", { type: "button", class: "pick", title: group.value }, group.value);
  button.addEventListener("click", () => pick(group.value));
  return el("tr", {},
    el("th", { scope: "row" }, button),
    el("td", {}, el("span", { class: "split", "aria-hidden": "true" }, ...LABELS.map((label) => el("i", { class: label }))), el("span", { class: "sr" })),
    el("td", {}));
}

/** Makes the children of a parent those of the items, in their order, and keeps elements that are there. */
function keep(parent, items, keyOf, make, update) {
  const old = new Map([...parent.children].map((child) => [child.dataset.key, child]));
  items.forEach((item, i) => {
    const itemKey = keyOf(item);
    let child = old.get(itemKey);
    old.delete(itemKey);
    if (!child) {
      child = make(item);
      child.dataset.key = itemKey;
    }
    if (parent.children[i] !== child) {
      const focused = child.contains(document.activeElement) ? document.activeElement : null;
      parent.insertBefore(child, parent.children[i] ?? null);
      focused?.focus({ preventScroll: true });
    }
    update(child, item);
  });
  // Somebody is on it with the keyboard: it goes when he has.
  old.forEach((child) => {
    if (!child.contains(document.activeElement)) child.remove();
  });
}
