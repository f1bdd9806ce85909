"""What nodes stored: in this run, or in an earlier one, whose columns are then compared."""

from __future__ import annotations

import json
from urllib.parse import unquote

from pyspark.sql import DataFrame, SparkSession
from pyspark.sql import functions as F

from ..delta.read import read_delta
from ..delta.table import is_table
from ..failure import Failure
from ..files import list_files
from ..model import Column, Delta, Node, Parquet, Write
from ..sql import quote_name
from ..storage import FoundFile, Storage, plain
from .checked import empty_rows
from .parquet import Partitions, read_parquet
from .read import Source, read_files

_NULL = "__HIVE_DEFAULT_PARTITION__"


def read_stored(
    spark: SparkSession,
    storage: Storage,
    node: Node,
    path: str,
    *,
    is_own: bool,
    version: int | None = None,
) -> DataFrame:
    """The rows of a node's table, of a version where it has some."""
    if node.write is None:
        raise RuntimeError(f'"{node.id}" writes nothing')
    what = f"The stored table of {node.id},"
    is_delta = isinstance(node.write.format, Delta)
    if storage.kind(path) is None or (is_delta and not is_table(storage, path)):
        raise Failure(
            "ODB5023",
            f'{node.id} has not been written yet: there is nothing at "{plain(path)}".',
            f'Run it too: --select "+{node.id}", or without --select. A preview computes it with '
            "--upstream.",
        )
    if is_delta:
        source = Source(node.write.format, path, node.columns)
        return read_delta(spark, storage, source, Delta(version), what=what, is_own=is_own)
    files = list_files(storage, path, is_table=True)
    if isinstance(node.write.format, Parquet):
        source = Source(node.write.format, path, node.columns)
        partitions = Partitions(path, node.write.partition_by)
        what = f"The stored file of {node.id},"
        return read_parquet(spark, source, files, what=what, partitions=partitions, is_own=is_own)
    return _read_text(spark, storage, node, node.write, files, path)


def _read_text(
    spark: SparkSession,
    storage: Storage,
    node: Node,
    write: Write,
    files: list[FoundFile],
    path: str,
) -> DataFrame:
    """The files of each partition by themselves, which lack the columns that their folders name."""
    inside = tuple(column for column in node.columns if column.name not in write.partition_by)
    groups: dict[str, list[FoundFile]] = {}
    for file in files:
        below = file.path.removeprefix(plain(path)).strip("/")
        groups.setdefault("/".join(below.split("/")[:-1]) if write.partition_by else "", []).append(
            file
        )
    if not groups:
        return empty_rows(spark, node.columns)
    parts = []
    for folder, members in groups.items():
        rows = read_files(spark, storage, Source(write.format, path, inside), members)
        values = _partition_values(folder)
        parts.append(
            rows.select(
                *(
                    _partition(column, values)
                    if column.name in write.partition_by
                    else F.col(quote_name(column.name))
                    for column in node.columns
                )
            )
        )
    rows = parts[0]
    for part in parts[1:]:
        rows = rows.union(part)
    return rows


def _partition_values(folder: str) -> dict[str, str | None]:
    """What folders like `country=de/day=2024-01-31` stand for."""
    pairs = (part.partition("=") for part in folder.split("/"))
    return {unquote(name): None if value == _NULL else unquote(value) for name, _, value in pairs}


def _partition(column: Column, values: dict[str, str | None]):
    if column.name not in values:
        raise Failure(
            "ODB6010",
            f"A stored file lies in a folder that does not name its {json.dumps(column.name)}.",
            "Run the node again; what lies there was not written by this plan.",
        )
    return F.lit(values[column.name]).cast(column.type).alias(column.name)
