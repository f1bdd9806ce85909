"""Reads of Parquet files: their columns are compared with the declared ones, nulls and enums are
looked for in the files whose footers prove nothing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from pyspark.sql import DataFrame, SparkSession
from pyspark.sql import functions as F

from ..failure import Failure
from ..grammar import decimal_digits, print_type
from ..model import Column
from ..params import nearest
from ..sql import quote_name, quote_text
from ..storage import FoundFile, escape_glob, readable
from .checked import empty_rows
from .parquet_schema import StoredColumn, read_footers
from .read import Source


@dataclass(frozen=True)
class Partitions:
    """Columns that folders name (`country=de/`) instead of the files, below a table's folder."""

    folder: str
    names: tuple[str, ...]


def read_parquet(
    spark: SparkSession,
    source: Source,
    files: list[FoundFile],
    *,
    what: str = "The Parquet file",
    partitions: Partitions | None = None,
    is_own: bool = False,
) -> DataFrame:
    """The rows of Parquet files. `is_own`: this run wrote them, and nothing is left to check."""
    if not files:
        return empty_rows(spark, source.columns)
    folded = () if partitions is None else partitions.names
    inside = [column for column in source.columns if column.name not in folded]
    declared = tuple(column.type for column in inside)
    groups: dict[tuple[str, ...], list[FoundFile]] = {}
    doubtful: dict[tuple[str, ...], list[FoundFile]] = {}
    if is_own:
        groups[declared] = files
    else:
        footers = read_footers(spark, files, inside)
        for file in files:
            footer = footers[file.path]
            _check_schema(file.path, footer.columns, inside, folded, source.extra_columns, what)
            stored = tuple(footer.columns[column.name].spark for column in inside)
            groups.setdefault(stored, []).append(file)
            if not footer.is_proven:
                doubtful.setdefault(stored, []).append(file)
    for types, group in doubtful.items():
        _check_values(_read(spark, group, inside, types, partitions), inside, what)
    parts = []
    for types, group in groups.items():
        rows = _read(spark, group, inside, types, partitions)
        parts.append(
            rows.select(
                *(F.col(quote_name(column.name)).cast(column.type) for column in source.columns)
            )
        )
    rows = parts[0]
    for part in parts[1:]:
        rows = rows.union(part)
    return rows


def _read(
    spark: SparkSession,
    files: list[FoundFile],
    columns: Sequence[Column],
    types: Sequence[str],
    partitions: Partitions | None,
) -> DataFrame:
    """Files of the same types, which are read as they are stored: older versions widen none."""
    wanted = [
        f"{quote_name(column.name)} {stored}" for column, stored in zip(columns, types, strict=True)
    ]
    reader = spark.read
    if partitions is not None and partitions.names:
        reader = reader.option("basePath", partitions.folder)
        wanted += [f"{quote_name(name)} string" for name in partitions.names]
    paths = escape_glob(file.place for file in files)
    return reader.schema(", ".join(wanted)).parquet(*paths)


def _check_schema(
    file: str,
    found: dict[str, StoredColumn],
    declared: Sequence[Column],
    folded: Sequence[str],
    extra_columns: str,
    what: str,
) -> None:
    names = list(found)
    missing = [
        f'"{column.name}" is missing{_near(column.name, names)}'
        for column in declared
        if column.name not in found
    ]
    wanted = {column.name for column in declared}
    extra = [
        f'"{name}" is not declared'
        for name in names
        if extra_columns == "fail" and name not in wanted and name not in folded
    ]
    retyped = [
        f'"{column.name}" is {_shown(column, found[column.name])} where {print_type(column)} is declared'
        for column in declared
        if column.name in found and not _accepts(column, found[column.name])
    ]
    faults = [*missing, *retyped, *extra]
    if not faults:
        return
    raise Failure(
        "ODB6010",
        f'{what} "{file}" does not match its declaration: {"; ".join(faults)}.',
        'Declare the columns, or read with { extraColumns: "ignore" }.'
        if len(extra) == len(faults)
        else "Declare what the file holds. A narrower type in the file fits (int32 for int64), a "
        "wider one never does.",
    )


def _shown(column: Column, stored: StoredColumn) -> str:
    is_nested = stored.spark.startswith(("array<", "struct<", "map<"))
    return "a nested type" if is_nested and column.shown is None else stored.name


def _near(name: str, names: Sequence[str]) -> str:
    hint = nearest(name, names)
    return "" if hint is None else f" (there is {hint.removeprefix('Did you mean ')[:-1]})"


_NARROWER = {
    "smallint": ("tinyint", "smallint", "utinyint"),
    "int": ("tinyint", "smallint", "integer", "utinyint", "usmallint"),
    "bigint": ("tinyint", "smallint", "integer", "bigint", "utinyint", "usmallint", "uinteger"),
    "double": ("double", "float"),
    "timestamp": ("timestamptz", "an INT96 timestamp"),
    "timestamp_ntz": ("timestamp", "timestamp_ms"),
    "string": ("varchar",),
    "binary": ("blob",),
}


def _accepts(column: Column, stored: StoredColumn) -> bool:
    """Whether every value of the stored type is one of the declared type, unchanged."""
    if column.shown is not None:
        return stored.spark.replace("`", "") == column.type.replace("`", "")
    digits, held = decimal_digits(column.type), decimal_digits(stored.name)
    if digits is not None:
        if held is None:
            return False
        return held[1] <= digits[1] and held[0] - held[1] <= digits[0] - digits[1]
    return stored.name in _NARROWER.get(column.type, (column.type,))


def _check_values(rows: DataFrame, columns: Sequence[Column], what: str) -> None:
    checks: list[tuple[Column, str]] = []
    for column in columns:
        name = quote_name(column.name)
        if not column.nullable:
            checks.append((column, f"{name} is null"))
        if column.values:
            values = ", ".join(quote_text(value) for value in column.values)
            checks.append((column, f"{name} not in ({values})"))
        if column.fault is not None:
            checks.append((column, column.fault))
    if not checks:
        return
    wrong = rows.where(" or ".join(f"({fault})" for _, fault in checks))
    # By the files' statistics most of them need no look into their rows.
    if wrong.agg(F.count(F.lit(1))).first()[0] == 0:
        return
    found = (
        wrong.selectExpr(
            "_metadata.file_path",
            "_metadata.row_index",
            *(fault for _, fault in checks),
            *(f"cast({quote_name(column.name)} as string)" for column, _ in checks),
        )
        .orderBy("file_path", "row_index")
        .first()
    )
    if found is None:
        return
    at = next(at for at in range(len(checks)) if found[at + 2] is True)
    column, value = checks[at][0], found[at + 2 + len(checks)]
    place = f'{what} "{readable(found[0])}", row {found[1] + 1}, column "{column.name}"'
    if value is None:
        raise Failure(
            "ODB6002",
            f"{place}: null, where {print_type(column)} is declared.",
            "Declare the column .nullable(), or mend the data.",
        )
    if column.shown is not None:
        raise Failure(
            "ODB6002",
            f"{place}: {value[:200]} holds a null, or a text of no enum, where "
            f"{print_type(column)} allows none.",
            "Declare the part .nullable(), or mend the data.",
        )
    raise Failure(
        "ODB6003",
        f'{place}: "{value}" is none of the values of {print_type(column)}.',
        "Add the value to the enum, or mend the data.",
    )
