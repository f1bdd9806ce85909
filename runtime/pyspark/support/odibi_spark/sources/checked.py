"""Rows that are read whole, and checked, before anybody sees one."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from pyspark import StorageLevel
from pyspark.sql import DataFrame, SparkSession
from pyspark.sql import functions as F

from ..model import Column
from ..sql import quote_name


def checked(rows: DataFrame, judge: Callable[[], None]) -> DataFrame:
    """The rows, read once and kept. Where they raise, or their `odibi doubt` holds, the judge looks
    at the files and raises what it finds; an error that it finds no reason for stays as it is."""
    kept = rows.persist(StorageLevel.MEMORY_AND_DISK)
    doubt = quote_name("odibi doubt")
    try:
        found = kept.agg(F.count(F.lit(1)), F.max(F.expr(doubt))).first()
    except Exception:
        kept.unpersist()
        judge()
        raise
    if found is not None and found[1]:
        judge()
    return kept.drop("odibi doubt")


def empty_rows(spark: SparkSession, columns: Sequence[Column]) -> DataFrame:
    """No rows of these columns."""
    nothing = ", ".join(f"cast(null as {c.type}) as {quote_name(c.name)}" for c in columns)
    return spark.sql(f"select {nothing} where false")
