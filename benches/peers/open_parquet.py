#!/usr/bin/env python3
"""Opens the tables that the tests of whimbrel-tables write, with pyarrow, pandas, polars and DuckDB,
and checks that types and values come out as they went in. Writes the records again with each.

usage: open_parquet.py FOLDER

FOLDER holds kinds.parquet, kinds-snappy.parquet (the same) and records.parquet. Ends with 77 and
names what is missing where a package is not installed.
"""

import datetime
import importlib.util
import sys
from pathlib import Path

PACKAGES = ["pyarrow", "pandas", "polars", "duckdb"]
DAY = datetime.date(2021, 11, 5)
TIME = datetime.datetime(2021, 11, 5, 9, 30, tzinfo=datetime.timezone.utc)
LARGE = 2**53 + 1
HOSTILE = "\0\x1b[2J\U0001f54a;\r\n"

# A row that fills every column, one that misses all, one with empty and odd values.
ROWS = [
    ["a", "010", 7, LARGE, 0.5, True, DAY, TIME, ["x", None], ["010", "042"], [1, None], [0.5, 2.0]],
    [None] * 12,
    [HOSTILE, "001", -1, -LARGE, 0.0, False, datetime.date(1899, 12, 31), TIME, [], [], [], []],
]
NAMES = ["text", "code", "int32", "int64", "float", "bool", "date", "time"]
NAMES += ["texts", "codes", "ints", "floats"]


def same(found, expected, what):
    assert found == expected, f"{what}: {found!r} instead of {expected!r}"


def check_pyarrow(folder, file):
    import pyarrow as pa
    import pyarrow.parquet as pq

    table = pq.read_table(folder / file)
    types = [pa.string(), pa.string(), pa.int32(), pa.int64(), pa.float64(), pa.bool_()]
    types += [pa.date32(), pa.timestamp("us", tz="UTC")]
    types += [pa.list_(item) for item in (pa.string(), pa.string(), pa.int64(), pa.float64())]
    same([field.name for field in table.schema], NAMES, "names")
    for field, expected in zip(table.schema, types):
        # The name of a list's item is the writer's affair.
        found = pa.list_(field.type.value_type) if pa.types.is_list(field.type) else field.type
        same(found, expected, f"type of {field.name}")
    same([list(row.values()) for row in table.to_pylist()], ROWS, "rows")
    metadata = pq.read_metadata(folder / file)
    same(metadata.metadata[b"whimbrel.schema"], b"kinds", "metadata")
    assert metadata.created_by.startswith("whimbrel version "), metadata.created_by
    chunk = metadata.row_group(0).column(1)
    assert any("DICT" in encoding for encoding in chunk.encodings), chunk.encodings


def check_pandas(folder, file):
    import pandas as pd

    frame = pd.read_parquet(folder / file)
    same(list(frame["code"][[0, 2]]), ["010", "001"], "codes")
    same(frame["date"][0], DAY, "a date")
    same(str(frame["time"].dtype), "datetime64[us, UTC]", "type of time")
    same(list(frame["texts"][0]), ["x", None], "a list")
    same([bool(frame[name].isna()[1]) for name in NAMES], [True] * 12, "nulls")
    same(bool(frame.isna().iloc[2].any()), False, "empty text and lists are no nulls")
    typed = pd.read_parquet(folder / file, dtype_backend="numpy_nullable")
    same(str(typed["int32"].dtype), "Int32", "type of int32")
    same(int(typed["int64"][0]), LARGE, "a large number beside a null")


def check_polars(folder, file):
    import polars as pl

    frame = pl.read_parquet(folder / file)
    types = [pl.String, pl.String, pl.Int32, pl.Int64, pl.Float64, pl.Boolean, pl.Date]
    types += [pl.Datetime("us", "UTC")]
    types += [pl.List(item) for item in (pl.String, pl.String, pl.Int64, pl.Float64)]
    same(frame.dtypes, types, "types")
    same([list(row) for row in frame.rows()], ROWS, "rows")


def check_duckdb(folder, file):
    import duckdb

    source = f"read_parquet('{folder / file}')"
    types = duckdb.sql(f"DESCRIBE SELECT * FROM {source}").fetchall()
    expected = ["VARCHAR", "VARCHAR", "INTEGER", "BIGINT", "DOUBLE", "BOOLEAN", "DATE"]
    expected += ["TIMESTAMP WITH TIME ZONE", "VARCHAR[]", "VARCHAR[]", "BIGINT[]", "DOUBLE[]"]
    same([row[1] for row in types], expected, "types")
    # Times with a zone would need a further package to become Python's.
    columns = ", ".join("epoch_us(time)" if name == "time" else f'"{name}"' for name in NAMES)
    rows = [list(row) for row in duckdb.sql(f"SELECT {columns} FROM {source}").fetchall()]
    micros = int(TIME.timestamp()) * 1_000_000
    times = [[micros if value == TIME else value for value in row] for row in ROWS]
    same(rows, times, "rows")
    unnested = duckdb.sql(f"SELECT unnest(codes) FROM {source}").fetchall()
    same(unnested, [("010",), ("042",)], "unnested codes")


def check_records(folder):
    import duckdb
    import pandas as pd
    import polars as pl

    file = folder / "records.parquet"
    frame = pd.read_parquet(file)
    same(list(frame["cameo"])[0], "0183", "a CAMEO code")
    same(list(frame["geonameid"])[0], "0706448", "an identifier with a leading zero")
    same(list(frame["actor_country"][0]), ["RUS", "BLR"], "countries of the actors")
    same(list(frame["actor_country"][1]), [], "countries of no actors")
    same(frame["date"][0], DAY, "day of the event")
    same(bool(frame["date"].isna()[1]), True, "no day")
    one = pl.read_parquet(file).explode("actor_raw_text", "actor_role", empty_as_null=True)
    same(one["actor_role"].to_list(), ["army", None, None], "offices of the actors")
    query = f"SELECT event, size_value FROM read_parquet('{file}') WHERE date >= DATE '2021-11-01'"
    same(duckdb.sql(query).fetchall(), [("ASSAULT", [3, None])], "a query by day")
    # What these write is read again by the test.
    frame.to_parquet(folder / "pandas.parquet")
    pl.read_parquet(file).write_parquet(folder / "polars.parquet")
    duckdb.sql(f"COPY (FROM read_parquet('{file}')) TO '{folder / 'duckdb.parquet'}'")


def main():
    missing = [name for name in PACKAGES if importlib.util.find_spec(name) is None]
    if missing:
        print(f"{sys.executable} lacks {', '.join(missing)}")
        sys.exit(77)
    folder = Path(sys.argv[1])
    for file in ["kinds.parquet", "kinds-snappy.parquet"]:
        for check in [check_pyarrow, check_pandas, check_polars, check_duckdb]:
            check(folder, file)
            print(f"{file}: {check.__name__.removeprefix('check_')} agrees")
    check_records(folder)
    print("records.parquet: all agree")


if __name__ == "__main__":
    main()
