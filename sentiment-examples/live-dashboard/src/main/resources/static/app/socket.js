// The feed over WebSocket: connects, comes back after a loss to where it was, tells what happens.

import { key } from "./api.js";

const FIRST_DELAY = 500;
const MAX_DELAY = 10_000;

export class Feed extends EventTarget {
  #position = null;
  #delay = FIRST_DELAY;
  #timer = null;
  #socket = null;

  start() {
    this.#connect();
    window.addEventListener("online", () => this.#soon());
    document.addEventListener("visibilitychange", () => {
      if (document.visibilityState === "visible") this.#soon();
    });
  }

  /** Tries at once, if it is waiting. */
  #soon() {
    if (this.#timer !== null) {
      clearTimeout(this.#timer);
      this.#connect();
    }
  }

  #connect() {
    this.#timer = null;
    this.#tell("state", { state: "connecting" });
    const url = new URL("/ws/sentiment", location.href);
    url.protocol = location.protocol === "https:" ? "wss:" : "ws:";
    if (this.#position) url.searchParams.set("after", this.#position);
    const protocols = ["sentiment.v1"];
    if (key.get()) protocols.push("key." + base64(key.get()));
    const socket = new WebSocket(url, protocols);
    this.#socket = socket;
    socket.addEventListener("message", (event) => {
      // Several that came at nearly the same time are an array.
      for (const message of [JSON.parse(event.data)].flat()) {
        this.#position = message.position;
        if (message.type === "connected") {
          this.#delay = FIRST_DELAY;
          this.#tell("state", { state: "live" });
        }
        this.#tell(message.type, message.data);
      }
    });
    socket.addEventListener("close", () => {
      if (socket === this.#socket) this.#later();
    });
  }

  #later() {
    // Not all pages at once when a server comes back.
    const delay = this.#delay * (0.75 + Math.random() / 2);
    this.#delay = Math.min(MAX_DELAY, this.#delay * 2);
    this.#tell("state", { state: "lost", delay });
    this.#timer = setTimeout(() => this.#connect(), delay);
  }

  #tell(type, detail) {
    this.dispatchEvent(new CustomEvent(type, { detail }));
  }
}

function base64(text) {
  const bytes = new TextEncoder().encode(text);
  return btoa(String.fromCharCode(...bytes)).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}
