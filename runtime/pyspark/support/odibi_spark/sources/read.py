"""Files as rows of their declared columns, checked whole."""

from __future__ import annotations

from dataclasses import dataclass

from pyspark.sql import DataFrame, SparkSession

from ..files import list_files
from ..model import Column, Csv, Delta, Format, Json
from ..storage import FoundFile, Storage


@dataclass(frozen=True)
class Source:
    """A read as it is declared."""

    file: Format
    path: str
    columns: tuple[Column, ...]
    # "fail" or "ignore": what becomes of columns that are not declared.
    extra_columns: str = "fail"


def read_source(spark: SparkSession, storage: Storage, source: Source) -> DataFrame:
    """The rows of the files, or of the table, at the source's path."""
    if isinstance(source.file, Delta):
        from ..delta.read import read_delta

        return read_delta(spark, storage, source, source.file)
    return read_files(spark, storage, source, list_files(storage, source.path))


def read_files(
    spark: SparkSession, storage: Storage, source: Source, files: list[FoundFile]
) -> DataFrame:
    """The rows of these files."""
    from .csv import read_csv
    from .json import read_json
    from .parquet import read_parquet

    if isinstance(source.file, Csv):
        return read_csv(spark, storage, source, source.file, files)
    if isinstance(source.file, Json):
        return read_json(spark, storage, source, source.file, files)
    return read_parquet(spark, source, files)
