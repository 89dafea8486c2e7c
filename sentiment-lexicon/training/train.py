"""Learns the lexicon model and writes what the jar ships: weights, emoji names, a description, and golden texts.

    python train.py --train semeval-train.tsv sst-train.tsv --validation semeval-validation.tsv sst-validation.tsv

Files are tab-separated with the header `label<tab>text` and the labels negative, neutral, positive. Training texts that
are, or nearly are, validation texts are left out. `--tune` prints validation figures for several settings and writes
nothing. What is written holds words and pairs of words, never a text.
"""
import argparse
import collections
import gzip
import hashlib
import json
import pathlib
import re
import sys

import emoji
import numpy as np
import scipy.sparse
from scipy.optimize import minimize_scalar
from scipy.special import log_softmax, softmax
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import accuracy_score, f1_score, recall_score

from features import WORD, features
from golden_texts import GOLDEN_TEXTS
from groups import GROUPS_OF_PEOPLE

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent.parent / "sentiment-onnx" / "training"))
import social_text  # noqa: E402

LABELS = ["negative", "neutral", "positive"]
ID, VERSION = "lexicon-en", "1"
MIN_TEXTS = 5
C = 0.1
# A feature that moves no probability by more than about half a percent is not worth its bytes.
LEAST_WEIGHT = 0.03
UNIT = 0.01
SHARED_WORDS = 5

# The labelled posts are from a time of emoticons and hold hardly an emoji. These emoji say what an emoticon or a word
# says that the posts do hold; all others go by their English names, as in the default model.
STAND_INS = {
    ":)": "🙂 😊 ☺ 😀 😃 😄 😁 😆 😺 😸 🤗 😇",
    ":d": "😂 🤣 😹",
    "<3": "❤ 🧡 💛 💚 💙 💜 🖤 🤍 🤎 💕 💖 💗 💓 💞 💘 💝 😍 😘 🥰 😻 💋",
    ";)": "😉 😜 😏",
    ":(": "🙁 ☹ 😞 😔 😟 😕 😢 😭 😿 😥 😰 😣 😖 😩 😫",
    "</3": "💔",
    "angry": "😠 😡 🤬 😾",
    "disgusting": "🤮 🤢",
    "great": "👍 💯 👏 🙌 🏆",
    "bad": "👎",
    "excited": "🎉 🥳 🤩",
}
# Left behind by the tree bank's brackets.
MARKUP = {"lrb", "rrb"}


def read(path):
    """The texts as their authors wrote them, and their labels."""
    with open(path, encoding="utf-8", newline="\n") as f:
        if f.readline().rstrip("\n") != "label\ttext":
            raise SystemExit(f"{path}: the header line must be label <tab> text")
        rows = [line.rstrip("\n").split("\t") for line in f]
    for number, row in enumerate(rows, start=2):
        if len(row) != 2 or row[0] not in LABELS:
            raise SystemExit(f"{path}, line {number}: one of {LABELS}, a tab and a text expected")
    return [row[1] for row in rows], [LABELS.index(row[0]) for row in rows]


def runs(text):
    """The runs of five words of a text, or all its words if it has fewer, without mentions, links and case."""
    words = re.sub("[^a-z]+", " ", re.sub(r"@\w+|http\S*", " ", text.lower())).split()
    return {tuple(words[i:i + SHARED_WORDS]) for i in range(max(1, len(words) - SHARED_WORDS + 1))}


def without_copies(texts, labels, validation):
    """The training texts that share less than half of the runs of any validation text."""
    where, sizes = collections.defaultdict(set), []
    for text in validation:
        own = runs(text)
        for run in own:
            where[run].add(len(sizes))
        sizes.append(len(own))
    kept = []
    for text, label in zip(texts, labels):
        shared = collections.Counter(i for run in runs(text) for i in where.get(run, ()))
        if not any(2 * n >= sizes[i] for i, n in shared.items()):
            kept.append((text, label))
    return [text for text, _ in kept], [label for _, label in kept]


def emoji_names():
    """Every emoji without skin tone, and what stands in its place."""
    stand_ins = {chars: word for word, row in STAND_INS.items() for chars in row.split()}
    names = {}
    for chars, data in emoji.EMOJI_DATA.items():
        if not social_text.SKIN_TONE.search(chars):
            name = " ".join(data["en"].strip(":").replace("_", " ").replace("’", "'").split())
            names[chars] = stand_ins.get(chars.replace("\ufe0f", ""), name)
    return names


def prepare(text, names):
    """The text after the profile `social` with these emoji names."""
    social_text.emoji_name = lambda chars, data: f" {names[chars]} "
    return social_text.social(text)


def vocabulary(texts, prepared):
    """Features that at least five texts have and that name no account and no group of people."""
    texts_with = collections.Counter(f for one in prepared for f in one)
    accounts = collections.Counter(h.lower() for text in texts for h in re.findall(rf"@({WORD}+)", text))

    def names_a_group(word):
        stem = word.split("'")[0]
        return stem in GROUPS_OF_PEOPLE or stem.removesuffix("s") in GROUPS_OF_PEOPLE

    def is_welcome(feature):
        words = feature.lstrip("~").split(" ")
        return not any(names_a_group(w) or w in MARKUP or 2 * accounts[w] >= texts_with[w] > 0 for w in words)

    return sorted(f for f, n in texts_with.items() if n >= MIN_TEXTS and is_welcome(f))


def matrix(prepared, index):
    columns, ends = [], [0]
    for one in prepared:
        columns += sorted(index[f] for f in one if f in index)
        ends.append(len(columns))
    return scipy.sparse.csr_matrix((np.ones(len(columns)), columns, ends), (len(prepared), len(index)))


