"""Compares a bundle with recorded pairs: the profile, the token ids, the logits, and whether batch-mates change an answer.

    python check.py --bundle out/social-en --pairs out/social-en/golden.jsonl

Exit status 0 when all agree within the tolerances, 1 otherwise.
"""
import argparse
import hashlib
import json
import pathlib
import random

import numpy as np

from bundle import QUESTIONS, Bundle
from data import existing
from evaluate import softmax
from social_text import social


def read_pairs(path):
    with open(existing(path, "export.py writes golden.jsonl and parity.jsonl"), encoding="utf-8") as f:
        return [json.loads(line) for line in f]


def probabilities(heads, logits):
    """Logits by question -> probabilities by question, as the manifest says."""
    out = {}
    for head in heads:
        values = np.asarray(logits[head["name"]], np.float64) / head.get("temperature", 1.0)
        out[head["name"]] = softmax(values) if head["activation"] == "softmax" else 1 / (1 + np.exp(-values))
    return out


def labels(question, values):
    return values[:, 0] > 0.5 if question == "toxicity" else values.argmax(1)


def differences(texts, expected, found):
    """The texts (shortened) for which two lists differ."""
    return [repr(t[:60]) for t, e, f in zip(texts, expected, found) if e != f]


def largest_gap(one, other):
    return max(np.abs(one[q] - other[q]).max() for q in QUESTIONS)


def infer_in_batches(bundle, ids, order, size):
    """Logits by question, computed in batches taken in the given order."""
    out = {}
    for s in range(0, len(order), size):
        rows = order[s:s + size]
        for question, values in bundle.infer([ids[k] for k in rows]).items():
            out.setdefault(question, np.zeros((len(ids), values.shape[1]), np.float32))[rows] = values
    return out


def bad_checksums(folder, manifest):
    return [name for name, digest in manifest["sha256"].items()
            if not (folder / name).exists() or hashlib.sha256((folder / name).read_bytes()).hexdigest() != digest]


class Report:
    """Prints one line a check and remembers whether any failed."""

    def __init__(self):
        self.failed = False

    def say(self, what, value, good):
        print(f"{'ok    ' if good else 'FAILED'} {what}: {value}", flush=True)
        self.failed |= not good


def check_input(report, bundle, pairs):
    """The profile and the tokenizer give the recorded strings and ids."""
    texts = [p["text"] for p in pairs]
    normal = [social(t) for t in texts]
    wrong = differences(texts, [p["normalized"] for p in pairs], normal)
    report.say("normalised texts that differ", wrong or 0, not wrong)
    wrong = differences(texts, [p["ids"] for p in pairs], [e.ids for e in bundle.tokenizer.encode_batch(normal)])
    report.say("token ids that differ", wrong or 0, not wrong)


def check_answers(report, bundle, heads, pairs, args):
    """The graph gives the recorded logits, and the same answer alone and in any batch."""
    ids = [p["ids"] for p in pairs]
    in_order = list(range(len(ids)))
    recorded = {q: np.array([p["logits"][q] for p in pairs]) for q in QUESTIONS}
    alone = infer_in_batches(bundle, ids, in_order, 1)
    single = probabilities(heads, alone)
    for what, gap in (("logit", largest_gap(recorded, alone)), ("probability", largest_gap(probabilities(heads, recorded), single))):
        report.say(f"largest difference of a {what} from the file", f"{gap:.1e}", gap <= args.tolerance)

    shuffled = random.Random(1).sample(in_order, len(ids))
    orders = {"in file order": in_order, "shuffled": shuffled, "sorted by length": sorted(shuffled, key=lambda k: len(ids[k]))}
    for name, order in orders.items():
        batched = probabilities(heads, infer_in_batches(bundle, ids, order, args.batch))
        gap = largest_gap(batched, single)
        changed = sum(int((labels(q, batched[q]) != labels(q, single[q])).sum()) for q in QUESTIONS)
        report.say(f"alone against batches of {args.batch} {name}",
                   f"largest difference of a probability {gap:.1e}, labels changed {changed}",
                   gap <= args.batch_tolerance and not changed)


def arguments():
    parser = argparse.ArgumentParser(description="Compares a bundle with recorded pairs.",
                                     formatter_class=argparse.ArgumentDefaultsHelpFormatter)
    parser.add_argument("--bundle", default="out/social-en", help="folder of the bundle")
    parser.add_argument("--pairs", help="golden.jsonl or parity.jsonl; without it, golden.jsonl of the bundle")
    parser.add_argument("--tolerance", type=float, default=1e-3, help="for logits and probabilities against the file")
    parser.add_argument("--batch-tolerance", type=float, default=1e-4, help="for probabilities alone against in a batch")
    parser.add_argument("--batch", type=int, default=32, help="texts a batch")
    return parser.parse_args()


def main():
    args = arguments()
    folder = pathlib.Path(args.bundle)
    bundle = Bundle(folder)
    manifest = json.loads(existing(folder / "sentiment4j.json", "export.py writes it").read_text(encoding="utf-8"))
    pairs = read_pairs(args.pairs or folder / "golden.jsonl")
    print(f"{manifest['id']} {manifest['version']}, {len(pairs)} texts")
    report = Report()
    wrong = bad_checksums(folder, manifest)
    report.say("files that differ from their checksum", wrong or 0, not wrong)
    check_input(report, bundle, pairs)
    check_answers(report, bundle, manifest["heads"], pairs, args)
    raise SystemExit(1 if report.failed else 0)


if __name__ == "__main__":
    main()
