"""The default model's sentiment head as a Hugging Face BertForSequenceClassification, from the weights in model.onnx."""
import onnx
import torch
from onnx import numpy_helper
from transformers import BertConfig, BertForSequenceClassification, BertModel
from transformers.modeling_outputs import BaseModelOutputWithPoolingAndCrossAttentions

HEAD = "sentiment"

# The last parts of a layer's names in the graph -> those of Hugging Face.
PARTS = {"output": "attention.output.dense", "attention_norm": "attention.output.LayerNorm",
         "up": "intermediate.dense", "down": "output.dense", "output_norm": "output.LayerNorm"}


class MeanPooledBert(BertModel):
    """The stock encoder; only the vector of a text is the mean of its token vectors, where BERT takes the first token's."""

    def __init__(self, config):
        super().__init__(config, add_pooling_layer=False)

    def forward(self, input_ids=None, attention_mask=None, **others):
        states = super().forward(input_ids, attention_mask=attention_mask, **others).last_hidden_state
        mask = attention_mask.unsqueeze(-1).to(states.dtype)
        return BaseModelOutputWithPoolingAndCrossAttentions(
            last_hidden_state=states, pooler_output=(states * mask).sum(1) / mask.sum(1))


def restored(graph):
    """The weights by name, in fp32: the file holds the large ones as int8 and a scale each, as an ONNX engine restores them."""
    stored = {tensor.name: torch.tensor(numpy_helper.to_array(tensor)) for tensor in graph.initializer}
    weights = {name: tensor for name, tensor in stored.items() if not name.endswith((".int8", ".scale"))}
    for name, tensor in stored.items():
        if name.endswith(".int8"):
            whole = name.removesuffix(".int8")
            weights[whole] = tensor.float() * stored[whole + ".scale"]
    return weights


def attention(graph, weights):
    """The fused attention of all layers, in their order, under the names that Hugging Face gives the three parts."""
    state = {}
    nodes = [node for node in graph.node if node.op_type == "Attention"]
    for index, node in enumerate(nodes):
        matrices, biases = weights[node.input[1]].chunk(3, dim=1), weights[node.input[2]].chunk(3)
        for part, matrix, bias in zip(("query", "key", "value"), matrices, biases):
            name = f"bert.encoder.layer.{index}.attention.self.{part}"
            state[name + ".weight"], state[name + ".bias"] = matrix.T.contiguous(), bias.contiguous()
    return state, len(nodes), next(a.i for a in nodes[0].attribute if a.name == "num_heads")


def dense(graph, weights):
    """The other matrices of the layers: the export transposes them and drops their names, which the nodes still have."""
    state = {}
    for node in graph.node:
        if node.op_type == "MatMul" and node.input[1] in weights:
            index, part = node.name.split("layers.")[1].split("/")[:2]
            state[f"bert.encoder.layer.{index}.{PARTS[part]}.weight"] = weights[node.input[1]].T.contiguous()
    return state


def renamed(weights):
    """What the export keeps under the names of the training recipe."""
    words = weights["model.enc.words.weight"]
    state = {
        "bert.embeddings.word_embeddings.weight": words,
        "bert.embeddings.position_embeddings.weight": weights["model.enc.positions.weight"],
        # The recipe adds the only token type in use to the word vectors.
        "bert.embeddings.token_type_embeddings.weight": torch.zeros(2, words.shape[1]),
        "bert.embeddings.LayerNorm.weight": weights["model.enc.norm.weight"],
        "bert.embeddings.LayerNorm.bias": weights["model.enc.norm.bias"],
        "classifier.weight": weights[f"model.{HEAD}.weight"],
        "classifier.bias": weights[f"model.{HEAD}.bias"],
    }
    for name, tensor in weights.items():
        if name.startswith("model.enc.layers."):
            index, part, kind = name.split(".")[3:]
            state[f"bert.encoder.layer.{index}.{PARTS[part]}.{kind}"] = tensor
    return state


def load(path, labels):
    """A model for `transformers.pipeline`, ready to run; SystemExit when the graph is not one of the training recipe."""
    graph = onnx.load(path).graph
    try:
        weights = restored(graph)
        state, layers, heads = attention(graph, weights)
        state |= dense(graph, weights) | renamed(weights)
        vocabulary, hidden = weights["model.enc.words.weight"].shape
        config = BertConfig(
            vocab_size=vocabulary, hidden_size=hidden, num_hidden_layers=layers, num_attention_heads=heads,
            intermediate_size=state["bert.encoder.layer.0.intermediate.dense.bias"].shape[0],
            max_position_embeddings=weights["model.enc.positions.weight"].shape[0], layer_norm_eps=1e-12,
            id2label=dict(enumerate(labels)), label2id={label: index for index, label in enumerate(labels)})
        model = BertForSequenceClassification(config)
        model.bert = MeanPooledBert(config)
        model.load_state_dict(state)
    except (KeyError, IndexError, ValueError, RuntimeError) as problem:
        raise SystemExit(f"{path} is no export of sentiment-onnx/training/export.py, so that its weights cannot be given to "
                         f"Hugging Face: {problem}") from None
    return model.eval()
