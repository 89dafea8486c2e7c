"""Makes the tiny model bundles that the Java tests load: random weights, real file layouts. See README.md.

    python make_bundles.py [--out DIR] [--only NAME ...]
"""
import argparse
import copy
import functools
import hashlib
import io
import itertools
import json
import logging
import multiprocessing
import os
import pathlib
import random
import shutil
import tempfile
import unicodedata
import warnings
import zipfile
from collections import Counter

os.environ |= {"OMP_NUM_THREADS": "1", "RAYON_NUM_THREADS": "1", "TOKENIZERS_PARALLELISM": "false",
               "TRANSFORMERS_VERBOSITY": "error", "HF_HUB_OFFLINE": "1"}

import numpy as np
import onnx
import onnxruntime as ort
import sentencepiece
import torch
from onnx import TensorProto, helper
from onnxruntime.quantization import QuantType, quantize_dynamic
from sentencepiece import sentencepiece_model_pb2
from tokenizers import AddedToken, Tokenizer, decoders, models, normalizers, pre_tokenizers, processors, trainers
from transformers import (BertConfig, BertForSequenceClassification, BertModel, DistilBertConfig,
                          DistilBertForSequenceClassification, RobertaConfig, RobertaForSequenceClassification,
                          XLMRobertaConfig, XLMRobertaForSequenceClassification)

HERE = pathlib.Path(__file__).resolve().parent
OUT = HERE.parent / "resources" / "dev" / "sentiment4j" / "bundles"
MAX_TOKENS = 64
SENTIMENTS = ["negative", "neutral", "positive"]
EMOTIONS = ["anger", "disgust", "fear", "joy", "neutral", "sadness", "surprise"]
TOXIC = ["toxic", "severe_toxic", "obscene", "threat", "insult", "identity_hate"]
STARS = ["1 star", "2 stars", "3 stars", "4 stars", "5 stars"]
NUMBERED = ["LABEL_0", "LABEL_1", "LABEL_2"]

# ---------------------------------------------------------------------------------------------------------------- texts

HAND_WRITTEN = """\
Best coffee in town, the barista even remembered my name ☕😍
The train was late again and nobody told us why 😡
Meeting moved to Thursday at 3 pm, room 12.
ugh my phone died in the middle of the call 😭😭
Can't believe they cancelled the show two hours before the doors opened!!
So proud of my sister, she passed all of her exams 🎉
New update is out: version 4.2 fixes the login bug
I waited 45 minutes for a cold pizza. Never again.
Not bad at all, honestly better than I expected
lol this cat is driving me crazy 😂
What a goal!!! The whole street went wild ⚽🔥
I'm scared of what the doctor will say tomorrow...
Thank you @sam for the quick help, you saved my day ❤️
Shop opens at 9 on Sundays, closed on Mondays
That smell in the hallway is disgusting 🤢
wow, did not see that ending coming 😮
The battery lasts two days and the screen is gorgeous
Their support hung up on me, twice. Shame on them!
Rain all week. Staying home with tea and a good book 🌧️
Stop calling me, you stupid liar 🤬
anyone know a good dentist near the old harbour?
I miss you so much, grandma 💔
Free parking behind the library until the end of May #citylife
My order arrived broken and the refund never came #fail
Happy birthday to the kindest person I know 🎂🥳
Café crème et croissants, le matin parfait à Paris 🥐
Le service était très mauvais, je suis déçu
J'adore cette chanson, merci beaucoup !
¡Qué día tan bonito! Mañana vamos a la playa
El niño perdió su teléfono, qué pena
Das Essen war köstlich, aber viel zu teuer für die Größe
Schöne Grüße aus München, das Wetter ist großartig
Zug fällt aus, natürlich ohne Durchsage. Danke für nichts!
Que saudade de você, meu coração está feliz
Não gostei do filme, muito longo e chato
Il gelato è buonissimo, però la fila è infinita
Bardzo dziękuję, to była świetna zabawa
Çok güzel bir gün, teşekkürler
Привет, сегодня отличный день
Мне не понравилось, очень плохо
今日はとても楽しい一日でした
我喜欢这个手机，非常好
这家店的服务太差了
هذا الفيلم رائع جدا
الخدمة سيئة جدا ولن أعود
שלום לכולם, יום נפלא
ไม่ชอบเลย แพงเกินไป
오늘 정말 행복해요
""".splitlines()


def made_up_posts():
    """The hand-written posts and 300 put together from parts, always the same ones."""
    things = ["the new phone", "this airline", "my landlord", "our school bus", "that burger place", "the game patch",
              "the city council", "this podcast", "my neighbour's dog", "the delivery app", "the second season",
              "their customer service"]
    said = ["is great", "is terrible", "is okay I guess", "made me cry", "made my day", "is a joke", "needs more work",
            "keeps crashing", "is worth every cent", "was a total waste of money", "surprised me", "scares me a little",
            "is getting better", "never disappoints", "smells awful", "is just average"]
    tails = ["", "!", "...", " 😊", " 😡😡", " 🤔", " 👍", " 💔", " lol", " #mondaymood", " @alex what do you think?",
             " https://example.org/a1", " and I don't know why", ", thanks for asking", " — as usual"]
    openings = ["", "honestly ", "Well, ", "I think ", "omg ", "Update: ", "no way, ", "For 20 bucks "]
    pick = random.Random(20240501)
    return HAND_WRITTEN + ["".join(map(pick.choice, (openings, things, [" "], said, tails))) for _ in range(300)]


POSTS = made_up_posts()

