"""The tests' delta-rs: runs steps that come as JSON, one a line, and answers each with one. See deltaRs.ts."""

import datetime
import decimal
import json
import math
import os
import sys
import traceback

import deltalake
import pyarrow
import pyarrow.compute
import pyarrow.parquet


def to_text(value):
    """A value as JSON can hold it without loss; the tests write their expectations so."""
    if value is None or isinstance(value, (bool, str)):
        return value
    if isinstance(value, int):
        return str(value)
    if isinstance(value, float):
        if math.isnan(value):
            return "NaN"
        if math.isinf(value):
            return "Infinity" if value > 0 else "-Infinity"
        return repr(value)
    if isinstance(value, decimal.Decimal):
        return format(value, "f")
    if isinstance(value, bytes):
        return "0x" + value.hex()
    if isinstance(value, dict):
        return {str(key): to_text(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [to_text(item) for item in value]
    return str(value)


def rows_of(table):
    """The rows of an Arrow table, sorted by their text; dates and timestamps as DuckDB's text."""
    columns = []
    for column in table.itercolumns():
        columns.append([to_text(value) for value in readable(column).to_pylist()])
    rows = [list(row) for row in zip(*columns)] if columns else []
    return sorted(rows, key=lambda row: json.dumps(row, ensure_ascii=True))


def readable(column):
    """Dates and timestamps outside of Python's years are shown as their number."""
    kind = column.type
    if pyarrow.types.is_timestamp(kind):
        return column.cast(pyarrow.timestamp("us", kind.tz)).cast(pyarrow.int64())
    if pyarrow.types.is_date(kind):
        return column.cast(pyarrow.date32()).cast(pyarrow.int32())
    return column


def read_table(path, version=None):
    """By DataFusion, which knows deletion vectors too."""
    table = deltalake.DeltaTable(path, version=version)
    builder = deltalake.QueryBuilder().register("t", table)
    return pyarrow.table(builder.execute("select * from t"))


def run(step):
    scope = {
        "deltalake": deltalake,
        "DeltaTable": deltalake.DeltaTable,
        "write_deltalake": deltalake.write_deltalake,
        "pa": pyarrow,
        "pc": pyarrow.compute,
        "datetime": datetime,
        "decimal": decimal,
        "json": json,
        "os": os,
        "rows_of": rows_of,
        "read_table": read_table,
        "result": None,
    }
    exec(step["code"], scope, scope)
    return scope["result"]


for line in sys.stdin:
    step = json.loads(line)
    try:
        answer = {"result": run(step)}
    except BaseException as error:  # pyo3's panics are no Exception
        answer = {"error": f"{type(error).__name__}: {error}", "trace": traceback.format_exc()}
    sys.stdout.write(json.dumps({"id": step["id"], **answer}) + "\n")
    sys.stdout.flush()
# delta-rs's threads sometimes abort a regular end.
os._exit(0)
