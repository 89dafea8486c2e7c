// Calls of the REST API. Answers come unwrapped; failures as ApiError with a sentence for people.

const KEY = "sentiment-api-key";

export class ApiError extends Error {
  constructor(message, status) {
    super(message);
    this.status = status;
  }
}

export const key = {
  get: () => sessionStorage.getItem(KEY),
  set: (value) => sessionStorage.setItem(KEY, value),
};

let askForKey = null;

/** Asks for the key once, however many calls need it. */
function needKey() {
  askForKey ??= new Promise((resolve) => {
    const dialog = document.getElementById("key-dialog");
    const form = document.getElementById("key-form");
    form.addEventListener("submit", () => {
      key.set(form.elements.key.value);
      form.reset();
      askForKey = null;
      resolve();
    }, { once: true });
    dialog.showModal();
  });
  return askForKey;
}

export async function call(path, { body, signal } = {}) {
  const headers = { Accept: "application/json" };
  if (body !== undefined) headers["Content-Type"] = "application/json";
  if (key.get()) headers["X-API-Key"] = key.get();
  let response;
  try {
    response = await fetch(path, {
      method: body === undefined ? "GET" : "POST",
      headers,
      body: body === undefined ? undefined : JSON.stringify(body),
      signal,
    });
  } catch (failure) {
    if (failure.name === "AbortError") throw failure;
    throw new ApiError("The service does not answer.", 0);
  }
  if (response.status === 401) {
    await needKey();
    return call(path, { body, signal });
  }
  const answer = await response.json().catch(() => null);
  if (!response.ok) {
    const why = answer?.details?.join("; ") ?? answer?.error ?? `status ${response.status}`;
    throw new ApiError(why, response.status);
  }
  return answer;
}

export function query(parameters) {
  const text = new URLSearchParams(Object.entries(parameters).filter(([, value]) => value !== "" && value != null)).toString();
  return text ? "?" + text : "";
}