LONG_WORDS = "we drove to the coast and the weather was great but my phone died so nobody could call us".split()
EXPECTED_TEXTS = [
    "I love this phone, best thing I bought all year!",
    "The train was late again and nobody told us why. Terrible service.",
    "Shop opens at 9 on Sundays.",
    "I don't know what to think about the second season... 🤔",
    "UPDATE: v4.2 is OUT, get it at https://example.org/a1 @sam #mondaymood &amp; enjoy",
    "",
    " ",
    "😍😡🎉",
    "👩‍👩‍👧‍👦 🏳️‍🌈 👍🏽 🇺🇳",
    "Crème brûlée à São Paulo, naïve façade, İstanbul, ŁÓDŹ, Größe",
    "de\u0301composed accents: cafe\u0301, nin\u0303o, u\u0308ber",
    "Ｆｕｌｌｗｉｄｔｈ ﬁne print, ①②③, ½ price™",
    "我喜欢这个手机，但是电池太差了。今日は楽しい",
    "هذا الفيلم رائع جدا، لكن الخدمة سيئة! \u200fمرحبا\u200e",
    "Привет, мне не понравилось 오늘 ไม่ชอบ",
    " ".join(LONG_WORDS[i % len(LONG_WORDS)] for i in range(200)),
    "NUL in the \u0000 middle and\u0007 a bell",
    "abcde" * 60,
    "too    many     spaces   here   ",
    "tabs\tand\nnew lines\r\nand\u00a0hard spaces",
    "!!!???...---###@@@",
    "zzz",
]
GOLDEN_TEXTS = [
    "Best pizza I ever had, thank you!", "Never again, what a waste of money.", "The library closes at 6 today.",
    "my heart is broken 💔", "wow wow wow 😮", "I'm so angry at my landlord right now!!", "this smells awful",
    "scared of flying tomorrow", "not great, not terrible", "You are a stupid liar", "Happy birthday grandma 🎂",
    "Le service était très mauvais", "¡Qué día tan bonito!", "今日はとても楽しい",
    "Two hours on hold, then they hung up, then I called again and got the same answer as last week. Great job.",
]

# ----------------------------------------------------------------------------------------------------------- tokenizers


def wordpiece():
    """BERT's tokenizer; the vocabulary (characters, then frequent words and endings) is counted, so order never varies."""
    tokenizer = Tokenizer(models.WordPiece({"[UNK]": 0}, unk_token="[UNK]", max_input_chars_per_word=100))
    tokenizer.normalizer = normalizers.BertNormalizer(clean_text=True, handle_chinese_chars=True, strip_accents=None,
                                                      lowercase=True)
    tokenizer.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
    words = Counter(w for post in POSTS
                    for w, _ in tokenizer.pre_tokenizer.pre_tokenize_str(tokenizer.normalizer.normalize_str(post)))
    endings = Counter()
    for word, count in words.items():
        for size in (2, 3):
            if len(word) > size:
                endings["##" + word[-size:]] += count
    frequent = [[t for t, n in sorted(c.items(), key=lambda e: (-e[1], e[0])) if n > 1] for c in (words, endings)]
    specials = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"]
    letters = sorted({c for w in words for c in w})
    tokens = specials + letters + ["##" + c for c in letters if c.isalnum()] + frequent[0][:200] + frequent[1][:60]
    return wordpiece_of(tokenizer, list(dict.fromkeys(tokens)))


def wordpiece_of(tokenizer, tokens):
    tokenizer = Tokenizer.from_str(tokenizer.to_str())
    ids = {t: i for i, t in enumerate(tokens)}
    tokenizer.model = models.WordPiece(ids, unk_token="[UNK]", max_input_chars_per_word=100)
    tokenizer.add_special_tokens(["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"])
    tokenizer.post_processor = processors.TemplateProcessing(
        single="[CLS]:0 $A:0 [SEP]:0", pair="[CLS]:0 $A:0 [SEP]:0 $B:1 [SEP]:1",
        special_tokens=[("[CLS]", ids["[CLS]"]), ("[SEP]", ids["[SEP]"])])
    tokenizer.decoder = decoders.WordPiece(prefix="##", cleanup=True)
    return tokenizer


def byte_level_bpe():
    """RoBERTa's tokenizer: every byte has a token, so nothing is unknown."""
    tokenizer = Tokenizer(models.BPE())
    tokenizer.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    tokenizer.train_from_iterator(POSTS, trainers.BpeTrainer(
        vocab_size=520, show_progress=False, initial_alphabet=sorted(pre_tokenizers.ByteLevel.alphabet()),
        special_tokens=["<s>", "<pad>", "</s>", "<unk>"]))
    plain = [AddedToken(t, normalized=True, special=True) for t in ("<s>", "<pad>", "</s>", "<unk>")]
    tokenizer.add_special_tokens(plain + [AddedToken("<mask>", lstrip=True, normalized=False, special=True)])
    tokenizer.post_processor = processors.RobertaProcessing(("</s>", 2), ("<s>", 0), trim_offsets=True,
                                                            add_prefix_space=False)
    tokenizer.decoder = decoders.ByteLevel()
    return tokenizer


def folding_rules():
    """The rules of XLM-R's normalizer (NFKC, odd spaces, controls) for the characters that posts use: 10 kB, not 300."""
    rules = {}
    for code in itertools.chain(range(0xA0, 0x180), range(0x2000, 0x2190), range(0x2460, 0x2500), range(0x3000, 0x3100),
                                range(0xFB00, 0xFB07), range(0xFE50, 0xFE70), range(0xFF01, 0xFFEF)):
        text = unicodedata.normalize("NFKC", chr(code))
        if text != chr(code):
            rules[chr(code)] = text
    for letter, mark in itertools.product("aceinosuyzACEINOSUYZ", "\u0300\u0301\u0302\u0303\u0308\u030c\u0327"):
        text = unicodedata.normalize("NFKC", letter + mark)
        if len(text) == 1:
            rules[letter + mark] = text
    rules |= {chr(c): "" for c in [*range(0x01, 0x09), 0x0B, *range(0x0E, 0x20), 0x7F, 0x200B, 0x200E, 0x200F, 0xFEFF]}
    rules |= {c: " " for c in "\t\n\f\r\u2028\u2029\u0085"}
    return "".join(f"{' '.join(f'{ord(c):X}' for c in k)}\t{' '.join(f'{ord(c):X}' for c in v)}\n"
                   for k, v in sorted(rules.items()))


