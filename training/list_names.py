"""Lists the names of the project's actors and places for `whimbrel train --names`: kind, tab, name.

    python training/list_names.py > list-names.tsv

Only names whose words all begin with a capital letter and hold nothing but letters are kept, as they
stand in for names of the treebanks word by word; of places the cities of 50,000 inhabitants and more.
"""

import pathlib

ROOT = pathlib.Path(__file__).parent.parent
LEAST_POPULATION = 50_000


def rows(path):
    with open(ROOT / path, encoding="utf8") as lines:
        for line in lines:
            if line.strip() and not line.startswith("#"):
                yield line.rstrip("\n").split("\t")


def names(kind, row):
    return [(kind, name.strip()) for name in [row[0], *row[1].split(";")] if name.strip()]


def main():
    found = []
    for row in rows("actors/people.tsv"):
        found += names("PER", row)
    for path in ["actors/organisations.tsv", "actors/companies.tsv"]:
        for row in rows(path):
            if row[5] == "organisation":
                found += names("ORG", row)
    for row in rows("actors/countries.tsv"):
        found += [("LOC", name) for name in row[2].split(";")]
    for row in rows("places/gazetteer.tsv"):
        if row[3] == "2" or int(row[7]) >= LEAST_POPULATION:
            found.append(("LOC", row[0]))
    for kind, name in sorted(set(found)):
        words = name.split()
        if all(word.isalpha() and word[0].isupper() for word in words):
            print(f"{kind}\t{name}")


main()
