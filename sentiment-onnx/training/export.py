"""Writes the model bundle: ONNX with packed weights, tokenizer, emoji names, golden texts, manifest.

    python export.py --weights out/model.pt --data data --out out/social-en

By-products (fp32 graph, fp16 weights, parity texts) go to another folder, because they are not part of the bundle.
"""
import argparse
import hashlib
import json
import pathlib
import warnings

import emoji
import numpy as np
import onnx
import torch
from onnx import TensorProto, helper, numpy_helper
from onnxruntime.transformers import optimizer
from safetensors.torch import save_file

from bundle import QUESTIONS, Bundle, load_tokenizer
from data import EMOTIONS, GOEMOTIONS, SENTIMENTS, SIMPLE, SOURCES, read_tsv
from evaluate import evaluate, show
from golden_texts import GOLDEN
from model import ATTENTION_HEADS, SocialModel, load_encoder, load_weights
from social_text import SKIN_TONE, social

MAX_TOKENS = 128
OPSET = 17
FILES = ("emoji-names.tsv", "golden.jsonl", "model.onnx", "tokenizer.json")


class Exported(torch.nn.Module):
    """The model without its early exits, with the vector of the text as a fourth output."""

    def __init__(self, model):
        super().__init__()
        self.model = model

    def forward(self, input_ids, attention_mask):
        pooled = self.model.pool(input_ids, attention_mask)
        return self.model.sentiment(pooled), self.model.emotion(pooled), self.model.toxicity(pooled), pooled


def write_graph(model, target):
    """Traces the model into an fp32 ONNX graph with dynamic batch and length, and fuses the attention."""
    raw = target.with_name("raw.onnx")
    ids = torch.randint(1000, 2000, (2, 9))
    inputs, outputs = ["input_ids", "attention_mask"], [*QUESTIONS, "embedding"]
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # the fusion knows the graphs of this exporter
        torch.onnx.export(Exported(model), (ids, torch.ones_like(ids)), str(raw), dynamo=False, opset_version=OPSET,
                          input_names=inputs, output_names=outputs,
                          dynamic_axes={n: {0: "batch", 1: "tokens"} for n in inputs} | {n: {0: "batch"} for n in outputs})
    fused = optimizer.optimize_model(str(raw), model_type="bert", num_heads=ATTENTION_HEADS, hidden_size=model.enc.hidden, opt_level=0)
    found = fused.get_fused_operator_statistics()["Attention"]
    if found != len(model.enc.layers):
        raise SystemExit(f"attention fused in {found} of {len(model.enc.layers)} layers: use the versions of requirements.txt")
    fused.save_model_to_file(str(target))
    raw.unlink()


def separate_layer_norms(graph):
    """Takes the sums out of the fused SkipLayerNormalization nodes.

    On a CPU ONNX Runtime adds and normalises in two nodes eight times as fast as in the fused one: 12 % of a forward pass.
    """
    nodes = []
    for node in graph.node:
        if node.op_type != "SkipLayerNormalization":
            nodes.append(node)
            continue
        value, skip, gamma, beta, *bias = node.input
        if bias:
            nodes.append(helper.make_node("Add", [value, bias[0]], [node.name + ".biased"], name=node.name + ".bias"))
            value = node.name + ".biased"
        nodes.append(helper.make_node("Add", [value, skip], [node.name + ".sum"], name=node.name + ".add"))
        epsilon = next(a.f for a in node.attribute if a.name == "epsilon")
        nodes.append(helper.make_node("LayerNormalization", [node.name + ".sum", gamma, beta], [node.output[0]], name=node.name,
                                      axis=-1, epsilon=epsilon))
    del graph.node[:]
    graph.node.extend(nodes)


def pack(weight, per_row):
    """int8 values and one scale per output channel (per row for embeddings)."""
    largest = np.abs(weight).max(axis=1 if per_row else 0, keepdims=True)
    scale = np.maximum(largest, 1e-12).astype(np.float32) / 127
    return np.clip(np.round(weight / scale), -127, 127).astype(np.int8), scale


def pack_weights(source, target):
    """Stores the large weights of a graph as int8: a quarter of the size.

    Two standard nodes, Cast and Mul, restore them; ONNX Runtime folds both away when it loads the model, so it computes
    in fp32 as before. Unlike dynamic int8, whose activation scales are taken over the whole batch, the answer for a text
    does not depend on the other texts in its batch.
    """
    model = onnx.load(source)
    graph = model.graph
    embeddings = {n.input[0] for n in graph.node if n.op_type == "Gather"}
    tensors, restore = [], []
    for tensor in graph.initializer:
        weight, name = numpy_helper.to_array(tensor), tensor.name
        if weight.dtype != np.float32 or weight.ndim != 2 or weight.size < 10_000:
            tensors.append(tensor)
            continue
        packed, scale = pack(weight, per_row=name in embeddings)
        tensors += [numpy_helper.from_array(packed, name + ".int8"), numpy_helper.from_array(scale, name + ".scale")]
        restore += [helper.make_node("Cast", [name + ".int8"], [name + ".cast"], to=TensorProto.FLOAT, name=name + ".cast"),
                    helper.make_node("Mul", [name + ".cast", name + ".scale"], [name], name=name + ".restore")]
    nodes = list(graph.node)
    del graph.initializer[:], graph.node[:]
    graph.initializer.extend(tensors)
    graph.node.extend(restore + nodes)
    separate_layer_norms(graph)
    onnx.save(model, target)