def unigram():
    """XLM-R's tokenizer, brought over from a SentencePiece model as the real one was."""
    with tempfile.TemporaryDirectory() as folder:
        rules = pathlib.Path(folder) / "rules.tsv"
        rules.write_text(folding_rules(), encoding="utf-8")
        written = io.BytesIO()
        sentencepiece.SentencePieceTrainer.train(
            sentence_iterator=iter(POSTS), model_writer=written, model_type="unigram", vocab_size=500, num_threads=1,
            character_coverage=1.0, normalization_rule_tsv=str(rules), minloglevel=2)
    proto = sentencepiece_model_pb2.ModelProto.FromString(written.getvalue())
    vocabulary = [("<s>", 0.0), ("<pad>", 0.0), ("</s>", 0.0), ("<unk>", 0.0)]
    vocabulary += [(p.piece, round(p.score, 5)) for p in proto.pieces[3:]] + [("<mask>", 0.0)]
    tokenizer = Tokenizer(models.Unigram(vocabulary, unk_id=3, byte_fallback=False))
    tokenizer.normalizer = normalizers.Precompiled(proto.normalizer_spec.precompiled_charsmap)
    tokenizer.pre_tokenizer = pre_tokenizers.Sequence([
        pre_tokenizers.WhitespaceSplit(), pre_tokenizers.Metaspace(replacement="▁", prepend_scheme="always")])
    tokenizer.decoder = decoders.Metaspace(replacement="▁", prepend_scheme="always")
    plain = [AddedToken(t, normalized=False, special=True) for t in ("<s>", "<pad>", "</s>", "<unk>")]
    tokenizer.add_special_tokens(plain + [AddedToken("<mask>", lstrip=True, normalized=False, special=True)])
    tokenizer.post_processor = processors.TemplateProcessing(
        single="<s> $A </s>", pair="<s> $A </s> </s> $B </s>", special_tokens=[("<s>", 0), ("</s>", 2)])
    return tokenizer


BERT_SPECIALS = {"cls_token": "[CLS]", "mask_token": "[MASK]", "pad_token": "[PAD]", "sep_token": "[SEP]",
                 "unk_token": "[UNK]"}
ROBERTA_SPECIALS = {"bos_token": "<s>", "cls_token": "<s>", "eos_token": "</s>", "mask_token": "<mask>",
                    "pad_token": "<pad>", "sep_token": "</s>", "unk_token": "<unk>"}

# --------------------------------------------------------------------------------------------------------------- models

SHAPE = dict(hidden_size=32, num_hidden_layers=2, num_attention_heads=4, intermediate_size=64)


class Family:
    """What the bundles of one architecture share."""

    def __init__(self, model, config, tokenizer, tokenizer_class, specials, inputs, output_layer, pad_id):
        self.model, self.config, self.make_tokenizer, self.tokenizer_class = model, config, tokenizer, tokenizer_class
        self.specials, self.inputs, self.output_layer, self.pad_id = specials, inputs, output_layer, pad_id

    @functools.cached_property
    def tokenizer(self):
        return self.make_tokenizer()


THREE_INPUTS, TWO_INPUTS = ["input_ids", "attention_mask", "token_type_ids"], ["input_ids", "attention_mask"]
ROBERTA_SHAPE = dict(SHAPE, max_position_embeddings=MAX_TOKENS + 2, type_vocab_size=1, pad_token_id=1, bos_token_id=0,
                     eos_token_id=2, layer_norm_eps=1e-5)
BERT = Family(BertForSequenceClassification, lambda **k: BertConfig(**SHAPE, max_position_embeddings=MAX_TOKENS, **k),
              wordpiece, "BertTokenizer", BERT_SPECIALS, THREE_INPUTS, "classifier", 0)
DISTILBERT = Family(DistilBertForSequenceClassification,
                    lambda **k: DistilBertConfig(dim=32, n_layers=2, n_heads=2, hidden_dim=64,
                                                 max_position_embeddings=MAX_TOKENS, **k),
                    lambda: BERT.tokenizer, "DistilBertTokenizer", BERT_SPECIALS, TWO_INPUTS, "classifier", 0)
ROBERTA = Family(RobertaForSequenceClassification, lambda **k: RobertaConfig(**ROBERTA_SHAPE, **k),
                 byte_level_bpe, "RobertaTokenizer", ROBERTA_SPECIALS, TWO_INPUTS, "classifier.out_proj", 1)
XLMR = Family(XLMRobertaForSequenceClassification, lambda **k: XLMRobertaConfig(**ROBERTA_SHAPE, **k),
              unigram, "XLMRobertaTokenizer", ROBERTA_SPECIALS, TWO_INPUTS, "classifier.out_proj", 1)


def randomize(model, seed):
    """Weights that mix well: the answer depends on every token, not on the biases."""
    generator = torch.Generator().manual_seed(seed)
    for name, p in model.named_parameters():
        noise = torch.randn(p.shape, generator=generator)
        if "LayerNorm" in name or "layer_norm" in name:
            p.data = 0.1 * noise + (1.0 if name.endswith("weight") else 0.0)
        elif "embeddings" in name:
            p.data = noise * (1.0 if "word" in name else 0.3)
        else:
            p.data = noise * (0.1 if p.dim() == 1 else 1.3 / p.shape[1] ** 0.5)
    return model.eval()


