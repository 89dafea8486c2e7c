// Whether what the service stands on works: a page that goes still should say why.

import { $ } from "./dom.js";
import { key } from "./api.js";

const EVERY = 5000;
const NAMES = {
  sentimentAnalyzer: "the model",
  sentimentPipeline: "the pipeline",
  sentimentPostgres: "PostgreSQL",
  sentimentRedis: "Redis",
};

export function watchHealth() {
  const look = async () => {
    try {
      if (!document.hidden) show(await troubles());
    } catch {
      // The connection's state says that nobody answers.
    }
    setTimeout(look, EVERY);
  };
  look();
}

async function troubles() {
  const response = await fetch("/api/health", {
    headers: key.get() ? { "X-API-Key": key.get() } : {},
    signal: AbortSignal.timeout(4 * EVERY),
  });
  if (response.status !== 200 && response.status !== 503) return [];
  const { data } = await response.json();
  return Object.entries(data?.parts ?? {})
    .filter(([name, part]) => NAMES[name] && part.status !== "UP")
    .map(([name]) => NAMES[name]);
}

function show(names) {
  // The pipeline is away because a server is: the server is what somebody can mend.
  const causes = names.length > 1 ? names.filter((name) => name !== NAMES.sentimentPipeline) : names;
  const text = causes.length
    ? `Not working now: ${causes.join(", ")}. New posts wait, and what is shown may be old; it goes on by itself.`
    : "";
  $("trouble").hidden = !text;
  if ($("trouble").textContent !== text) $("trouble").textContent = text;
}
