"""Writes names into the MISC column of a treebank, as `Name=B-PER`, `I-ORG` and so on.

`whimbrel train` and `teacher.py` learn names from there. The names come from GUM's entity spans

    python training/names.py gum-open-train.conllu > gum-named.conllu

or from a table of names beside a treebank that marks none

    python training/names.py --table training/names/ewt-train.tsv ewt-train.conllu > ewt-named.conllu

A line of the table is the `sent_id` of a sentence, the first and the last token of a name, counted from
1, and its kind, parted by tabs. Sentences without a line hold no name. A line with `?` in place of the
tokens says that the sentence was not read: its proper nouns are marked `Name=?`, from which nothing is
learnt.
"""

import argparse
import collections
import sys

KINDS = {"person": "PER", "organization": "ORG", "place": "LOC"}
# Words that stand before a person's name and are no part of it.
TITLES = set(
    "Mr Mrs Ms Dr Prof Sir President Professor Senator King Queen Prime Minister Secretary General "
    "Captain Judge Governor".split()
)
# Words that may link the parts of a name.
LINKS = {"of", "for", "the", "&", "-"}


def sentences(lines):
    """Yields the lines of each sentence and, of its tokens, the place of the line and the columns."""
    now = []
    for line in lines:
        line = line.rstrip("\n")
        if line:
            now.append(line)
            continue
        tokens = [(at, line.split("\t")) for at, line in enumerate(now) if line[0] != "#"]
        yield now, [(at, columns) for at, columns in tokens if columns[0].isdigit()]
        now = []


def entity_spans(misc):
    """Yields first token, last token and kind of the entities in a MISC column as GUM writes it."""
    still_open = []
    for at, column in enumerate(misc):
        entries = [m[7:] for m in column.split("|") if m.startswith("Entity=")]
        rest = entries[0] if entries else ""
        while rest:
            opens = rest[0] == "("
            body = rest[1:] if opens else rest
            end = min((i for i in (body.find("("), body.find(")")) if i >= 0), default=len(body))
            fields = body[:end].split("-")
            if opens:
                still_open.append((fields[0], fields[1] if len(fields) > 1 else "", at))
            closes = body[end : end + 1] == ")"
            if closes:
                nth = [i for i, e in enumerate(still_open) if e[0] == fields[0]]
                if nth:
                    _, kind, first = still_open.pop(nth[-1])
                    yield first, at, kind
            rest = body[end + closes :]


def name_in(columns, first, last, kind):
    """The stretch of names around the head of a span, or None where that is no proper noun.

    Whether a word belongs to a name is told by its Penn tag, as UD tags the "United" of a name an
    adjective.
    """

    def is_name(i):
        return first <= i <= last and columns[i][4].startswith("NNP")

    def links(i):
        return first <= i <= last and columns[i][1] in LINKS

    head = next(i for i in range(first, last + 1) if not first <= int(columns[i][6]) - 1 <= last)
    if not is_name(head):
        return None
    start = end = head
    for step in (-1, 1):
        at = head
        while True:
            # Over at most two links, as in "Bank of the West".
            gaps = [n for n in range(3) if all(links(at + step * g) for g in range(1, n + 1))]
            over = [n for n in gaps if is_name(at + step * (n + 1))]
            if not over:
                break
            at += step * (over[0] + 1)
        start, end = min(start, at), max(end, at)
    while kind == "PER" and start < end and columns[start][1].rstrip(".") in TITLES:
        start += 1
    return start, end


def names_of_entities(columns):
    """Yields first token, last token and kind of the names in GUM's spans, none in another."""
    spans = entity_spans([c[9] for c in columns])
    taken = set()
    for first, last, kind in sorted(spans, key=lambda s: (s[1] - s[0], s[0])):
        if kind not in KINDS:
            continue
        name = name_in(columns, first, last, KINDS[kind])
        if name is None or taken & set(range(name[0], name[1] + 1)):
            continue
        taken |= set(range(name[0], name[1] + 1))
        yield *name, KINDS[kind]


def read_table(path):
    """The names of each sentence, tokens counted from 0."""
    names = collections.defaultdict(list)
    with open(path, encoding="utf8") as lines:
        for line in lines:
            columns = line.rstrip("\n").split("\t")
            if line[0] == "#":
                continue
            if columns[1] == "?":
                names[columns[0]] = None
            else:
                sentence, first, last, kind = columns
                names[sentence].append((int(first) - 1, int(last) - 1, kind))
    return names


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--table", help="names beside the treebank")
    parser.add_argument("treebank")
    args = parser.parse_args()
    table = args.table and read_table(args.table)
    with open(args.treebank, encoding="utf8") as treebank:
        for lines, tokens in sentences(treebank):
            columns = [c for _, c in tokens]
            if table is None:
                names = names_of_entities(columns)
            else:
                ids = [line[11:].strip() for line in lines if line.startswith("# sent_id =")]
                names = table.get(ids[0] if ids else "", [])
            if names is None:
                names = []
                for cells in columns:
                    if cells[3] == "PROPN" or cells[4].startswith("NNP"):
                        cells[9] = "Name=?" if cells[9] == "_" else cells[9] + "|Name=?"
            for first, last, kind in names:
                for nth in range(first, last + 1):
                    mark = f"Name={'B' if nth == first else 'I'}-{kind}"
                    misc = columns[nth][9]
                    columns[nth][9] = mark if misc == "_" else f"{misc}|{mark}"
            for at, cells in tokens:
                lines[at] = "\t".join(cells)
            sys.stdout.write("\n".join(lines) + "\n\n")


main()