def spread(layer, outputs):
    """Rescales an output layer so that its answers for our own texts have mean 0 and deviation 1."""
    scale = (1 / outputs.std(0)).numpy().round(3)
    layer.weight.data *= torch.tensor(scale)[:, None]
    layer.bias.data = torch.tensor(((layer.bias.data - outputs.mean(0)).numpy() * scale).round(3))


def encode(tokenizer, text):
    """(all ids, ids cut to what the model takes)."""
    tokenizer.no_truncation()
    tokenizer.no_padding()
    ids = tokenizer.encode(text).ids
    return ids, ids if len(ids) <= MAX_TOKENS else ids[:MAX_TOKENS - 1] + ids[-1:]


def answers(model, family):
    rows = [torch.tensor([encode(family.tokenizer, text)[1]]) for text in HAND_WRITTEN + EXPECTED_TEXTS]
    with torch.no_grad():
        return [model(row, torch.ones_like(row)) for row in rows]


def classifier(family, labels, seed, **config):
    config = family.config(vocab_size=family.tokenizer.get_vocab_size(), num_labels=len(labels),
                           id2label=dict(enumerate(labels)), label2id={n: i for i, n in enumerate(labels)}, **config)
    config._attn_implementation = "eager"
    model = randomize(family.model(config), seed)
    config.architectures, config.dtype = [family.model.__name__], torch.float32
    spread(model.get_submodule(family.output_layer), torch.cat([a.logits for a in answers(model, family)]))
    return model


class Logits(torch.nn.Module):
    def __init__(self, model, inputs):
        super().__init__()
        self.model, self.inputs = model, inputs

    def forward(self, *tensors):
        return self.model(**dict(zip(self.inputs, tensors))).logits


class Nameless(torch.nn.Module):
    def __init__(self, model, inputs):
        super().__init__()
        self.model, self.inputs = model, inputs

    def forward(self, *tensors):
        return self.model(**dict(zip(self.inputs, tensors)))[0]


class Named(torch.nn.Module):
    """The heads of a multi-head model by name, as a dictionary."""

    def __init__(self, model):
        super().__init__()
        self.model = model

    def forward(self, input_ids, attention_mask):
        return dict(zip((*MultiHead.SIZES, "embedding"), self.model(input_ids, attention_mask)))


class MultiHead(torch.nn.Module):
    """One encoder, mean of its last states, three heads."""
    SIZES = {"sentiment": 3, "emotion": 7, "toxicity": 1}
    TEMPERATURES = {"sentiment": 1.25, "emotion": 0.9}

    def __init__(self):
        super().__init__()
        config = BERT.config(vocab_size=BERT.tokenizer.get_vocab_size())
        config._attn_implementation = "eager"
        self.encoder = BertModel(config, add_pooling_layer=False)
        self.heads = torch.nn.ModuleDict({n: torch.nn.Linear(32, size) for n, size in self.SIZES.items()})

    def forward(self, input_ids, attention_mask):
        states = self.encoder(input_ids, attention_mask).last_hidden_state
        mask = attention_mask.unsqueeze(-1).to(states.dtype)
        pooled = (states * mask).sum(1) / mask.sum(1).clamp(min=1)
        return *(head(pooled) for head in self.heads.values()), pooled


def multihead():
    model = randomize(MultiHead(), 12)
    outputs = answers(model, BERT)
    for i, head in enumerate(model.heads.values()):
        spread(head, torch.cat([o[i] for o in outputs]))
    return model


def export(module, path, inputs, outputs=("logits",), dtype=torch.int64, fixed=None, axes=("batch_size", "sequence_length")):
    path.parent.mkdir(parents=True, exist_ok=True)
    shape = fixed or (2, 9)
    sample = {"input_ids": torch.arange(shape[0] * shape[1]).reshape(shape) + 5, "token_type_ids": torch.zeros(shape),
              "attention_mask": torch.ones(shape)}
    dynamic = None if fixed else {n: dict(enumerate(axes)) for n in inputs} | {n: {0: axes[0]} for n in outputs}
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        torch.onnx.export(module, tuple(sample[n].to(dtype) for n in inputs), str(path), dynamo=False, opset_version=17,
                          input_names=list(inputs), output_names=list(outputs), dynamic_axes=dynamic)
    graph = onnx.load(path)
    for node in graph.graph.node:
        node.ClearField("doc_string")
        node.ClearField("metadata_props")
    onnx.checker.check_model(graph, full_check=True)
    onnx.save(graph, path)


def script(module, path, inputs, fixed=None):
    """The same weights as TorchScript. Traced, so that it takes any batch and length unless a shape is baked in on purpose."""
    shape = fixed or (2, 9)
    sample = {"input_ids": torch.arange(shape[0] * shape[1]).reshape(shape) + 5,
              "token_type_ids": torch.zeros(shape, dtype=torch.int64), "attention_mask": torch.ones(shape, dtype=torch.int64)}
    with warnings.catch_warnings(), torch.no_grad():
        warnings.simplefilter("ignore")
        traced = torch.jit.trace(module.eval(), tuple(sample[n] for n in inputs), strict=False, check_trace=False)
    save(traced, path)


def save(scripted, path):
    """Saves without the source positions, which name folders of this machine."""
    path.parent.mkdir(parents=True, exist_ok=True)
    written = io.BytesIO()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        torch.jit.save(scripted, written)
    with zipfile.ZipFile(written) as source, zipfile.ZipFile(path, "w", zipfile.ZIP_STORED) as target:
        for entry in source.infolist():
            if not entry.filename.endswith(".debug_pkl"):
                name = "model/" + entry.filename.split("/", 1)[1]
                target.writestr(zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0)), source.read(entry))

