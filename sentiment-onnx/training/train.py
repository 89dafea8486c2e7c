"""Fine-tunes the default model on its three questions at once.

    python train.py --data data --out out/model.pt

Every row answers one or two of the questions; the loss of a row is the sum over the questions it answers.
"""
import argparse
import math
import pathlib
import random
import time
from typing import NamedTuple

import numpy as np
import torch

from bundle import encode, load_tokenizer
from data import TRAINING, by_length, pad
from evaluate import evaluate, show
from model import EXITS, SocialModel, load_encoder, load_weights

MAX_TOKENS = 96
# Negative posts are the rarest in the tweets.
CLASS_WEIGHT = torch.tensor([1.45, 0.88, 0.95])
QUESTION_WEIGHT = {"sentiment": 1.0, "emotion": 0.6, "toxicity": 0.8}
EXIT_WEIGHT = 0.3
SMOOTHING = 0.05


class Example(NamedTuple):
    """One post. `targets` holds a value for every question that it answers."""

    ids: list[int]
    targets: dict
    weight: float


def load_examples(data, tokenizer):
    """Every row of every training set."""
    examples = []
    for source in TRAINING:
        rows = source.load(data)
        for ids, (_, targets) in zip(encode(tokenizer, [text for text, _ in rows]), rows):
            examples.append(Example(ids, {q: t for q, t in targets.items() if t is not None}, source.weight))
        if rows:
            print(f"{len(rows):7} rows of weight {source.weight} from {source.file}", flush=True)
    if not examples:
        raise SystemExit(f"no training rows under {data}")
    return examples


def shuffled_batches(examples, size):
    """Shuffled batches of examples of similar length."""
    order = list(range(len(examples)))
    random.shuffle(order)
    out = []
    for s in range(0, len(order), size * 50):
        window = sorted(order[s:s + size * 50], key=lambda k: len(examples[k].ids))
        out += [window[k:k + size] for k in range(0, len(window), size)]
    random.shuffle(out)
    return out


def run_model(model, ids):
    return model(*(torch.from_numpy(array) for array in pad(ids)))


def soft_cross_entropy(logits, targets, class_weight=None):
    """Cross entropy against a distribution, one value a row."""
    terms = torch.log_softmax(logits, 1) * targets
    return -(terms if class_weight is None else terms * class_weight).sum(1)


def question_terms(question, targets, logits, early):
    """The loss of the rows that answer a question, one value a row."""
    if question == "toxicity":
        return torch.nn.functional.binary_cross_entropy_with_logits(logits, torch.tensor(targets), reduction="none")
    targets = torch.tensor(np.stack(targets))
    if question == "emotion":
        return soft_cross_entropy(logits, targets)
    targets = (1 - SMOOTHING) * targets + SMOOTHING / targets.shape[1]
    terms = soft_cross_entropy(logits, targets, CLASS_WEIGHT)
    return terms + EXIT_WEIGHT * sum(soft_cross_entropy(e, targets, CLASS_WEIGHT) for e in early)


def batch_loss(model, batch):
    """The weighted loss over all questions that the rows of a batch answer."""
    sentiment, emotion, toxicity, early = run_model(model, [e.ids for e in batch])
    logits = {"sentiment": sentiment, "emotion": emotion, "toxicity": toxicity}
    weight = torch.tensor([e.weight for e in batch])
    loss = torch.zeros(())
    for question, scale in QUESTION_WEIGHT.items():
        which = [k for k, e in enumerate(batch) if question in e.targets]
        if which:
            terms = question_terms(question, [batch[k].targets[question] for k in which], logits[question][which],
                                   [e[which] for e in early])
            loss = loss + scale * (terms * weight[which]).sum() / len(batch)
    return loss


def predictor(model, tokenizer):
    """Texts -> logits by question, the early exits included."""
    names = ("sentiment", "emotion", "toxicity", *(f"sentiment exit {layer}" for layer in EXITS))

    def predict(texts):
        ids = encode(tokenizer, texts)
        out = {}
        with torch.no_grad():
            for rows in by_length(ids, 64):
                sentiment, emotion, toxicity, early = run_model(model, [ids[k] for k in rows])
                for name, values in zip(names, (sentiment, emotion, toxicity, *early)):
                    out.setdefault(name, np.zeros((len(ids), *values.shape[1:])))[rows] = values.numpy()
        return out

    return predict


