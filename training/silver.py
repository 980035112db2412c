"""Makes a silver treebank of what `whimbrel parse` printed, for `whimbrel train --silver` to learn from.

    whimbrel parse texts.jsonl > texts.conllu
    python training/silver.py texts.conllu > silver.conllu

Each sentence is kept once, as pages repeat their captions and by-lines; of the columns those that the
network learns from are kept, of MISC the names.
"""

import sys

SHORTEST, LONGEST = 3, 100


def main():
    seen = set()
    with open(sys.argv[1], encoding="utf8") as texts:
        for block in texts.read().split("\n\n"):
            rows = [line.split("\t") for line in block.split("\n") if line and line[0] != "#"]
            forms = tuple(row[1] for row in rows)
            if forms in seen or not SHORTEST <= len(forms) <= LONGEST:
                continue
            seen.add(forms)
            for row in rows:
                names = [entry for entry in row[9].split("|") if entry.startswith("Name=")]
                row[2] = row[8] = "_"
                row[9] = names[0] if names else "_"
                print("\t".join(row))
            print()


main()
