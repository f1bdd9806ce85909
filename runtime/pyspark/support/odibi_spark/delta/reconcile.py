"""The columns of rows against those of the table that they are written to."""

from __future__ import annotations

from collections.abc import Sequence

from pyspark.sql.types import ArrayType, DataType, MapType, StructField, StructType

from ..failure import Failure
from ..model import Write
from .table import StoredTable
from .types import is_void, print_type


def reconcile(write: Write, rows: StructType, table: StoredTable | None) -> None:
    """Fails with each difference that the write does not allow."""
    check_names(rows.fields)
    if table is None or (write.schema_changes == "replace" and write.mode == "overwrite"):
        return
    if write.partition_by not in ((), table.partition_by):
        raise Failure(
            "ODB8102",
            f"The Delta table is partitioned by {_names(table.partition_by)}, and the write by "
            f"{_names(write.partition_by)}.",
            "Partition by the table's own columns; an overwrite with schemaChanges: "
            '"replace" may choose others.',
        )
    may_add = write.schema_changes == "addColumns"
    differences = _compare(table.schema.fields, rows.fields, may_add, "")
    if differences:
        raise Failure(
            "ODB8101",
            f"The rows do not fit the Delta table: {'; '.join(differences)}.",
            'Select the table\'s columns, or say schemaChanges: "addColumns", or '
            '"replace" in an overwrite.'
            if write.schema_changes == "fail"
            else "Select the table's columns in the table's types.",
        )
    if write.mode == "overwritePartitions" and not table.partition_by:
        raise Failure(
            "ODB8102",
            "The Delta table has no partitions that could be overwritten.",
            'Name partition columns, or write with mode "overwrite".',
        )


def check_names(fields: Sequence[StructField]) -> None:
    """Names are unique whatever their case."""
    seen: dict[str, str] = {}
    for field in fields:
        twin = seen.get(field.name.lower())
        if twin is not None:
            raise Failure(
                "ODB8101",
                f'The columns "{twin}" and "{field.name}" differ in case only, which a Delta table '
                "cannot keep apart.",
                "Rename one of them.",
            )
        seen[field.name.lower()] = field.name


def _compare(
    stored: Sequence[StructField], incoming: Sequence[StructField], may_add: bool, inside: str
) -> list[str]:
    by_name = {field.name: field for field in incoming}
    differences: list[str] = []
    for field in stored:
        found = by_name.get(field.name)
        if found is not None:
            differences += _compare_types(
                field.dataType, found.dataType, may_add, inside + field.name
            )
        elif not is_void(field.dataType) and not (may_add and field.nullable):
            differences.append(f"{inside}{field.name} is missing ({print_type(field.dataType)})")
    names = {field.name.lower(): field.name for field in stored}
    for field in incoming:
        twin = names.get(field.name.lower())
        if twin == field.name:
            continue
        extra = f"{inside}{field.name} is extra"
        if twin is not None:
            differences.append(f"{extra}, and differs from {inside}{twin} in case only")
        elif not may_add:
            differences.append(f"{extra} ({print_type(field.dataType)})")
    return differences


def _compare_types(stored: DataType, incoming: DataType, may_add: bool, where: str) -> list[str]:
    if isinstance(stored, StructType) and isinstance(incoming, StructType):
        return _compare(stored.fields, incoming.fields, may_add, f"{where}.")
    if isinstance(stored, ArrayType) and isinstance(incoming, ArrayType):
        item = f"{where}.element"
        return _compare_types(stored.elementType, incoming.elementType, may_add, item)
    if isinstance(stored, MapType) and isinstance(incoming, MapType):
        keys = _compare_types(stored.keyType, incoming.keyType, may_add, f"{where}.key")
        values = _compare_types(stored.valueType, incoming.valueType, may_add, f"{where}.value")
        return [*keys, *values]
    types = print_type(stored), print_type(incoming)
    same = types[0] == types[1]
    return [] if same else [f"{where} is {types[0]} in the table and {types[1]} in the rows"]


def _names(names: Sequence[str]) -> str:
    return ", ".join(names) if names else "no column"
