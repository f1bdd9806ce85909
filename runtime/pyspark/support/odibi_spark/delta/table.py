"""What a Delta table is."""

from __future__ import annotations

import re
from dataclasses import dataclass

from pyspark.sql import DataFrame, SparkSession
from pyspark.sql.types import StructType

from ..sql import quote_name
from ..storage import Storage, join

_COMMIT = re.compile(r"\d{20}\.(json|checkpoint\..*)")


@dataclass(frozen=True)
class StoredTable:
    """A table as it is now."""

    path: str
    schema: StructType
    partition_by: tuple[str, ...]


def is_table(storage: Storage, path: str) -> bool:
    """Whether there is a table, in however bad a state."""
    log = storage.entries(join(path, "_delta_log"))
    return any(_COMMIT.fullmatch(entry.name) for entry in log)


def find_table(spark: SparkSession, storage: Storage, path: str) -> StoredTable | None:
    """The table at a path; None where there is none."""
    if not is_table(storage, path):
        return None
    detail = spark.sql(f"describe detail {name_of(path)}").select("partitionColumns").first()
    partition_by = () if detail is None else tuple(detail[0])
    return StoredTable(path, load(spark, path).schema, partition_by)


def newest_version(spark: SparkSession, path: str) -> int:
    """The version that the table has now."""
    row = spark.sql(f"describe history {name_of(path)} limit 1").select("version").first()
    if row is None:
        raise RuntimeError(f'"{path}" has no history')
    return int(row[0])


def metrics_of(spark: SparkSession, path: str, version: int) -> dict[str, int]:
    """What the log tells of a version that was just made."""
    history = spark.sql(f"describe history {name_of(path)} limit 50")
    row = history.where(f"version = {version}").select("operationMetrics").first()
    found = {} if row is None else row[0] or {}
    return {name: int(text) for name, text in found.items() if re.fullmatch(r"-?\d+", text)}


def load(spark: SparkSession, path: str, **options: str | int) -> DataFrame:
    """The rows at a version, of which `versionAsOf` or `timestampAsOf` tells."""
    return spark.read.format("delta").options(**options).load(path)


def name_of(path: str) -> str:
    """A table in a statement."""
    return f"delta.{quote_name(path)}"
