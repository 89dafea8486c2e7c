"""The default model: a MiniLM encoder, mean pooling, and one linear head per question, all read from one forward pass."""
import onnx
import torch
from onnx import numpy_helper
from safetensors.torch import load_file

from data import EMOTIONS, SENTIMENTS, existing

ATTENTION_HEADS = 12
EXITS = (2, 4)

# The parts of a published BERT layer -> ours.
PARTS = {"attention.self.query": "query", "attention.self.key": "key", "attention.self.value": "value",
         "attention.output.dense": "output", "attention.output.LayerNorm": "attention_norm",
         "intermediate.dense": "up", "output.dense": "down", "output.LayerNorm": "output_norm"}


class Layer(torch.nn.Module):
    """One post-norm transformer layer, written so that ONNX tools recognise the attention pattern and fuse it."""

    def __init__(self, hidden):
        super().__init__()
        self.hidden = hidden
        self.query, self.key, self.value, self.output = (torch.nn.Linear(hidden, hidden) for _ in range(4))
        self.attention_norm = torch.nn.LayerNorm(hidden, eps=1e-12)
        self.up = torch.nn.Linear(hidden, 4 * hidden)
        self.down = torch.nn.Linear(4 * hidden, hidden)
        self.output_norm = torch.nn.LayerNorm(hidden, eps=1e-12)
        self.drop = torch.nn.Dropout(0.1)

    def split(self, x):
        """[batch, tokens, hidden] -> [batch, attention heads, tokens, hidden / attention heads]."""
        return x.view(x.size(0), x.size(1), ATTENTION_HEADS, self.hidden // ATTENTION_HEADS).permute(0, 2, 1, 3)

    def forward(self, x, bias):
        """`bias` is 0 where a token may be looked at and very negative at padding."""
        q, k, v = self.split(self.query(x)), self.split(self.key(x)), self.split(self.value(x))
        scores = torch.matmul(q, k.transpose(-1, -2)) / (self.hidden // ATTENTION_HEADS) ** 0.5 + bias
        context = torch.matmul(self.drop(torch.softmax(scores, dim=-1)), v).permute(0, 2, 1, 3).contiguous()
        x = self.attention_norm(self.drop(self.output(context.view(x.size(0), x.size(1), self.hidden))) + x)
        return self.output_norm(self.drop(self.down(torch.nn.functional.gelu(self.up(x)))) + x)


class Encoder(torch.nn.Module):
    """Word and position vectors, then the layers."""

    def __init__(self, vocabulary, positions, hidden, layers):
        super().__init__()
        self.hidden = hidden
        self.words = torch.nn.Embedding(vocabulary, hidden)
        self.positions = torch.nn.Embedding(positions, hidden)
        self.norm = torch.nn.LayerNorm(hidden, eps=1e-12)
        self.layers = torch.nn.ModuleList(Layer(hidden) for _ in range(layers))
        self.drop = torch.nn.Dropout(0.1)

    def forward(self, input_ids, attention_mask, taps=()):
        """Token vectors, [batch, tokens] -> [batch, tokens, hidden]; with `taps`, also those after the named layers."""
        where = torch.arange(input_ids.size(1), device=input_ids.device)
        x = self.drop(self.norm(self.words(input_ids) + self.positions(where).unsqueeze(0)))
        bias = (1.0 - attention_mask[:, None, None, :].to(torch.float32)) * -10000.0
        tapped = []
        for index, layer in enumerate(self.layers, start=1):
            x = layer(x, bias)
            if index in taps:
                tapped.append(x)
        return (x, tapped) if taps else x


def with_matrices(graph, tensors):
    """An export stores the matrix of a linear layer transposed and without its name; the name is taken from the node."""
    for node in graph.node:
        if node.op_type == "MatMul" and node.input[1] in tensors:
            name = node.name.strip("/").replace("/", ".").replace(".MatMul", "") + ".weight"
            tensors[name] = tensors[node.input[1]].T.contiguous()
    return tensors


def encoder_state(tensors):
    """Names of a published BERT export -> names of `Encoder`."""
    state = {}
    for name, tensor in tensors.items():
        if name.startswith("encoder.layer."):
            _, _, index, rest = name.split(".", 3)
            part, kind = rest.rsplit(".", 1)
            state[f"layers.{index}.{PARTS[part]}.{kind}"] = tensor
    # Every input is one segment, so the first token-type vector is folded into the word vectors.
    state["words.weight"] = tensors["embeddings.word_embeddings.weight"] + tensors["embeddings.token_type_embeddings.weight"][0]
    state["positions.weight"] = tensors["embeddings.position_embeddings.weight"]
    state["norm.weight"], state["norm.bias"] = tensors["embeddings.LayerNorm.weight"], tensors["embeddings.LayerNorm.bias"]
    return state


def load_encoder(path):
    """Reads the encoder weights out of a published ONNX export of a BERT-shaped sentence encoder."""
    graph = onnx.load(existing(path, "README.md, step 2, fetches the base encoder")).graph
    tensors = with_matrices(graph, {t.name: torch.tensor(numpy_helper.to_array(t)) for t in graph.initializer})
    try:
        state = encoder_state(tensors)
    except KeyError as name:
        raise SystemExit(f"{path} is no plain fp32 export of all-MiniLM-L6-v2: {name} is not as expected") from None
    layers = 1 + max(int(n.split(".")[1]) for n in state if n.startswith("layers."))
    vocabulary, hidden = state["words.weight"].shape
    encoder = Encoder(vocabulary, state["positions.weight"].shape[0], hidden, layers)
    encoder.load_state_dict(state)
    return encoder


def load_weights(path):
    """Weights that `train.py` (model.pt) or `export.py` (weights-fp16.safetensors) wrote, in fp32."""
    path = existing(path, "train.py writes the weights")
    weights = load_file(path) if path.suffix == ".safetensors" else torch.load(path, weights_only=True)
    return {name: tensor.float() for name, tensor in weights.items()}


def mean(states, attention_mask):
    """Mean of the token vectors, [batch, tokens, hidden] -> [batch, hidden]."""
    mask = attention_mask.unsqueeze(-1).float()
    return (states * mask).sum(1) / mask.sum(1)


class SocialModel(torch.nn.Module):
    """Heads on the last layer, and early sentiment exits (trained with it, used for faster variants)."""

    def __init__(self, encoder):
        super().__init__()
        hidden = encoder.hidden
        self.enc = encoder
        self.drop = torch.nn.Dropout(0.1)
        self.sentiment = torch.nn.Linear(hidden, len(SENTIMENTS))
        self.emotion = torch.nn.Linear(hidden, len(EMOTIONS))
        self.toxicity = torch.nn.Linear(hidden, 1)
        self.exits = torch.nn.ModuleList(torch.nn.Linear(hidden, len(SENTIMENTS)) for _ in EXITS)

    def pool(self, input_ids, attention_mask):
        """The vector of a text, [batch, tokens] -> [batch, hidden]."""
        return mean(self.enc(input_ids, attention_mask), attention_mask)

    def forward(self, input_ids, attention_mask):
        """Logits for sentiment, emotion and toxicity, and the sentiment logits of the early exits."""
        states, tapped = self.enc(input_ids, attention_mask, taps=EXITS)
        pooled = self.drop(mean(states, attention_mask))
        early = [head(self.drop(mean(t, attention_mask))) for head, t in zip(self.exits, tapped)]
        return self.sentiment(pooled), self.emotion(pooled), self.toxicity(pooled).squeeze(-1), early