# -------------------------------------------------------------------------------------------------------------- bundles


def write_json(path, value):
    path.write_text(json.dumps(value, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")


def write_lines(path, rows):
    path.write_text("".join(json.dumps(r, ensure_ascii=False) + "\n" for r in rows), encoding="utf-8")


def rounded(value):
    return [round(float(v), 5) + 0.0 for v in value]


def session(path):
    options = ort.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    options.log_severity_level = 3
    return ort.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])


def run(opened, rows, pad_id):
    """The outputs by name for these rows of ids, padded to the longest."""
    width = max(map(len, rows))
    feed = {}
    for wanted in opened.get_inputs():
        fill = pad_id if wanted.name == "input_ids" else 0
        cells = np.full((len(rows), width), fill, np.int32 if wanted.type == "tensor(int32)" else np.int64)
        for r, ids in enumerate(rows):
            cells[r, :len(ids)] = {"input_ids": ids, "attention_mask": 1, "token_type_ids": 0}[wanted.name]
        feed[wanted.name] = cells
    return dict(zip((o.name for o in opened.get_outputs()), opened.run(None, feed)))


def write_expected(folder, graph, family):
    opened, rows = session(graph), []
    for text in EXPECTED_TEXTS:
        ids, cut = encode(family.tokenizer, text)
        outputs = run(opened, [cut], family.pad_id)
        rows.append({"text": text, "ids": ids, "logits": {n: rounded(v[0]) for n, v in outputs.items()},
                     "maxTokens": MAX_TOKENS})
    write_lines(folder / "expected.jsonl", rows)


def tokenizer_config(family):
    config = {"clean_up_tokenization_spaces": True, **family.specials, "model_input_names": family.inputs,
              "model_max_length": MAX_TOKENS, "tokenizer_class": family.tokenizer_class}
    if family.specials is BERT_SPECIALS:
        return config | {"do_lower_case": True, "strip_accents": None, "tokenize_chinese_chars": True}
    return config | {"add_prefix_space": family is XLMR}


def write_texts(folder, family, config, name_or_path, tokenizer=None):
    """config.json as save_pretrained writes it (with the name that older versions wrote), and the tokenizer's files."""
    folder.mkdir(parents=True, exist_ok=True)
    config.save_pretrained(folder)
    written = json.loads((folder / "config.json").read_text())
    write_json(folder / "config.json", ({"_name_or_path": name_or_path} if name_or_path else {}) | written)
    tokenizer = tokenizer or family.tokenizer
    (folder / "tokenizer.json").write_text(tokenizer.to_str(pretty=False) + "\n", encoding="utf-8")
    write_json(folder / "tokenizer_config.json", tokenizer_config(family))
    write_json(folder / "special_tokens_map.json", family.specials)


def plain(folder, family, labels, seed, file="model.onnx", name_or_path=None, **config):
    model = classifier(family, labels, seed, **config)
    write_texts(folder, family, model.config, name_or_path)
    export(Logits(model, family.inputs), folder / file, family.inputs)
    write_expected(folder, folder / file, family)
    return model


def as_torch(folder, family, *args, whole=True, **config):
    """
    The bundle that `plain` makes with these arguments, in the other format: as Hugging Face traces it, which gives a tuple
    and keeps the names of the inputs, or a wrapper with nameless inputs that gives the logits alone.
    """
    model = plain(folder, family, *args, **config)
    (folder / "model.onnx").unlink()
    model.config.return_dict = False
    script(model if whole else Nameless(model, family.inputs), folder / "model.pt", family.inputs)


def bert_model():
    return classifier(BERT, SENTIMENTS, 1, problem_type="single_label_classification")


def toxic(folder):
    plain(folder, BERT, TOXIC, 7, name_or_path="unitary/toxic-bert", problem_type="multi_label_classification")
    baked = Tokenizer.from_str(BERT.tokenizer.to_str())
    baked.enable_truncation(max_length=MAX_TOKENS)
    baked.enable_padding(pad_id=0, pad_token="[PAD]", length=MAX_TOKENS)
    (folder / "tokenizer.json").write_text(baked.to_str() + "\n", encoding="utf-8")


def int32(folder):
    model = bert_model()
    write_texts(folder, BERT, model.config, None)
    export(Logits(model, BERT.inputs), folder / "model.onnx", BERT.inputs, dtype=torch.int32)
    write_expected(folder, folder / "model.onnx", BERT)


def fp16(folder):
    model = bert_model().half()
    model.config.dtype = torch.float16
    write_texts(folder, BERT, model.config, None)
    export(Logits(model, BERT.inputs), folder / "model.onnx", BERT.inputs)
    write_expected(folder, folder / "model.onnx", BERT)


def int8(folder):
    model = classifier(DISTILBERT, SENTIMENTS, 11)
    write_texts(folder, DISTILBERT, model.config, None)
    full, small = folder / "onnx" / "model.onnx", folder / "onnx" / "model_quantized.onnx"
    export(Logits(model, DISTILBERT.inputs), full, DISTILBERT.inputs)
    # reduce_range: 7-bit weights, so that processors with and without VNNI give the same answers
    logging.disable(logging.WARNING)  # it asks for a pre-processing step that this graph does not need
    quantize_dynamic(full, small, weight_type=QuantType.QInt8, per_channel=False, reduce_range=True)
    logging.disable(logging.NOTSET)
    full.unlink()
    write_expected(folder, small, DISTILBERT)


