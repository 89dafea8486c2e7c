"""Exports a Hugging Face text classifier as a bundle: ONNX and TorchScript, manifest, checksums, golden texts.

    python export.py my-model out/my-model
    python export.py my-model out/my-model --labels negative neutral positive --profile cardiff
    python export.py my-model out/my-model --int8 --texts posts.txt

Nothing is downloaded: my-model is a folder with config.json, the weights and the tokenizer.
"""
import argparse
import json
import os
import pathlib
import shutil

os.environ |= {"HF_HUB_OFFLINE": "1", "TRANSFORMERS_OFFLINE": "1", "TOKENIZERS_PARALLELISM": "false"}

import numpy as np
import torch
from tokenizers import Tokenizer
from transformers import AutoModelForSequenceClassification, AutoTokenizer

from bundle import Graph, apart, golden, graph, manifest, trace

OUTPUT = "logits"
OFFSET_POSITIONS = {"roberta", "xlm-roberta", "xlm-roberta-xl", "camembert", "roberta-prelayernorm", "longformer",
                    "data2vec-text", "mpnet", "xmod", "ibert"}
PROFILES = {
    "none": lambda text: text,
    # What stands between two spaces: mentions and links, as the Twitter models of Cardiff NLP want them.
    "cardiff": lambda text: " ".join("@user" if w.startswith("@") and len(w) > 1 else "http" if w.startswith("http") else w
                                     for w in text.split(" ")),
}
TEXTS = """\
Best pizza I ever had, thank you!
Never again, what a waste of money.
The library closes at 6 today.
my heart is broken 💔
Two hours on hold, then they hung up. Great job.
@AcmeSupport the update broke my phone again, see https://example.org/a1 😡
not great, not terrible
I'm so angry at my landlord right now!!
So proud of my sister, she passed all of her exams 🎉
Le service était très mauvais
今日はとても楽しい
UPDATE: v4.2 is OUT &amp; it crashes
scared of flying tomorrow...
👩‍👩‍👧‍👦 🏳️‍🌈 👍🏽
lol this cat is driving me crazy 😂
""".splitlines()


class Logits(torch.nn.Module):
    """A classifier that takes tensors by place and gives its logits, as a tuple of one."""

    def __init__(self, model):
        super().__init__()
        self.model = model

    def forward(self, input_ids, attention_mask):
        return (self.model(input_ids=input_ids, attention_mask=attention_mask).logits,)


class LogitsWithTypes(Logits):
    def forward(self, input_ids, attention_mask, token_type_ids):
        return (self.model(input_ids=input_ids, attention_mask=attention_mask, token_type_ids=token_type_ids).logits,)


def max_tokens(config, tokenizer):
    """What positions and tokenizer allow; RoBERTa and its kin count positions from behind the padding id."""
    positions = getattr(config, "max_position_embeddings", 512)
    if config.model_type in OFFSET_POSITIONS:
        positions -= config.pad_token_id + 1
    return min(positions, tokenizer.model_max_length)


def head(arguments, config):
    """The one question that a classifier answers."""
    labels = arguments.labels or [config.id2label[i] for i in range(config.num_labels)]
    if len(labels) != config.num_labels:
        raise SystemExit(f"--labels names {len(labels)} labels, but the model gives {config.num_labels} logits")
    if any(label.upper().startswith("LABEL_") or label.isdigit() for label in labels):
        raise SystemExit(f"the labels {labels} do not say what they mean; name them in this order with --labels")
    if config.problem_type == "regression":
        raise SystemExit("a regression model has no labels")
    several = config.problem_type == "multi_label_classification" or len(labels) == 1
    return {"name": arguments.head, "output": OUTPUT, "activation": "sigmoid" if several else "softmax", "labels": labels}


def quantised(arguments, full, small, rows, several):
    """
    Writes an int8 graph, and refuses it when too many labels change. Each text runs alone: the activations of dynamic
    int8 share one scale over a batch.
    """
    from onnxruntime.quantization import QuantType, quantize_dynamic

    quantize_dynamic(str(full), str(small), weight_type=QuantType.QInt8, per_channel=True, reduce_range=True)
    before, after = Graph(full), Graph(small)
    changed = 0
    for ids in rows:
        a, b = (g.logits(ids, (OUTPUT,))[OUTPUT] for g in (before, after))
        changed += bool(((a > 0) != (b > 0)).any()) if several else int(np.argmax(a) != np.argmax(b))
    share = changed / len(rows)
    print(f"int8: {changed} of {len(rows)} texts get another label ({share:.1%}, limit {arguments.max_disagreement:.1%})")
    if share > arguments.max_disagreement:
        small.unlink()
        raise SystemExit("int8 is refused: it changes too many labels; use the fp32 bundle, or allow more with --max-disagreement")


