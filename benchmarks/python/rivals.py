"""Other ways to run the default model's sentiment head from Python, timed on request, one after the other.

    python rivals.py --model DIR --texts FILE [--threads N]

DIR holds model.onnx and tokenizer.json, FILE one JSON string a line: texts as the text profile leaves them. Standard output
carries one JSON object a line and nothing else; README.md has the protocol.
"""
import argparse
import collections
import json
import os
import pathlib
import platform
import sys
import time

AGREEMENT_TEXTS = 16
TOLERANCE = 1e-3
WARM_UP_TEXTS = 64


def arguments():
    parser = argparse.ArgumentParser(description="Times other ways to run the default model, on request.")
    parser.add_argument("--model", required=True, type=pathlib.Path, help="folder with model.onnx and tokenizer.json")
    parser.add_argument("--texts", required=True, type=pathlib.Path, help="one JSON string a line")
    parser.add_argument("--threads", type=int, default=os.cpu_count(), help="of PyTorch and of ONNX Runtime; default: all cores")
    return parser.parse_args()


def prepare_process(threads):
    """Settings that the libraries read when they are loaded, and a standard output that is the protocol's alone."""
    os.environ["HF_HUB_OFFLINE"] = "1"
    # A pipeline would switch this off for the whole process, and with it the parallel tokenising of the ONNX Runtime set-ups.
    os.environ["TOKENIZERS_PARALLELISM"] = "true"
    os.environ["RAYON_NUM_THREADS"] = str(threads)
    answers = os.fdopen(os.dup(1), "w", encoding="utf-8", buffering=1)
    os.dup2(2, 1)
    return answers


def log(message):
    print(message, file=sys.stderr, flush=True)


def existing(path):
    if not path.is_file():
        raise SystemExit(f"{path} is missing; README.md says what --model and --texts name")
    return path


def read_texts(path):
    texts = []
    for number, line in enumerate(existing(path).read_text(encoding="utf-8").split("\n"), start=1):
        if line.strip():
            try:
                texts.append(json.loads(line))
            except json.JSONDecodeError:
                texts.append(None)
            if not isinstance(texts[-1], str):
                raise SystemExit(f"{path}, line {number}, is no JSON string; write one text a line, in quotes")
    if not texts:
        raise SystemExit(f"{path} holds no texts; write one JSON string a line")
    return texts


def read_labels(folder):
    """The head's labels by its outputs' order, from the manifest if there is one; otherwise the model's numbers for them."""
    manifest = folder / "sentiment4j.json"
    if not manifest.is_file():
        return ["0", "1", "2"]
    heads = json.loads(manifest.read_text(encoding="utf-8"))["heads"]
    return next(head["labels"] for head in heads if head["name"] == "sentiment")


class OnnxRuntime:
    """ONNX Runtime with the `tokenizers` library: the shortest program that answers."""

    def __init__(self, folder, labels, threads):
        import onnxruntime
        import tokenizers
        self.labels = labels
        self.tokenizer = tokenizers.Tokenizer.from_file(str(existing(folder / "tokenizer.json")))
        self.tokenizer.no_padding()
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = threads
        self.session = onnxruntime.InferenceSession(str(existing(folder / "model.onnx")), options, providers=["CPUExecutionProvider"])

    def logits(self, ids):
        """One call of the engine for one batch of token ids."""
        import numpy as np
        lengths = np.array([len(row) for row in ids])
        input_ids = np.zeros((len(ids), lengths.max()), np.int64)
        for row, values in zip(input_ids, ids):
            row[:len(values)] = values
        mask = (np.arange(lengths.max()) < lengths[:, None]).astype(np.int64)
        return self.session.run(["sentiment"], {"input_ids": input_ids, "attention_mask": mask})[0]

    def one_by_one(self, texts):
        return [self.labels[self.logits([self.tokenizer.encode(text).ids])[0].argmax()] for text in texts]

    def sorted_batches(self, texts, size):
        ids = [encoding.ids for encoding in self.tokenizer.encode_batch(texts)]
        order = sorted(range(len(ids)), key=lambda k: len(ids[k]), reverse=True)
        labels = [""] * len(ids)
        for start in range(0, len(order), size):
            rows = order[start:start + size]
            for k, best in zip(rows, self.logits([ids[k] for k in rows]).argmax(axis=1)):
                labels[k] = self.labels[best]
        return labels