def manifest_bundle(folder):
    folder.mkdir(parents=True, exist_ok=True)
    outputs = (*MultiHead.SIZES, "embedding")
    export(multihead(), folder / "model.onnx", TWO_INPUTS, outputs, axes=("batch", "tokens"))
    (folder / "tokenizer.json").write_text(BERT.tokenizer.to_str() + "\n", encoding="utf-8")
    write_expected(folder, folder / "model.onnx", BERT)
    opened, golden = session(folder / "model.onnx"), []
    for text in GOLDEN_TEXTS:
        ids, cut = encode(BERT.tokenizer, text)
        assert ids == cut, text
        found = run(opened, [ids], BERT.pad_id)
        golden.append({"text": text, "normalized": text, "ids": ids,
                       "logits": {n: rounded(found[n][0]) for n in MultiHead.SIZES}})
    write_lines(folder / "golden.jsonl", golden)

    def head(name, labels):
        spec = {"name": name, "output": name, "activation": "softmax" if len(labels) > 1 else "sigmoid", "labels": labels}
        return spec | ({"temperature": MultiHead.TEMPERATURES[name]} if len(labels) > 1 else {"threshold": 0.5})

    write_json(folder / "sentiment4j.json", {
        "id": "tiny-multihead", "version": "1.0.0", "language": ["en"], "licence": "Apache-2.0",
        "base": "none: random weights, for tests only", "textProfile": {"name": "none", "version": 1},
        "maxTokens": MAX_TOKENS, "tokenizer": "tokenizer.json", "weights": {"onnx": "model.onnx"},
        "embedding": {"output": "embedding", "size": 32},
        "heads": [head("sentiment", SENTIMENTS), head("emotion", EMOTIONS), head("toxicity", ["toxic"])],
        "training": ["none"], "validation": {},
        "sha256": {p.name: hashlib.sha256(p.read_bytes()).hexdigest() for p in sorted(folder.iterdir())
                   if p.name != "sentiment4j.json"}})


def foreign_output(folder, kind):
    """The bert graph with the outputs of a classic scikit-learn export in place of its logits."""
    model = bert_model()
    write_texts(folder, BERT, model.config, None)
    path = folder / "model.onnx"
    export(Logits(model, BERT.inputs), path, BERT.inputs)
    proto = onnx.load(path)
    graph = proto.graph
    proto.opset_import.append(helper.make_opsetid("ai.onnx.ml", 3))
    chosen = helper.make_node("ArgMax", ["logits"], ["chosen"], axis=1, keepdims=0)
    del graph.output[:]
    if kind == "string":
        graph.node.extend([chosen, helper.make_node(
            "LabelEncoder", ["chosen"], ["output_label"], domain="ai.onnx.ml", keys_int64s=[0, 1, 2],
            values_strings=SENTIMENTS, default_string="unknown")])
        graph.output.append(helper.make_tensor_value_info("output_label", TensorProto.STRING, ["batch_size"]))
    else:
        graph.node.extend([
            chosen, helper.make_node("Identity", ["chosen"], ["output_label"]),
            helper.make_node("Softmax", ["logits"], ["probabilities"], axis=1),
            helper.make_node("ZipMap", ["probabilities"], ["output_probability"], domain="ai.onnx.ml",
                             classlabels_int64s=[0, 1, 2])])
        value = helper.make_tensor_type_proto(TensorProto.FLOAT, [])
        sequence = helper.make_sequence_type_proto(helper.make_map_type_proto(TensorProto.INT64, value))
        graph.output.append(helper.make_tensor_value_info("output_label", TensorProto.INT64, ["batch_size"]))
        graph.output.append(helper.make_value_info("output_probability", sequence))
    onnx.checker.check_model(proto)
    onnx.save(proto, path)


def wide_vocabulary(folder):
    """The graph and config of bert; the tokenizer knows 40 more words than the graph has rows."""
    model = bert_model()
    known = BERT.tokenizer.get_vocab()
    words = (a + b for a in ("sun", "rain", "snow", "wind", "sand") for b in ("day", "fall", "storm", "light", "song",
                                                                               "man", "boat", "stone"))
    tokens = sorted(known, key=known.get) + list(words)
    write_texts(folder, BERT, model.config, None, wordpiece_of(BERT.tokenizer, tokens))
    export(Logits(model, BERT.inputs), folder / "model.onnx", BERT.inputs)


def wrong_labels(folder):
    model = bert_model()
    config = copy.deepcopy(model.config)
    config.id2label = dict(enumerate([*SENTIMENTS, "mixed"]))
    config.label2id = {n: i for i, n in config.id2label.items()}
    write_texts(folder, BERT, config, None)
    export(Logits(model, BERT.inputs), folder / "model.onnx", BERT.inputs)


def external(folder):
    model = bert_model()
    write_texts(folder, BERT, model.config, None)
    export(Logits(model, BERT.inputs), folder / "model.onnx", BERT.inputs)
    graph = onnx.load(folder / "model.onnx")
    (folder / "model.onnx_data").unlink(missing_ok=True)
    onnx.save_model(graph, folder / "model.onnx", save_as_external_data=True, all_tensors_to_one_file=True,
                    location="model.onnx_data", size_threshold=256)
    write_expected(folder, folder / "model.onnx", BERT)


def fixed_shape(folder):
    model = bert_model()
    write_texts(folder, BERT, model.config, None)
    export(Logits(model, BERT.inputs), folder / "model.onnx", BERT.inputs, fixed=(1, 16))


def torch_only(folder, write):
    """A bundle around whatever writes its model.pt."""
    model = bert_model()
    model.config.return_dict = False
    write_texts(folder, BERT, model.config, None)
    write(model, folder / "model.pt")


