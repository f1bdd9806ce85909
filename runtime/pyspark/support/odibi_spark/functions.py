"""Functions of TypeScript: Arrow's batches go to a process of Node for each task, and come back."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

from pyspark import SparkFiles, StorageLevel
from pyspark.sql import DataFrame, SparkSession

from .grammar import value_of
from .model import Column
from .sql import quote_name
from .storage import join
from .texts import text_of

if TYPE_CHECKING:
    import pyarrow

# How a type goes over the line: what a function is given, the kind of number, Spark's type of it.
_WIRE = {
    "boolean": ("boolean", "int32", "int"),
    "tinyint": ("number", "int32", "int"),
    "smallint": ("number", "int32", "int"),
    "int": ("number", "int32", "int"),
    "bigint": ("bigint", "int64", "bigint"),
    "float": ("number", "float64", "double"),
    "double": ("number", "float64", "double"),
    "binary": ("binary", "utf8", "string"),
}
_TEXT = ("text", "utf8", "string")


def map_rows(
    spark: SparkSession, rows: DataFrame, home: str, function: str, columns: tuple[Column, ...]
) -> DataFrame:
    """A function's results, computed when they are read."""
    for name in ("worker.mjs", function):
        spark.sparkContext.addFile(join(home, f"functions/{name}"))
    given = [(field.name, field.dataType.simpleString()) for field in rows.schema.fields]
    opening = {
        "input": [_wire_column(name, type_name) for name, type_name in given],
        "output": [
            {"name": c.name, "type": c.type, "nullable": c.nullable, "values": c.values}
            for c in columns
        ],
    }
    sent = rows.selectExpr(
        *(_sent(name, type_name, at) for at, (name, type_name) in enumerate(given))
    )
    wire_types = [_WIRE.get(column.type, _TEXT)[2] for column in columns]
    schema = ", ".join(f"c{at} {wire_type}" for at, wire_type in enumerate(wire_types))
    made = sent.mapInArrow(_caller(function, json.dumps(opening), wire_types), schema)
    return made.selectExpr(*(_received(column, at) for at, column in enumerate(columns)))


def keep_rows(rows: DataFrame) -> None:
    """Computes a function's results now, once for whoever reads them."""
    rows.persist(StorageLevel.MEMORY_AND_DISK)
    try:
        rows.count()
    except Exception:
        rows.unpersist()
        raise


def _wire_column(name: str, type_name: str) -> dict[str, Any]:
    kind, wire, _ = _WIRE.get(type_name, _TEXT)
    return {"name": name, "kind": kind, "wire": wire, "nullable": True}


def _sent(name: str, type_name: str, at: int) -> str:
    value = quote_name(name)
    wire = _WIRE.get(type_name, _TEXT)[2]
    text = text_of(type_name, value) if wire == "string" else f"cast({value} as {wire})"
    return f"{text} as c{at}"


def _received(column: Column, at: int) -> str:
    kind = _WIRE.get(column.type, _TEXT)[1]
    value = f"cast(c{at} as {column.type})" if kind != "utf8" else value_of(column.type, f"c{at}")
    return f"{value} as {quote_name(column.name)}"


def _caller(function: str, opening: str, wire_types: list[str]):
    def call(batches: Iterable[pyarrow.RecordBatch]) -> Iterator[pyarrow.RecordBatch]:
        # Only who has functions needs pyarrow.
        from .row_process import RowProcess

        process = RowProcess(_node(), SparkFiles.get("worker.mjs"), function)
        try:
            process.open({**json.loads(opening), "function": SparkFiles.get(function)})
            yield from process.call(batches, wire_types)
        finally:
            process.close()

    return call


def _node() -> str:
    found = os.environ.get("ODIBI_NODE") or shutil.which("node")
    if found is None:
        raise RuntimeError("odibi:ODB5064:{}")
    return found
