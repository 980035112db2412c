#!/usr/bin/env python3
"""Makes outlines.txt out of Natural Earth's countries 1:110m as packed by the npm package world-atlas.

    npm pack world-atlas@2.0.2 && tar xzf world-atlas-2.0.2.tgz
    python3 crates/whimbrel-draw/data/make_outlines.py package/countries-110m.json

run in the root of the repository, with the package unpacked anywhere.
The codes of countries come from crates/whimbrel-export/codes/countries.tsv, claimants from
places/disputed.tsv.
"""

import json
import sys
from pathlib import Path

# The areas of Natural Earth that places/disputed.tsv knows, under its names.
DISPUTED = {
    "W. Sahara": "Western Sahara",
    "N. Cyprus": "Northern Cyprus",
    "Falkland Is.": "Falkland Islands",
    "Palestine": "West Bank",
    "Kosovo": "Kosovo",
    "Somaliland": "Somaliland",
    "Taiwan": "Taiwan",
}
# Areas without a number of ISO 3166-1 that have a code all the same.
CODES = {"Kosovo": "KOS"}
# Natural Earth draws Crimea as a polygon of Russia: the one around this point (degrees).
CRIMEA = (34.3, 45.2)

HEADER = """\
# Outlines of land and countries, for small maps.
# Source: Natural Earth 1:110m (public domain), by the npm package world-atlas 2.0.2 (ISC, Michael Bostock); claimants own knowledge;
# codes and names from the list of countries in whimbrel-export (mledoze/countries). Licence: ODbL 1.0. Date: 2026-11-25.
# Made by make_outlines.py. Natural Earth draws who controls an area; nothing here is an opinion on whose it is.
# Lines `arc`: longitude and latitude of the first point, then steps to the next, all in hundredths of a degree.
# Line `land`: rings parted by `;`, each of arcs parted by `,`; -1 is the first arc backwards, -2 the second.
# Lines `area`, parted by tabs: code, name, claimants (parted by `;`), rings.
"""


def columns(path):
    for line in Path(path).read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            yield line.split("\t")


def arcs_of(topology):
    (sx, sy), (tx, ty) = topology["transform"]["scale"], topology["transform"]["translate"]
    for arc in topology["arcs"]:
        x = y = 0
        points = []
        for dx, dy in arc:
            x, y = x + dx, y + dy
            point = (round((x * sx + tx) * 100), round((y * sy + ty) * 100))
            if not points or points[-1] != point:
                points.append(point)
        yield points if len(points) > 1 else points * 2


def arc_line(points):
    steps = [f"{points[0][0]} {points[0][1]}"]
    steps += [f"{b[0] - a[0]} {b[1] - a[1]}" for a, b in zip(points, points[1:])]
    return "arc " + " ".join(steps)


def polygons(geometry):
    if geometry["type"] == "GeometryCollection":
        return [p for part in geometry["geometries"] for p in polygons(part)]
    return geometry["arcs"] if geometry["type"] == "MultiPolygon" else [geometry["arcs"]]


def rings_text(parts):
    return ";".join(",".join(map(str, ring)) for polygon in parts for ring in polygon)


def holds(arcs, ring, point):
    points = [p for i in ring for p in (arcs[i] if i >= 0 else arcs[~i][::-1])]
    x, y = point[0] * 100, point[1] * 100
    inside = False
    for (ax, ay), (bx, by) in zip(points, points[1:] + points[:1]):
        if (ay > y) != (by > y) and x < (bx - ax) * (y - ay) / (by - ay) + ax:
            inside = not inside
    return inside


def areas(topology, arcs):
    codes = {row[3]: (row[0], row[1]) for row in columns("crates/whimbrel-export/codes/countries.tsv") if row[3]}
    claims = {row[0]: row[1] for row in columns("places/disputed.tsv")}
    for geometry in topology["objects"]["countries"]["geometries"]:
        label = geometry["properties"]["name"]
        code, name = codes.get(geometry.get("id"), (CODES.get(label, ""), DISPUTED.get(label, label)))
        parts = polygons(geometry)
        if label == "Russia":
            crimea = [p for p in parts if holds(arcs, p[0], CRIMEA) and len(p[0]) < 4]
            assert len(crimea) == 1, "Crimea is no polygon of its own"
            parts = [p for p in parts if p not in crimea]
            yield "", "Crimea", claims["Crimea"], rings_text(crimea)
        yield code, name, claims.get(DISPUTED.get(label), ""), rings_text(parts)


def main():
    topology = json.loads(Path(sys.argv[1]).read_text())
    arcs = list(arcs_of(topology))
    lines = [arc_line(arc) for arc in arcs]
    lines.append("land\t" + rings_text(polygons(topology["objects"]["land"])))
    lines += ["area\t" + "\t".join(area) for area in sorted(areas(topology, arcs))]
    text = HEADER + "\n".join(lines) + "\n"
    Path(__file__).with_name("outlines.txt").write_text(text, encoding="utf-8")


main()
