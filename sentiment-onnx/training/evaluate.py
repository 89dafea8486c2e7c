"""The validation figures of a bundle, and the temperatures that calibrate its confidence.

    python evaluate.py --bundle out/social-en --data data
"""
import argparse
import json

import numpy as np
from sklearn.metrics import accuracy_score, f1_score, recall_score

from bundle import Bundle
from data import VALIDATION


def softmax(x):
    e = np.exp(x - x.max(-1, keepdims=True))
    return e / e.sum(-1, keepdims=True)


def temperature(logits, labels):
    """One positive number that minimises the negative log likelihood of the validation labels (Guo et al., 2017)."""
    grid = np.exp(np.linspace(np.log(0.3), np.log(4), 200))
    nll = [-np.log(softmax(logits / t)[np.arange(len(labels)), labels] + 1e-12).mean() for t in grid]
    return float(grid[int(np.argmin(nll))])


def metrics(question, logits, gold):
    """Sentiment is judged by three figures, emotion by two, toxicity (yes or no) by the macro F1 alone."""
    guess = (logits.reshape(-1) > 0).astype(int) if question == "toxicity" else logits.argmax(1)
    out = {}
    if question != "toxicity":
        out["accuracy"] = accuracy_score(gold, guess)
    if question == "sentiment":
        out["macro_recall"] = recall_score(gold, guess, average="macro")
    out["macro_f1"] = f1_score(gold, guess, average="macro")
    return {name: float(value) for name, value in out.items()}


def evaluate(predict, data):
    """(figures by validation set, temperatures by question) of `predict`: texts -> logits by question.

    `predict` may answer a question more than once, as "sentiment" and "sentiment exit 2". A set without rows is left
    out, and its question keeps the temperature 1.
    """
    figures, temperatures = {}, {"sentiment": 1.0, "emotion": 1.0}
    for validation in VALIDATION:
        texts, gold = validation.load(data)
        if not texts:
            continue
        for name, logits in predict(texts).items():
            question, _, variant = name.partition(" ")
            if question == validation.question:
                figures[f"{validation.name} {variant}".rstrip()] = metrics(question, logits, gold)
                if validation.calibrates and not variant:
                    temperatures[question] = temperature(logits, gold)
    return figures, temperatures


def show(figures):
    """The figures as lines of text, in percent."""
    for name, values in figures.items():
        print(f"  {name:36}", "  ".join(f"{metric} {100 * value:.1f}" for metric, value in values.items()), flush=True)


def main():
    parser = argparse.ArgumentParser(description="Prints the validation figures of a bundle.")
    parser.add_argument("--bundle", default="out/social-en", help="folder of the bundle (default: %(default)s)")
    parser.add_argument("--data", default="data", help="folder of the labelled posts (default: %(default)s)")
    parser.add_argument("--json", action="store_true", help="print JSON with all digits")
    args = parser.parse_args()
    figures, temperatures = evaluate(Bundle(args.bundle).predict, args.data)
    if args.json:
        print(json.dumps({"validation": figures, "temperatures": temperatures}, indent=1))
    else:
        show(figures)
        print("  temperatures", {question: round(t, 3) for question, t in temperatures.items()})


if __name__ == "__main__":
    main()