class OnCuda(torch.nn.Module):
    """Logits with a tensor that lives on a GPU, as a trace on one bakes it in."""

    def __init__(self, model):
        super().__init__()
        self.model = model

    def forward(self, input_ids: torch.Tensor, attention_mask: torch.Tensor, token_type_ids: torch.Tensor):
        shift = torch.zeros([1], device=torch.device("cuda:0"))
        return self.model(input_ids, attention_mask, token_type_ids)[0] + shift


class OneShape(torch.nn.Module):
    """Takes one row of 16 tokens, as a trace does that bakes its sample's shape in."""

    def __init__(self, model):
        super().__init__()
        self.model = traced(model)

    def forward(self, input_ids: torch.Tensor, attention_mask: torch.Tensor, token_type_ids: torch.Tensor):
        row = [1, 16]
        return self.model(input_ids.view(row), attention_mask.view(row), token_type_ids.view(row))[0]


class Greedy(torch.nn.Module):
    """Asks for more memory than there is as soon as it sees the first word of its vocabulary in the second place."""

    def __init__(self, model, word: int):
        super().__init__()
        self.model = model
        self.word = word

    def forward(self, input_ids: torch.Tensor, attention_mask: torch.Tensor, token_type_ids: torch.Tensor):
        logits = self.model(input_ids, attention_mask, token_type_ids)[0]
        if bool((input_ids == self.word).any()):
            logits = logits + torch.ones([1 << 46]).sum()
        return logits


def traced(model):
    sample = torch.arange(18).reshape(2, 9) + 5
    with warnings.catch_warnings(), torch.no_grad():
        warnings.simplefilter("ignore")
        return torch.jit.trace(model, (sample, torch.ones_like(sample), torch.zeros_like(sample)), strict=False,
                               check_trace=False)


def scripted(module):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return torch.jit.script(module)


def int8_linear(model, path):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        torch.backends.quantized.engine = "fbgemm"
        small = torch.ao.quantization.quantize_dynamic(model, {torch.nn.Linear}, dtype=torch.qint8)
    script(small, path, BERT.inputs)


class Oblivious(torch.nn.Module):
    """Takes a mask and pays no heed to it."""

    def __init__(self, model):
        super().__init__()
        self.model = model

    def forward(self, input_ids, attention_mask):
        return self.model(input_ids, torch.ones_like(input_ids))[0]


class Chosen(torch.nn.Module):
    """The number of the best label in place of the logits."""

    def __init__(self, model):
        super().__init__()
        self.model = model

    def forward(self, input_ids, attention_mask, token_type_ids):
        return self.model(input_ids, attention_mask, token_type_ids)[0].argmax(-1)


def torch_heads(folder, module):
    """The manifest of multihead over TorchScript; its golden texts and what is expected stay."""
    manifest_bundle(folder)
    (folder / "model.onnx").unlink()
    script(module, folder / "model.pt", TWO_INPUTS)
    manifest = json.loads((folder / "sentiment4j.json").read_text(encoding="utf-8"))
    manifest |= {"id": folder.name, "weights": {"torchscript": "model.pt"}}
    del manifest["sha256"]["model.onnx"]
    manifest["sha256"]["model.pt"] = hashlib.sha256((folder / "model.pt").read_bytes()).hexdigest()
    write_json(folder / "sentiment4j.json", manifest)


BUNDLES = {
    "bert": lambda d: plain(d, BERT, SENTIMENTS, 1, problem_type="single_label_classification"),
    "distilbert-sst2": lambda d: plain(d, DISTILBERT, ["NEGATIVE", "POSITIVE"], 2, "onnx/model.onnx",
                                       "distilbert-base-uncased-finetuned-sst-2-english"),
    "roberta-cardiff": lambda d: plain(d, ROBERTA, NUMBERED, 3, name_or_path="cardiffnlp/twitter-roberta-base-sentiment"),
    "xlmr": lambda d: plain(d, XLMR, SENTIMENTS, 4, "onnx/model.onnx",
                            "cardiffnlp/twitter-xlm-roberta-base-sentiment"),
    "bert-stars": lambda d: plain(d, BERT, STARS, 5, name_or_path="nlptown/bert-base-multilingual-uncased-sentiment"),
    "roberta-emotion": lambda d: plain(d, ROBERTA, EMOTIONS, 6,
                                       name_or_path="j-hartmann/emotion-english-distilroberta-base"),
    "bert-toxic": toxic,
    "bert-unmapped": lambda d: plain(d, BERT, NUMBERED, 8, name_or_path="someone/a-model-nobody-mapped"),
    "bert-int32": int32,
    "bert-fp16": fp16,
    "distilbert-int8": int8,
    "multihead": manifest_bundle,
    "graph-string-output": lambda d: foreign_output(d, "string"),
    "graph-map-output": lambda d: foreign_output(d, "map"),
    "bert-wide-vocabulary": wide_vocabulary,
    "bert-wrong-labels": wrong_labels,
    "bert-external": external,
    "bert-fixed-shape": fixed_shape,
    "torch-bert": lambda d: as_torch(d, BERT, SENTIMENTS, 1, problem_type="single_label_classification"),
    "torch-distilbert": lambda d: as_torch(d, DISTILBERT, ["NEGATIVE", "POSITIVE"], 2, whole=False),
    "torch-roberta": lambda d: as_torch(d, ROBERTA, NUMBERED, 3,
                                        name_or_path="cardiffnlp/twitter-roberta-base-sentiment"),
    "torch-xlmr": lambda d: as_torch(d, XLMR, SENTIMENTS, 4, name_or_path="cardiffnlp/twitter-xlm-roberta-base-sentiment"),
    "torch-multihead": lambda d: torch_heads(d, multihead()),
    "torch-dict": lambda d: torch_heads(d, Named(multihead())),
    "torch-fp16": lambda d: torch_only(d, lambda m, p: script(m.half(), p, BERT.inputs)),
    "torch-int8": lambda d: torch_only(d, int8_linear),
    "torch-state-dict": lambda d: torch_only(d, lambda m, p: torch.save(m.state_dict(), p)),
    "torch-pickle": lambda d: torch_only(
        d, lambda m, p: torch.save(m.state_dict(), p, _use_new_zipfile_serialization=False)),
    "torch-fixed-shape": lambda d: torch_only(d, lambda m, p: save(scripted(OneShape(m)), p)),
    "torch-on-cuda": lambda d: torch_only(d, lambda m, p: save(scripted(OnCuda(traced(m))), p)),
    "torch-greedy": lambda d: torch_only(d, lambda m, p: save(scripted(Greedy(traced(m), 9)), p)),
    "torch-no-mask": lambda d: torch_only(d, lambda m, p: script(Oblivious(m), p, TWO_INPUTS)),
    "torch-classes": lambda d: torch_only(d, lambda m, p: script(Chosen(m), p, BERT.inputs)),
}

