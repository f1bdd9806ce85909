"""Reads of json files, object by object."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from pyspark.sql import DataFrame, SparkSession

from ..grammar import read_value, text_type
from ..model import Json
from ..sql import quote_name
from ..storage import FoundFile, Storage
from .checked import checked, empty_rows
from .csv_records import FileFault
from .faults import Fault, explain_json
from .json_records import read_objects
from .lines import over_lines
from .packing import check_packing
from .read import Source


def read_json(
    spark: SparkSession, storage: Storage, source: Source, json: Json, found: list[FoundFile]
) -> DataFrame:
    """The rows of json files, every one checked."""
    for file in found:
        check_packing(storage, file, json.compression)
    files = [file for file in found if file.bytes > 0]
    if not files:
        return empty_rows(spark, source.columns)
    columns, extra_columns = list(source.columns), source.extra_columns

    def read(_: int, lines: Iterator[str]) -> Iterable[tuple[Any, ...]]:
        return read_objects(lines, columns, extra_columns)

    def check(number: int, lines: Iterator[str]) -> Iterable[tuple[int, Fault]]:
        try:
            for _ in read_objects(lines, columns, extra_columns):
                pass
        except FileFault as fault:
            yield number, fault.fault

    def judge() -> None:
        faults = over_lines(spark, files, check).collect()
        if faults:
            number, fault = min(faults, key=lambda fault: fault[0])
            raise explain_json(files[number].path, fault)

    fields = [f"c{at}" for at in range(len(columns))]
    schema = ", ".join(
        f"{field} {text_type(column)}" for field, column in zip(fields, columns, strict=True)
    )
    texts = spark.createDataFrame(over_lines(spark, files, read), schema)
    values = [
        read_value(column, field, f"{field} is null")
        for column, field in zip(columns, fields, strict=True)
    ]
    return checked(texts.selectExpr(*values, f"false as {quote_name('odibi doubt')}"), judge)
