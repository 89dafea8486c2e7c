"""A model bundle as a host sees it: text -> profile -> token ids -> ONNX Runtime -> logits by question."""
import pathlib

import numpy as np
import onnxruntime as ort
from tokenizers import Tokenizer

from data import by_length, existing, pad
from social_text import social

QUESTIONS = ("sentiment", "emotion", "toxicity")


def load_tokenizer(path, max_tokens):
    """The tokenizer without padding, cutting at `max_tokens`."""
    tokenizer = Tokenizer.from_file(str(existing(path, "README.md, step 2, fetches the base tokenizer")))
    tokenizer.no_padding()
    tokenizer.enable_truncation(max_tokens)
    return tokenizer


def encode(tokenizer, texts):
    """Raw posts -> token ids, through the profile."""
    return [e.ids for e in tokenizer.encode_batch([social(t) for t in texts])]


class Bundle:
    """A tokenizer and a graph. `model` may name another graph than the bundle's own."""

    def __init__(self, folder, model="model.onnx"):
        folder = pathlib.Path(folder)
        self.tokenizer = Tokenizer.from_file(str(existing(folder / "tokenizer.json", "export.py writes it")))
        self.session = ort.InferenceSession(str(existing(folder / model, "export.py writes it")), providers=["CPUExecutionProvider"])

    def infer(self, ids):
        """Logits by question for one batch of token ids."""
        input_ids, mask = pad(ids)
        return dict(zip(QUESTIONS, self.session.run(QUESTIONS, {"input_ids": input_ids, "attention_mask": mask})))

    def predict(self, texts):
        """Logits by question for raw posts, in their order, computed in batches of similar length."""
        ids = encode(self.tokenizer, texts)
        logits = {}
        for rows in by_length(ids, 32):
            for question, values in self.infer([ids[k] for k in rows]).items():
                logits.setdefault(question, np.zeros((len(ids), values.shape[1]), np.float32))[rows] = values
        return logits