# ---------------------------------------------------------------------------------------------------------------- check


GRAPHS = ("model.onnx", "onnx/model.onnx", "onnx/model_quantized.onnx")


def graph_of(folder):
    return next(p for p in (folder / f for f in GRAPHS) if p.is_file())


def check_torch(folder, said):
    """Compares with what the graph of the same weights gave, where that is known."""
    if not (folder / "expected.jsonl").is_file():
        return said
    module, apart = torch.jit.load(folder / "model.pt"), 0.0
    arguments = [a.name for a in module.forward.schema.arguments[1:]]
    for line in (folder / "expected.jsonl").read_text(encoding="utf-8").split("\n")[:-1]:
        row = json.loads(line)
        ids = row["ids"] if len(row["ids"]) <= MAX_TOKENS else row["ids"][:MAX_TOKENS - 1] + row["ids"][-1:]
        ones = torch.ones(1, len(ids), dtype=torch.int64)
        cells = {"attention_mask": ones, "token_type_ids": ones * 0}
        with torch.no_grad():
            found = module(*(cells.get(n, torch.tensor([ids])) for n in arguments))
        found = found if isinstance(found, (tuple, dict)) else (found,)
        for i, (name, values) in enumerate(row["logits"].items()):
            tensor = found[name] if isinstance(found, dict) else found[i]
            apart = max(apart, float(np.abs(tensor[0].numpy() - np.array(values)).max()))
    assert apart < 2e-5, apart
    return f"{said}, {apart:.1e} from the graph"


def check(folder):
    """Loads the bundle as Java will and says in one line what it saw; fails when a good bundle is not good."""
    size = sum(p.stat().st_size for p in folder.rglob("*") if p.is_file())
    assert size < 2_000_000
    if not any((folder / f).is_file() for f in GRAPHS):
        return check_torch(folder, f"{folder.name:22}{size / 1000:7.0f} kB  TorchScript")
    opened = session(graph_of(folder))
    said = f"{folder.name:22}{size / 1000:7.0f} kB  " + ", ".join(
        f"{v.name} {v.type}{v.shape}" for v in (*opened.get_inputs()[:1], *opened.get_outputs()))
    if not (folder / "expected.jsonl").is_file():
        return said
    tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
    rows = [json.loads(line) for line in (folder / "expected.jsonl").read_text(encoding="utf-8").split("\n")[:-1]]
    pad = 0 if tokenizer.token_to_id("[PAD]") == 0 else tokenizer.token_to_id("<pad>")
    cut = []
    for row in rows:
        ids, short = encode(tokenizer, row["text"])
        assert ids == row["ids"], row["text"]
        cut.append(short)
    half = any("float16" in v.type for v in opened.get_outputs())
    apart, alone_apart, values = 0.0, 0.0, []
    for start in range(0, len(rows), 5):
        together = run(opened, cut[start:start + 5], pad)
        for i, ids in enumerate(cut[start:start + 5]):
            alone = run(opened, [ids], pad)
            for name, expected in rows[start + i]["logits"].items():
                apart = max(apart, float(np.abs(together[name][i] - alone[name][0]).max()))
                alone_apart = max(alone_apart, float(np.abs(alone[name][0] - np.array(expected)).max()))
                assert np.isfinite(together[name]).all()
            values.append(alone[opened.get_outputs()[0].name][0])
    assert alone_apart < 1.1e-5, alone_apart
    if "quantized" in graph_of(folder).name:
        assert apart > 1e-3, "batch-mates should change the answers of a dynamic int8 graph"
    else:
        assert apart < (1e-2 if half else 1e-5), apart
    spread_of = np.array(values, np.float32).std(0)
    return f"{said}  deviation {spread_of.min():.2f}..{spread_of.max():.2f}  batch of 5 differs by {apart:.1e}"


def make(folder):
    shutil.rmtree(folder, ignore_errors=True)
    torch.manual_seed(0)
    BUNDLES[folder.name](folder)
    print(check(folder), flush=True)


def main():
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--out", type=pathlib.Path, default=OUT)
    arguments.add_argument("--only", nargs="*", choices=list(BUNDLES), default=list(BUNDLES))
    arguments = arguments.parse_args()
    torch.set_num_threads(1)
    for name in arguments.only:
        # Each in a process of its own: TorchScript counts class names up over all that a process traced.
        process = multiprocessing.get_context("fork").Process(target=make, args=(arguments.out / name,))
        process.start()
        process.join()
        if process.exitcode:
            raise SystemExit(f"{name} was not made")


if __name__ == "__main__":
    main()
