// Making elements. Text is always set as text: what people post is never markup.

export const $ = (id) => document.getElementById(id);

export function el(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value == null || value === false) continue;
    if (name === "class") element.className = value;
    else element.setAttribute(name, value === true ? "" : value);
  }
  element.append(...children.filter((child) => child != null));
  return element;
}

export function width(element, share) {
  element.style.setProperty("--w", `${Math.max(0, Math.min(1, share)) * 100}%`);
  return element;
}

const whole = new Intl.NumberFormat("en");
const percents = new Intl.NumberFormat("en", { style: "percent", maximumFractionDigits: 0 });
const times = new Intl.DateTimeFormat("en", { hour: "2-digit", minute: "2-digit", second: "2-digit", hour12: false });

export const count = (n) => (n == null ? "–" : whole.format(n));
export const percent = (share) => (share == null ? "–" : percents.format(share));
export const signed = (score) => (score == null ? "–" : (score > 0.005 ? "+" : score < -0.005 ? "−" : "") + Math.abs(score).toFixed(2));
export const time = (iso) => times.format(new Date(iso));
export const title = (word) => (word ? word[0].toUpperCase() + word.slice(1) : "");

export const LABELS = ["negative", "neutral", "positive"];

export function mood(score) {
  if (score == null) return "no posts yet";
  const strength = Math.abs(score);
  if (strength < 0.05) return "balanced";
  const side = score > 0 ? "positive" : "negative";
  return (strength < 0.2 ? "slightly " : strength < 0.5 ? "leaning " : "clearly ") + side;
}
