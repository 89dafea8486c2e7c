"""Writes model bundles that hold the same weights as ONNX and as TorchScript; see README.md."""
import hashlib
import json
import pathlib
import warnings

import numpy as np
import onnxruntime as ort
import torch

OPSET = 17


def trace(module, inputs, path):
    """
    TorchScript. The sample has two rows of different lengths, so that neither a shape nor an absent mask is baked in.
    """
    with warnings.catch_warnings(), torch.no_grad():
        warnings.simplefilter("ignore")
        traced = torch.jit.trace(module.eval(), sample(inputs), strict=False, check_trace=False)
        torch.jit.save(traced, str(path))


def graph(module, inputs, outputs, path):
    """An fp32 ONNX graph for batches and texts of any size."""
    axes = {name: {0: "batch", 1: "tokens"} for name in inputs} | {name: {0: "batch"} for name in outputs}
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        torch.onnx.export(module.eval(), sample(inputs), str(path), dynamo=False, opset_version=OPSET,
                          input_names=list(inputs), output_names=list(outputs), dynamic_axes=axes)


def sample(inputs):
    mask = torch.ones((2, 9), dtype=torch.int64)
    mask[1, 5:] = 0
    cells = {"input_ids": torch.arange(18).reshape(2, 9) + 5, "attention_mask": mask,
             "token_type_ids": torch.zeros((2, 9), dtype=torch.int64)}
    return tuple(cells[name] for name in inputs)


class Graph:
    """An ONNX graph, run one text at a time."""

    def __init__(self, path):
        options = ort.SessionOptions()
        options.log_severity_level = 3
        self.session = ort.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])
        self.inputs = [v.name for v in self.session.get_inputs()]

    def logits(self, ids, outputs):
        cells = {"input_ids": [ids], "attention_mask": [[1] * len(ids)], "token_type_ids": [[0] * len(ids)]}
        found = self.session.run(list(outputs), {n: np.array(cells[n], np.int64) for n in self.inputs})
        return {name: values[0] for name, values in zip(outputs, found)}


def golden(path, texts, normalize, encode, heads, run):
    """
    One JSON line a text: the text after its profile, the whole model input, and by head the logits of the text alone.

    heads: the graph output of each head; run: ids -> logits by output
    """
    with open(path, "w", encoding="utf-8", newline="\n") as file:
        for text in texts:
            normalized = normalize(text)
            ids = encode(normalized)
            found = run(ids)
            logits = {head: [round(float(v), 5) for v in found[output]] for head, output in heads.items()}
            row = {"text": text, "normalized": normalized, "ids": ids, "logits": logits}
            file.write(json.dumps(row, ensure_ascii=False) + "\n")


def manifest(folder, **said):
    """sentiment4j.json with the checksums of everything else in the folder."""
    files = sorted(p for p in pathlib.Path(folder).iterdir() if p.is_file() and p.name != "sentiment4j.json")
    said["sha256"] = {p.name: hashlib.sha256(p.read_bytes()).hexdigest() for p in files}
    text = json.dumps(said, indent=2, ensure_ascii=False) + "\n"
    (pathlib.Path(folder) / "sentiment4j.json").write_text(text, encoding="utf-8", newline="\n")


def apart(folder, rows, outputs, inputs):
    """The largest difference of a logit between the two formats, over rows of ids."""
    module, onnx_graph, largest = torch.jit.load(str(folder / "model.pt")), Graph(folder / "model.onnx"), 0.0
    for ids in rows:
        cells = {"input_ids": torch.tensor([ids]), "attention_mask": torch.ones((1, len(ids)), dtype=torch.int64),
                 "token_type_ids": torch.zeros((1, len(ids)), dtype=torch.int64)}
        with torch.no_grad():
            found = module(*(cells[name] for name in inputs))
        for tensor, expected in zip(found, onnx_graph.logits(ids, outputs).values()):
            largest = max(largest, float(np.abs(tensor[0].numpy() - expected).max()))
    return largest