def parse():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("model", type=pathlib.Path, help="folder of the Hugging Face model")
    parser.add_argument("out", type=pathlib.Path, help="folder for the bundle")
    parser.add_argument("--id", help="id in the manifest; default: the folder's name")
    parser.add_argument("--version", default="1", help="version in the manifest")
    parser.add_argument("--head", default="sentiment", help="name of the head: sentiment, emotion, toxicity or your own")
    parser.add_argument("--labels", nargs="+", help="labels in the order of the logits; default: id2label")
    parser.add_argument("--profile", choices=PROFILES, default="none", help="text profile of the training")
    parser.add_argument("--texts", type=pathlib.Path, help="one text a line, for golden texts and the gate of int8")
    parser.add_argument("--int8", action="store_true", help="also writes OUT-int8, a bundle with a dynamic int8 graph")
    parser.add_argument("--max-disagreement", type=float, default=0.01,
                        help="share of texts whose label int8 may change (default 0.01)")
    return parser.parse_args()


def main():
    arguments = parse()
    if not (arguments.model / "config.json").is_file():
        raise SystemExit(f"{arguments.model} holds no config.json; name the folder of a Hugging Face model")
    out = arguments.out
    out.mkdir(parents=True, exist_ok=True)
    model = AutoModelForSequenceClassification.from_pretrained(arguments.model, attn_implementation="eager").float().eval()
    config = model.config
    question = head(arguments, config)
    slow = AutoTokenizer.from_pretrained(arguments.model, use_fast=True)
    limit = max_tokens(config, slow)
    slow.backend_tokenizer.no_padding()
    slow.backend_tokenizer.no_truncation()
    slow.backend_tokenizer.save(str(out / "tokenizer.json"))
    tokenizer = Tokenizer.from_file(str(out / "tokenizer.json"))
    tokenizer.enable_truncation(limit)
    types = "token_type_ids" in slow.model_input_names and getattr(config, "type_vocab_size", 0) > 1
    inputs = ("input_ids", "attention_mask") + (("token_type_ids",) if types else ())
    module = (LogitsWithTypes if types else Logits)(model)
    trace(module, inputs, out / "model.pt")
    graph(module, inputs, (OUTPUT,), out / "model.onnx")

    texts = TEXTS if arguments.texts is None else [t for t in arguments.texts.read_text(encoding="utf-8").splitlines() if t.strip()]
    normalize = PROFILES[arguments.profile]
    encode = lambda text: tokenizer.encode(text).ids
    rows = [encode(normalize(text)) for text in texts]
    largest = apart(out, rows, (OUTPUT,), inputs)
    print(f"{out}: TorchScript and ONNX differ by {largest:.1e} at most on {len(rows)} texts")
    if not largest < 1e-3:
        raise SystemExit("the formats do not agree; nothing was made that could be trusted")

    said = {"id": arguments.id or out.name, "version": arguments.version,
            "textProfile": {"name": arguments.profile, "version": 1}, "maxTokens": limit, "tokenizer": "tokenizer.json",
            "weights": {"onnx": "model.onnx", "torchscript": "model.pt"}, "heads": [question]}
    fp32 = Graph(out / "model.onnx")
    golden(out / "golden.jsonl", texts[:50], normalize, encode, {arguments.head: OUTPUT}, lambda ids: fp32.logits(ids, (OUTPUT,)))
    manifest(out, **said)
    if arguments.int8:
        small = out.with_name(out.name + "-int8")
        small.mkdir(exist_ok=True)
        quantised(arguments, out / "model.onnx", small / "model.onnx", rows, question["activation"] == "sigmoid")
        shutil.copy(out / "tokenizer.json", small / "tokenizer.json")
        int8 = Graph(small / "model.onnx")
        golden(small / "golden.jsonl", texts[:50], normalize, encode, {arguments.head: OUTPUT},
               lambda ids: int8.logits(ids, (OUTPUT,)))
        manifest(small, **said | {"id": said["id"] + "-int8", "weights": {"onnx": "model.onnx"}})


if __name__ == "__main__":
    main()