def write_emoji_names(path):
    """Code points in hexadecimal, a tab, the English name in words: what step `emoji` of the profile replaces by what."""
    names = {chars: " ".join(d["en"].strip(":").replace("_", " ").replace("’", "'").split())
             for chars, d in emoji.EMOJI_DATA.items() if not SKIN_TONE.search(chars)}
    with open(path, "w", encoding="utf-8", newline="\n") as f:
        for chars, name in sorted(names.items()):
            f.write(f"{' '.join(f'{ord(c):X}' for c in chars)}\t{name}\n")


def write_pairs(path, texts, bundle):
    """One JSON line a text: the text after the profile, the token ids, the logits when it is computed alone."""
    with open(path, "w", encoding="utf-8", newline="\n") as f:
        for text in texts:
            normal = social(text)
            ids = bundle.tokenizer.encode(normal).ids
            logits = {question: [round(float(v), 5) for v in values[0]] for question, values in bundle.infer([ids]).items()}
            f.write(json.dumps({"text": text, "normalized": normal, "ids": ids, "logits": logits}, ensure_ascii=False) + "\n")


def parity_texts(data):
    """Real posts for the comparison of two implementations; research data, so they stay out of the bundle."""
    data = pathlib.Path(data)
    tweets = read_tsv(data / "sentiment" / "semeval-validation.tsv", SIMPLE)[:300]
    comments = read_tsv(data / "emotion" / "goemotions-validation.tsv", GOEMOTIONS)[:100]
    return [row[-1] for row in tweets + comments]


def manifest(folder, args, figures, temperatures):
    """What `sentiment4j.json` says about the bundle."""
    def head(name, labels, **more):
        return {"name": name, "output": name, "activation": "softmax", "labels": labels, **more}

    return {
        "id": args.id, "version": args.version, "language": ["en"], "licence": "Apache-2.0",
        "base": "sentence-transformers/all-MiniLM-L6-v2 (Apache-2.0)",
        "textProfile": {"name": "social", "version": 1, "emojiNames": "emoji-names.tsv"},
        "maxTokens": MAX_TOKENS, "tokenizer": "tokenizer.json", "weights": {"onnx": "model.onnx"},
        "embedding": {"output": "embedding", "size": 384},
        "heads": [
            head("sentiment", SENTIMENTS, temperature=round(temperatures["sentiment"], 3)),
            head("emotion", EMOTIONS, temperature=round(temperatures["emotion"], 3)),
            head("toxicity", ["toxic"], threshold=0.5) | {"activation": "sigmoid"},
        ],
        "training": SOURCES,
        "validation": {name: {metric: round(value, 4) for metric, value in values.items()} for name, values in figures.items()},
        "sha256": {name: hashlib.sha256((folder / name).read_bytes()).hexdigest() for name in FILES},
    }


def arguments():
    parser = argparse.ArgumentParser(description="Writes the model bundle.", formatter_class=argparse.ArgumentDefaultsHelpFormatter)
    parser.add_argument("--weights", default="out/model.pt", help="what train.py wrote, or weights-fp16.safetensors of an earlier export")
    parser.add_argument("--base", default="base/all-minilm-l6-v2.onnx", help="the base encoder")
    parser.add_argument("--tokenizer", default="base/all-minilm-l6-v2-tokenizer.json", help="its tokenizer")
    parser.add_argument("--data", default="data", help="folder of the labelled posts")
    parser.add_argument("--out", default="out/social-en", help="folder for the bundle")
    parser.add_argument("--extras", default="out/extras", help="folder for the by-products")
    parser.add_argument("--id", default="social-en", help="id in the manifest")
    parser.add_argument("--version", default="1.0.0", help="version in the manifest")
    return parser.parse_args()


def main():
    args = arguments()
    out, extras = pathlib.Path(args.out), pathlib.Path(args.extras)
    weights = load_weights(args.weights)
    model = SocialModel(load_encoder(args.base))
    model.load_state_dict(weights)
    model.eval()
    tokenizer = load_tokenizer(args.tokenizer, MAX_TOKENS)
    for folder in (out, extras):
        folder.mkdir(parents=True, exist_ok=True)

    print("graph: tracing, fusing, packing", flush=True)
    write_graph(model, extras / "model-fp32.onnx")
    pack_weights(extras / "model-fp32.onnx", out / "model.onnx")
    save_file({n: t.half().contiguous() for n, t in model.state_dict().items()}, str(extras / "weights-fp16.safetensors"))
    tokenizer.save(str(out / "tokenizer.json"))

    bundle = Bundle(out)
    print("validation with fp32 weights", flush=True)
    show(evaluate(Bundle(out, extras.absolute() / "model-fp32.onnx").predict, args.data)[0])
    print("validation with packed weights", flush=True)
    figures, temperatures = evaluate(bundle.predict, args.data)
    show(figures)

    print("emoji names, golden texts, manifest", flush=True)
    write_emoji_names(out / "emoji-names.tsv")
    write_pairs(out / "golden.jsonl", GOLDEN, bundle)
    write_pairs(extras / "parity.jsonl", parity_texts(args.data), bundle)
    text = json.dumps(manifest(out, args, figures, temperatures), indent=2, ensure_ascii=False) + "\n"
    (out / "sentiment4j.json").write_text(text, encoding="utf-8", newline="\n")
    for path in sorted([*out.iterdir(), *extras.iterdir()]):
        print(f"{path.stat().st_size:11,} {path}")


if __name__ == "__main__":
    main()
