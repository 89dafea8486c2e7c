// What is shown: the filter's values, its choices, and whether a post passes it.

import { $, el } from "./dom.js";

const form = $("filters");
/** As the API's filters name them. */
export const DIMENSIONS = ["product", "city", "channel", "source"];

/** Where the live numbers have their groups. */
export const liveName = (dimension) => (dimension === "source" ? "platform" : dimension);

export function filter() {
  return Object.fromEntries([...new FormData(form)].map(([name, value]) => [name, value.trim()]).filter(([, value]) => value));
}

export const isFiltered = () => Object.keys(filter()).length > 0;

export function pick(dimension, value) {
  const select = form.elements[dimension];
  offer(dimension, [value]);
  select.value = select.value === value ? "" : value;
  form.dispatchEvent(new Event("change"));
}

/** Adds choices; none is taken away, since a value that is quiet now may be asked for all the same. */
export function offer(dimension, values) {
  const select = form.elements[dimension];
  const known = new Set([...select.options].map((option) => option.value));
  const fresh = values.filter((value) => !known.has(value));
  if (!fresh.length) return;
  const options = [...select.options].slice(1).map((option) => option.value).concat(fresh).sort((a, b) => a.localeCompare(b));
  const value = select.value;
  select.replaceChildren(select.options[0], ...options.map((option) => el("option", { value: option }, option)));
  select.value = value;
}

/** Words are the database's business: a post that comes while words are asked for is looked up there. */
export function passes(post) {
  return Object.entries(filter()).every(([name, value]) => name === "q" || post[name] === value);
}

export function onFilter(listener) {
  let timer = null;
  const soon = (delay) => {
    $("clear").hidden = !isFiltered();
    clearTimeout(timer);
    timer = setTimeout(listener, delay);
  };
  form.addEventListener("change", () => soon(0));
  form.elements.q.addEventListener("input", () => soon(350));
  form.addEventListener("reset", () => setTimeout(() => soon(0)));
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    soon(0);
  });
}