def fit(x, y, c):
    """Weights and bias relative to neutral: adding a number to all labels changes no probability."""
    model = LogisticRegression(C=c, max_iter=500, tol=1e-4).fit(x, y)
    return ((model.coef_ - model.coef_[1])[[0, 2]].T, (model.intercept_ - model.intercept_[1])[[0, 2]])


def logits(x, weights, bias):
    two = x @ weights + bias
    return np.stack([two[:, 0], np.zeros(len(two)), two[:, 1]], axis=1)


def nll(z, y):
    return -log_softmax(z, axis=1)[np.arange(len(y)), y].mean()


def calibration_error(p, y, bins=10):
    confidence, right = p.max(axis=1), p.argmax(axis=1) == y
    bin_of = np.minimum((confidence * bins).astype(int), bins - 1)
    return sum(abs(confidence[bin_of == b].sum() - right[bin_of == b].sum()) for b in range(bins)) / len(y)


def report(name, z, y):
    p = softmax(z, axis=1)
    top = p.argmax(axis=1)
    print(f"{name}: accuracy {accuracy_score(y, top):.4f}, macro recall {recall_score(y, top, average='macro'):.4f}, "
          f"macro F1 {f1_score(y, top, average='macro'):.4f}, NLL {nll(z, y):.4f}, "
          f"calibration error {calibration_error(p, y):.4f}", flush=True)


def write(folder, golden_folder, index, weights, bias, names):
    """Weights in hundredths, so that Java reads the very numbers that were validated."""
    folder.mkdir(parents=True, exist_ok=True)
    golden_folder.mkdir(parents=True, exist_ok=True)
    lines = "".join(f"{f}\t{weights[i][0]}\t{weights[i][1]}\n" for f, i in index.items())
    table = "".join(f"{' '.join(f'{ord(c):X}' for c in chars)}\t{name}\n" for chars, name in sorted(names.items()))
    files = {}
    for file, text in (("lexicon-en.tsv.gz", lines), ("emoji-names.tsv.gz", table)):
        files[file] = gzip.compress(text.encode(), 9, mtime=0)
        (folder / file).write_bytes(files[file])
    description = {
        "id": ID, "version": VERSION, "features": len(index),
        "bias.negative": bias[0], "bias.positive": bias[1],
        "sha256.lexicon": hashlib.sha256(files["lexicon-en.tsv.gz"]).hexdigest(),
        "sha256.emojiNames": hashlib.sha256(files["emoji-names.tsv.gz"]).hexdigest(),
    }
    (folder / "lexicon-en.properties").write_text(
        "# written by training/train.py; weights and biases in hundredths, relative to neutral\n"
        + "".join(f"{k}={v}\n" for k, v in description.items()), encoding="ascii")
    prepared = [prepare(text, names) for text in GOLDEN_TEXTS]
    found = [features(text) for text in prepared]
    p = softmax(logits(matrix(found, index), weights * UNIT, bias * UNIT), axis=1)
    with open(golden_folder / "golden.jsonl", "w", encoding="ascii", newline="\n") as f:
        for text, ready, one, row in zip(GOLDEN_TEXTS, prepared, found, p):
            f.write(json.dumps({"text": text, "prepared": ready, "features": sorted(one),
                                "probabilities": [round(float(v), 8) for v in row]}) + "\n")
    print(f"{len(index)} features; {sum(map(len, files.values()))} bytes in {sorted(files)}")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--train", nargs="+", required=True)
    parser.add_argument("--validation", nargs="+", required=True)
    parser.add_argument("--tune", action="store_true")
    args = parser.parse_args()

    names = emoji_names()
    validation = [(pathlib.Path(path).stem, *read(path)) for path in args.validation]
    texts, labels = [], []
    for path in args.train:
        rows = read(path)
        kept = without_copies(*rows, [text for _, some, _ in validation for text in some])
        print(f"{path}: {len(kept[0])} of {len(rows[0])} texts, without copies of validation texts", flush=True)
        texts += kept[0]
        labels += kept[1]
    prepared = [features(prepare(text, names)) for text in texts]
    index = {f: i for i, f in enumerate(vocabulary(texts, prepared))}
    x, y = matrix(prepared, index), np.array(labels)
    checks = [(name, [features(prepare(t, names)) for t in some], np.array(ys)) for name, some, ys in validation]
    if args.tune:
        for c in (0.05, 0.1, 0.2, 0.4):
            weights, bias = fit(x, y, c)
            for least in (0, LEAST_WEIGHT, 0.1, 0.2):
                kept = np.abs(weights).max(axis=1) >= least
                print(f"C {c}, least weight {least}, {kept.sum()} features")
                for name, some, ys in checks:
                    report("  " + name, logits(matrix(some, index), weights * kept[:, None], bias), ys)
        return

    weights, bias = fit(x, y, C)
    pooled = np.concatenate([logits(matrix(some, index), weights, bias) for _, some, _ in checks])
    truth = np.concatenate([ys for _, _, ys in checks])
    temperature = minimize_scalar(lambda t: nll(pooled / t, truth), bounds=(0.3, 3), method="bounded").x
    print(f"temperature {temperature:.3f}")
    kept = np.abs(weights).max(axis=1) >= LEAST_WEIGHT
    index = {f: n for n, f in enumerate(f for f, i in index.items() if kept[i])}
    weights = np.rint(weights[kept] / temperature / UNIT).astype(int)
    bias = np.rint(bias / temperature / UNIT).astype(int)
    for name, some, ys in checks:
        report(name, logits(matrix(some, index), weights * UNIT, bias * UNIT), ys)
    write(HERE.parent / "src/main/resources/dev/sentiment4j/lexicon",
          HERE.parent / "src/test/resources/dev/sentiment4j/lexicon", index, weights, bias, names)


if __name__ == "__main__":
    main()
