"""Functions of TypeScript."""

from __future__ import annotations

from pyspark.sql import DataFrame, SparkSession

from .model import Column


def map_rows(
    spark: SparkSession, rows: DataFrame, home: str, function: str, columns: tuple[Column, ...]
) -> DataFrame:
    """The results of a function."""
    raise NotImplementedError
