"""Reads of Delta tables at a version, compared with their declaration."""

from __future__ import annotations

import re
from datetime import datetime, timezone

from pyspark.sql import DataFrame, SparkSession
from pyspark.sql import functions as F
from pyspark.sql.types import StructType

from ..failure import Failure
from ..grammar import print_type as print_declared
from ..model import Column, Delta
from ..params import nearest
from ..sources.checked import empty_rows
from ..sources.read import Source
from ..sql import quote_name, quote_text
from ..storage import Storage, plain
from .available import require_delta
from .shape import shaped
from .table import is_table, load, newest_version
from .types import fits, print_type


def read_delta(
    spark: SparkSession,
    storage: Storage,
    source: Source,
    file: Delta,
    *,
    what: str = "The Delta table",
    is_own: bool = False,
) -> DataFrame:
    """The rows of one version. `is_own`: this run wrote it, and nothing is left to check."""
    require_delta(spark.sparkContext._jvm)
    path = plain(source.path)
    if not is_table(storage, source.path):
        raise Failure(
            "ODB8001",
            f'"{path}" is no Delta table: it has no log of commits in "_delta_log".',
            "Check the path, or write the table first.",
        )
    version, rows = _at_version(spark, source.path, file)
    declared = empty_rows(spark, source.columns).schema
    if not is_own:
        _compare(rows.schema, source, declared, f'{what} "{path}"')
        _check_values(rows, source, f'{what} "{path}", version {version}')
    return rows.select(
        *(
            shaped(F.col(quote_name(field.name)), rows.schema[field.name].dataType, field)
            for field in declared
        )
    )


def _at_version(spark: SparkSession, path: str, file: Delta) -> tuple[int | str, DataFrame]:
    """What is read stays the same however long it takes, so the newest has a number, too."""
    newest = newest_version(spark, path)
    if file.at is not None:
        found = _at_instant(spark, path, file.at)
        if found is not None:
            return f"of {file.at}", found
    version = newest if file.version is None else file.version
    if version > newest:
        raise Failure(
            "ODB8002",
            f'The table "{plain(path)}" has no version {version}.',
            f"Its newest version is {newest}.",
        )
    return version, load(spark, path, versionAsOf=version)


def _at_instant(spark: SparkSession, path: str, at: str) -> DataFrame | None:
    """None where the newest is older."""
    try:
        return load(spark, path, timestampAsOf=_instant(at).strftime("%Y-%m-%d %H:%M:%S.%f"))
    except Exception as error:
        message = str(error)
        if re.search(
            r"TIMESTAMP_GREATER_THAN_COMMIT|is after the latest (commit|version)", message
        ):
            return None
        if re.search(r"EARLIER_THAN_COMMIT|before the earliest version available", message):
            moment = _instant(at).isoformat(timespec="milliseconds").replace("+00:00", "Z")
            raise Failure(
                "ODB8002", f'The table "{plain(path)}" has no version of {moment} or before.'
            ) from error
        raise


def _instant(text: str) -> datetime:
    zoned = text if re.search(r"[zZ]$|[+-]\d\d:?\d\d$", text) else f"{text}Z"
    zoned = re.sub(r"[zZ]$", "+00:00", zoned.replace("T", " "))
    return datetime.fromisoformat(zoned).astimezone(timezone.utc)


def _compare(stored: StructType, source: Source, declared: StructType, table: str) -> None:
    names = stored.fieldNames()
    differences = []
    for column, field in zip(source.columns, declared.fields, strict=True):
        if column.name not in names:
            hint = nearest(column.name, names)
            near = "" if hint is None else f" (there is {hint.removeprefix('Did you mean ')[:-1]})"
            differences.append(f'"{column.name}" is missing{near}')
        elif not fits(stored[column.name].dataType, field.dataType):
            found = print_type(stored[column.name].dataType)
            wanted = print_declared(column)
            differences.append(f'"{column.name}" is {found} where {wanted} is declared')
    wanted_names = {column.name for column in source.columns}
    extra = [
        f'"{name}" is not declared'
        for name in names
        if source.extra_columns == "fail" and name not in wanted_names
    ]
    if differences or extra:
        raise Failure(
            "ODB6010",
            f"{table} does not match its declaration: {'; '.join([*differences, *extra])}.",
            "Declare what the table holds. A narrower type in the table fits (int32 for int64), a "
            "wider one never does."
            if differences
            else 'Declare the columns, or read with { extraColumns: "ignore" }.',
        )


def _check_values(rows: DataFrame, source: Source, where: str) -> None:
    checks: list[tuple[Column, str]] = []
    for column in source.columns:
        name = quote_name(column.name)
        if not column.nullable and rows.schema[column.name].nullable:
            checks.append((column, f"{name} is null"))
        if column.values:
            values = ", ".join(quote_text(value) for value in column.values)
            checks.append((column, f"{name} not in ({values})"))
        if column.fault is not None:
            checks.append((column, column.fault))
    if not checks:
        return
    found = (
        rows.where(" or ".join(f"({fault})" for _, fault in checks))
        .selectExpr(
            *(f"({fault})" for _, fault in checks),
            *(f"cast({quote_name(column.name)} as string)" for column, _ in checks),
        )
        .first()
    )
    if found is None:
        return
    at = next(at for at in range(len(checks)) if found[at] is True)
    column, value = checks[at][0], found[at + len(checks)]
    place, declared = f'{where}, column "{column.name}"', print_declared(column)
    if value is None:
        raise Failure(
            "ODB6002",
            f"{place}: null, where {declared} is declared.",
            "Declare the column .nullable(), or mend the data.",
        )
    raise Failure(
        "ODB6003",
        f'{place}: "{value[:200]}" holds what {declared} does not allow.',
        "Add the value to the enum, declare the part .nullable(), or mend the data.",
    )
