"""Exports the default model as a bundle of both formats, fp32, from the weights that its training wrote.

    python default_model.py --weights weights-fp16.safetensors --out out/social-en-torch
"""
import argparse
import json
import pathlib
import shutil
import sys

import torch
from tokenizers import Tokenizer

from bundle import apart, golden, graph, manifest, trace, Graph

HERE = pathlib.Path(__file__).resolve().parent
SHIPPED = HERE.parent.parent / "sentiment-onnx/src/main/resources/dev/sentiment4j/models/social-en"
sys.path.insert(1, str(HERE.parent.parent / "sentiment-onnx/training"))

from golden_texts import GOLDEN  # noqa: E402
from model import Encoder, SocialModel, load_weights  # noqa: E402
from social_text import social  # noqa: E402

INPUTS, OUTPUTS = ("input_ids", "attention_mask"), ("sentiment", "emotion", "toxicity")


class Heads(torch.nn.Module):
    """The three heads on the last layer, without the early exits."""

    def __init__(self, model):
        super().__init__()
        self.model = model

    def forward(self, input_ids, attention_mask):
        pooled = self.model.pool(input_ids, attention_mask)
        return self.model.sentiment(pooled), self.model.emotion(pooled), self.model.toxicity(pooled)


def load(path):
    """The model, its sizes read from its weights."""
    weights = load_weights(path)
    vocabulary, hidden = weights["enc.words.weight"].shape
    layers = 1 + max(int(name.split(".")[2]) for name in weights if name.startswith("enc.layers."))
    model = SocialModel(Encoder(vocabulary, weights["enc.positions.weight"].shape[0], hidden, layers))
    model.load_state_dict(weights)
    return Heads(model.eval())


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--weights", type=pathlib.Path, required=True, help="weights-fp16.safetensors or model.pt of the training")
    parser.add_argument("--out", type=pathlib.Path, required=True, help="folder for the bundle")
    arguments = parser.parse_args()
    out = arguments.out
    out.mkdir(parents=True, exist_ok=True)
    module = load(arguments.weights)
    trace(module, INPUTS, out / "model.pt")
    graph(module, INPUTS, OUTPUTS, out / "model.onnx")
    for name in ("tokenizer.json", "emoji-names.tsv"):
        shutil.copy(SHIPPED / name, out / name)
    tokenizer = Tokenizer.from_file(str(out / "tokenizer.json"))
    tokenizer.no_padding()
    said = json.loads((SHIPPED / "sentiment4j.json").read_text(encoding="utf-8"))
    tokenizer.enable_truncation(said["maxTokens"])
    fp32 = Graph(out / "model.onnx")
    golden(out / "golden.jsonl", GOLDEN, social, lambda text: tokenizer.encode(text).ids, dict(zip(OUTPUTS, OUTPUTS)),
           lambda ids: fp32.logits(ids, OUTPUTS))
    said |= {"id": "social-en-torch", "weights": {"onnx": "model.onnx", "torchscript": "model.pt"}}
    for key in ("sha256", "embedding", "validation"):
        said.pop(key, None)
    manifest(out, **said)
    rows = [tokenizer.encode(social(text)).ids for text in GOLDEN]
    print(f"{out}: the formats differ by {apart(out, rows, OUTPUTS, INPUTS):.1e} at most on {len(rows)} golden texts")


if __name__ == "__main__":
    main()
