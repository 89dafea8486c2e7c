// What is asked for, under what the feed tells meanwhile: an answer shows how things were when it was made.

export class Answers {
  #apply;
  #told = null;

  /** apply: shows one thing that the feed tells. */
  constructor(apply) {
    this.#apply = apply;
  }

  /** Shown at once, and once more on top of an answer that is on its way. */
  tell(news) {
    this.#told?.push(news);
    this.#apply(news);
  }

  /** Shows an answer, unless it was asked again meanwhile. */
  async ask(question, show) {
    const mine = [];
    this.#told = mine;
    try {
      const answer = await question();
      if (this.#told !== mine) return;
      show(answer);
      mine.forEach(this.#apply);
    } finally {
      if (this.#told === mine) this.#told = null;
    }
  }
}
