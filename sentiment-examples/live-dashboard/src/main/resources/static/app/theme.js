// Light, dark, or as the system has it.

import { $ } from "./dom.js";

const KEY = "sentiment-theme";
const NEXT = { system: "light", light: "dark", dark: "system" };
const NAMES = { system: "as the system has them", light: "light", dark: "dark" };

export function startTheme(changed) {
  let theme = localStorage.getItem(KEY) ?? "system";
  const apply = () => {
    if (theme === "system") delete document.documentElement.dataset.theme;
    else document.documentElement.dataset.theme = theme;
    $("theme").setAttribute("aria-label", `Colours: ${NAMES[theme]}`);
    $("theme").title = `Colours: ${NAMES[theme]}`;
    changed();
  };
  $("theme").addEventListener("click", () => {
    theme = NEXT[theme] ?? "system";
    localStorage.setItem(KEY, theme);
    apply();
  });
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", apply);
  apply();
}
