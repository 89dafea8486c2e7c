"""The labelled posts: which files the data folder holds, how labels become targets, how token rows become batches."""
import pathlib
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

SENTIMENTS = ["negative", "neutral", "positive"]
EMOTIONS = ["anger", "disgust", "fear", "joy", "neutral", "sadness", "surprise"]
OFFENSIVE = ["not-offensive", "offensive"]
SPEECH = ["hate", "neither", "offensive"]
TWEET_EMOTIONS = {"anger": "anger", "joy": "joy", "optimism": "joy", "sadness": "sadness"}
GROUPS = ["ambiguous", *SENTIMENTS]

SIMPLE = ("label", "text")
GOEMOTIONS = ("emotions", "groups", "text")

# Named in the manifest of an exported bundle; change it when you train on other sets.
SOURCES = ["SemEval 2013-2016 task tweets", "Stanford Sentiment Treebank", "GoEmotions", "TweetEval emotion", "OLID",
           "Davidson et al. 2017"]


def existing(path, remedy):
    """The path, or the end of the program with a message that names the missing file and what to do about it."""
    path = pathlib.Path(path)
    if not path.exists():
        raise SystemExit(f"{path} is missing: {remedy}")
    return path


def read_tsv(path, columns):
    """The rows under the header line, one list of cells each."""
    with open(existing(path, "README.md lists the files of the data folder"), encoding="utf-8") as f:
        header = f.readline().rstrip("\n").split("\t")
        if header != list(columns):
            raise SystemExit(f"{path}: the header line must be {' <tab> '.join(columns)}, found {header}")
        rows = [line.rstrip("\n").split("\t") for line in f]
    for number, row in enumerate(rows, start=2):
        if len(row) != len(columns):
            raise SystemExit(f"{path}, line {number}: {len(columns)} tab-separated cells expected, found {len(row)}")
    return rows


def unmask(text):
    """GoEmotions masks names as [NAME]; the model knows people as @user."""
    return text.replace("[NAME]", "@user")


def known(names, name):
    """The label itself, checked."""
    if name not in names:
        raise ValueError(f"label {name!r} is none of {', '.join(names)}")
    return name


def one_hot(names, name):
    return np.eye(len(names), dtype=np.float32)[names.index(known(names, name))]


def shared_mass(joined):
    """Several emotions named by the annotators, joined by commas, share the probability mass."""
    target = np.zeros(len(EMOTIONS), np.float32)
    for name in joined.split(","):
        target[EMOTIONS.index(known(EMOTIONS, name))] = 1
    return target / target.sum()


def one_group(joined):
    """The sentiment of a GoEmotions row when its groups agree on one, otherwise None."""
    groups = {known(GROUPS, n) for n in joined.split(",")} - {"ambiguous"}
    return one_hot(SENTIMENTS, groups.pop()) if len(groups) == 1 else None


@dataclass(frozen=True)
class TrainingSet:
    """One file, the weight of its rows in the loss, and the questions that a row answers."""

    file: str
    targets: Callable[[list[str]], dict]
    weight: float = 1.0
    columns: tuple[str, ...] = SIMPLE
    optional: bool = False

    def load(self, data):
        """A list of (text, targets by question)."""
        path = pathlib.Path(data) / self.file
        if self.optional and not path.exists():
            return []
        out = []
        for number, row in enumerate(read_tsv(path, self.columns), start=2):
            try:
                out.append((unmask(row[-1]), self.targets(row)))
            except ValueError as wrong:
                raise SystemExit(f"{path}, line {number}: {wrong}") from None
        return out


TRAINING = (
    TrainingSet("sentiment/semeval-train.tsv", lambda r: {"sentiment": one_hot(SENTIMENTS, r[0])}),
    TrainingSet("sentiment/sst-train.tsv", lambda r: {"sentiment": one_hot(SENTIMENTS, r[0])}, weight=0.7),
    TrainingSet("emotion/goemotions-train.tsv", lambda r: {"sentiment": one_group(r[1]), "emotion": shared_mass(r[0])},
                weight=0.6, columns=GOEMOTIONS),
    TrainingSet("emotion/tweeteval-train.tsv", lambda r: {"emotion": one_hot(EMOTIONS, TWEET_EMOTIONS[known(TWEET_EMOTIONS, r[0])])}),
    TrainingSet("toxicity/olid-train.tsv", lambda r: {"toxicity": float(known(OFFENSIVE, r[0]) == "offensive")}),
    TrainingSet("toxicity/davidson-train.tsv", lambda r: {"toxicity": float(known(SPEECH, r[0]) != "neither")}, weight=0.4),
    TrainingSet("own/sentiment-train.tsv", lambda r: {"sentiment": one_hot(SENTIMENTS, r[0])}, optional=True),
    TrainingSet("own/emotion-train.tsv", lambda r: {"emotion": shared_mass(r[0])}, optional=True),
    TrainingSet("own/toxicity-train.tsv", lambda r: {"toxicity": float(known(OFFENSIVE, r[0]) == "offensive")}, optional=True),
)


@dataclass(frozen=True)
class ValidationSet:
    """One file that answers one question with one label a row; rows with several emotions are left out."""

    name: str
    file: str
    question: str
    labels: tuple[str, ...]
    columns: tuple[str, ...] = SIMPLE
    calibrates: bool = False
    optional: bool = False

    def load(self, data):
        """Texts, and the place of each text's label in the labels."""
        path = pathlib.Path(data) / self.file
        if self.optional and not path.exists():
            return [], np.zeros(0, int)
        rows = [r for r in read_tsv(path, self.columns) if self.question != "emotion" or "," not in r[0]]
        try:
            return [unmask(r[-1]) for r in rows], np.array([self.labels.index(known(self.labels, r[0])) for r in rows], int)
        except ValueError as wrong:
            raise SystemExit(f"{path}: {wrong}") from None


VALIDATION = (
    ValidationSet("semeval-validation", "sentiment/semeval-validation.tsv", "sentiment", tuple(SENTIMENTS), calibrates=True),
    ValidationSet("sst-validation", "sentiment/sst-validation.tsv", "sentiment", tuple(SENTIMENTS)),
    ValidationSet("goemotions-validation (one label)", "emotion/goemotions-validation.tsv", "emotion", tuple(EMOTIONS),
                  columns=GOEMOTIONS, calibrates=True),
    ValidationSet("olid-validation", "toxicity/olid-validation.tsv", "toxicity", tuple(OFFENSIVE)),
    ValidationSet("own-sentiment-validation", "own/sentiment-validation.tsv", "sentiment", tuple(SENTIMENTS), optional=True),
    ValidationSet("own-emotion-validation", "own/emotion-validation.tsv", "emotion", tuple(EMOTIONS), optional=True),
    ValidationSet("own-toxicity-validation", "own/toxicity-validation.tsv", "toxicity", tuple(OFFENSIVE), optional=True),
)


def by_length(ids, size):
    """Batches of row numbers, rows of similar length together: little padding."""
    order = sorted(range(len(ids)), key=lambda k: len(ids[k]))
    return [order[s:s + size] for s in range(0, len(order), size)]


def pad(ids):
    """Token ids of several texts -> (ids, mask), both [texts, longest]."""
    shape = len(ids), max(len(i) for i in ids)
    input_ids, mask = np.zeros(shape, np.int64), np.zeros(shape, np.int64)
    for k, i in enumerate(ids):
        input_ids[k, :len(i)] = i
        mask[k, :len(i)] = 1
    return input_ids, mask