def hugging_face(folder, labels, max_tokens):
    """The model with the same weights, and the tokenizer, as `transformers` wants them."""
    import same_weights
    from transformers import PreTrainedTokenizerFast
    tokenizer = PreTrainedTokenizerFast(
        tokenizer_file=str(folder / "tokenizer.json"), model_max_length=max_tokens, pad_token="[PAD]", unk_token="[UNK]",
        cls_token="[CLS]", sep_token="[SEP]", mask_token="[MASK]")
    return same_weights.load(str(folder / "model.onnx"), labels), tokenizer


def check_agreement(model, tokenizer, onnx_runtime, texts):
    """Both sides, each with its own tokenizer, must give the same logits, or the times would compare two models."""
    import numpy as np
    import torch
    expected = onnx_runtime.logits([onnx_runtime.tokenizer.encode(text).ids for text in texts])
    with torch.inference_mode():
        found = model(**tokenizer(texts, padding=True, truncation=True, return_tensors="pt")).logits.numpy()
    gap = float(np.abs(expected - found).max())
    if not gap <= TOLERANCE:
        raise SystemExit(f"the logits of PyTorch and of ONNX Runtime differ by {gap:.1e} on the first {len(texts)} texts, more than "
                         f"{TOLERANCE:.0e}: the weights were not carried over faithfully, so no times are taken; compare "
                         "same_weights.py with sentiment-onnx/training/export.py")
    log(f"PyTorch and ONNX Runtime agree on {len(texts)} texts: largest difference of a logit {gap:.1e}")


def set_ups(args, texts):
    """By name, functions from a list of texts to a list of labels."""
    import torch
    from transformers import pipeline
    torch.set_num_threads(args.threads)
    labels = read_labels(args.model)
    onnx_runtime = OnnxRuntime(args.model, labels, args.threads)
    max_tokens = (onnx_runtime.tokenizer.truncation or {"max_length": 512})["max_length"]
    model, tokenizer = hugging_face(args.model, labels, max_tokens)
    check_agreement(model, tokenizer, onnx_runtime, texts[:AGREEMENT_TEXTS])

    def hugging_face_pipeline(size):
        classify = pipeline("text-classification", model=model, tokenizer=tokenizer, batch_size=size, device="cpu")
        return lambda chosen: [answer["label"] for answer in classify(chosen, truncation=True)]

    found = {f"hf-pipeline-{size}": hugging_face_pipeline(size) for size in (1, 8, 32, 64)}
    found["onnxruntime-py-1"] = onnx_runtime.one_by_one
    found["onnxruntime-py-16-sorted"] = lambda chosen: onnx_runtime.sorted_batches(chosen, 16)
    return found


def versions(threads):
    import onnxruntime
    import tokenizers
    import torch
    import transformers
    return {"python": platform.python_version(), "torch": torch.__version__, "transformers": transformers.__version__,
            "tokenizers": tokenizers.__version__, "onnxruntime": onnxruntime.__version__, "threads": threads}


class Timer:
    """Answers requests; warms each set-up up before it is timed for the first time."""

    def __init__(self, found, texts):
        self.found = found
        self.texts = texts
        self.warm = set()

    def answer(self, request):
        name = request.get("run")
        count = request.get("texts", len(self.texts))
        if name not in self.found:
            return {"run": name, "error": "no such set-up; there are " + ", ".join(self.found)}
        if not isinstance(count, int) or not 1 <= count <= len(self.texts):
            return {"run": name, "error": f"texts must be a number from 1 to {len(self.texts)}, as many as the file holds"}
        run = self.found[name]
        if name not in self.warm:
            run(self.texts[:WARM_UP_TEXTS])
            self.warm.add(name)
        chosen = self.texts[:count]
        start = time.perf_counter()
        labels = run(chosen)
        seconds = time.perf_counter() - start
        return {"run": name, "texts": count, "seconds": round(seconds, 6), "labels": dict(sorted(collections.Counter(labels).items()))}


def serve(answers, timer):
    for line in iter(sys.stdin.readline, ""):
        if not line.strip():
            continue
        try:
            request = json.loads(line)
        except json.JSONDecodeError:
            request = None
        if not isinstance(request, dict):
            answer = {"error": 'a request is one JSON object a line, for example {"run": "hf-pipeline-8", "texts": 256}'}
        elif request.get("quit"):
            return
        else:
            answer = timer.answer(request)
        print(json.dumps(answer), file=answers, flush=True)


def main():
    args = arguments()
    if args.threads < 1:
        raise SystemExit("--threads must be at least 1")
    answers = prepare_process(args.threads)
    texts = read_texts(args.texts)
    found = set_ups(args, texts)
    print(json.dumps({"ready": list(found), "versions": versions(args.threads)}), file=answers, flush=True)
    serve(answers, Timer(found, texts))


if __name__ == "__main__":
    main()