def save_and_validate(model, tokenizer, args):
    """Writes the weights, then prints the validation figures."""
    torch.save(model.state_dict(), args.out)
    print(f"weights in {args.out}", flush=True)
    if args.validate_every:
        model.eval()
        show(evaluate(predictor(model, tokenizer), args.data)[0])
        model.train()


def train(model, examples, tokenizer, steps, args):
    """AdamW, a linear warm-up over a twentieth of the steps, then a linear decay; the heads learn five times faster."""
    heads = [p for name, p in model.named_parameters() if not name.startswith("enc.")]
    optimizer = torch.optim.AdamW([{"params": model.enc.parameters(), "lr": args.rate}, {"params": heads, "lr": 5 * args.rate}],
                                  weight_decay=0.01)
    schedule = torch.optim.lr_scheduler.LambdaLR(optimizer, lambda s: min(1, s / (0.05 * steps)) * max(0.01, (steps - s) / steps))
    step, start = 0, time.time()
    while step < steps:
        for batch in shuffled_batches(examples, args.batch)[:steps - step]:
            loss = batch_loss(model, [examples[k] for k in batch])
            loss.backward()
            torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
            optimizer.step()
            schedule.step()
            optimizer.zero_grad(set_to_none=True)
            step += 1
            if step % args.report_every == 0:
                pace = (time.time() - start) / step
                left = (steps - step) * pace / 60
                print(f"{step}/{steps} loss {loss.item():.3f}, {1000 * pace:.0f} ms a step, {left:.0f} min left", flush=True)
            if args.validate_every and step % args.validate_every == 0 and step < steps:
                save_and_validate(model, tokenizer, args)
    save_and_validate(model, tokenizer, args)


def arguments():
    parser = argparse.ArgumentParser(description="Fine-tunes the default model.", formatter_class=argparse.ArgumentDefaultsHelpFormatter)
    parser.add_argument("--base", default="base/all-minilm-l6-v2.onnx", help="the base encoder")
    parser.add_argument("--tokenizer", default="base/all-minilm-l6-v2-tokenizer.json", help="its tokenizer")
    parser.add_argument("--data", default="data", help="folder of the labelled posts")
    parser.add_argument("--out", default="out/model.pt", help="file for the weights")
    parser.add_argument("--init", help="weights to start from instead of the base encoder")
    parser.add_argument("--epochs", type=float, default=2, help="passes over the data")
    parser.add_argument("--steps", type=int, help="number of batches; wins over --epochs")
    parser.add_argument("--rate", type=float, default=1e-4, help="learning rate of the encoder")
    parser.add_argument("--batch", type=int, default=32, help="posts a batch")
    parser.add_argument("--seed", type=int, default=2, help="of all random numbers")
    parser.add_argument("--report-every", type=int, default=100, help="steps between progress lines")
    parser.add_argument("--validate-every", type=int, default=1000, help="steps between checkpoints with validation; 0: never validate")
    return parser.parse_args()


def main():
    args = arguments()
    random.seed(args.seed)
    np.random.seed(args.seed)
    torch.manual_seed(args.seed)
    pathlib.Path(args.out).parent.mkdir(parents=True, exist_ok=True)
    tokenizer = load_tokenizer(args.tokenizer, MAX_TOKENS)
    model = SocialModel(load_encoder(args.base))
    if args.init:
        print("not in --init:", model.load_state_dict(load_weights(args.init), strict=False).missing_keys or "nothing")
    examples = load_examples(args.data, tokenizer)
    steps = args.steps or math.ceil(args.epochs * len(examples) / args.batch)
    print(f"{len(examples)} rows, {sum(len(e.ids) for e in examples)} tokens, {steps} steps", flush=True)
    train(model, examples, tokenizer, steps, args)


if __name__ == "__main__":
    main()
