"""Values of a stored type as values of the declared one, part by part by their names."""

from __future__ import annotations

from pyspark.sql import Column as Expression
from pyspark.sql import functions as F
from pyspark.sql.types import ArrayType, DataType, MapType, StructField, StructType

from .types import is_nested


def shaped(value: Expression, stored: DataType, field: StructField) -> Expression:
    """A column under its name. Spark's own cast of structs goes by place."""
    return _shape(value, stored, field.dataType).alias(field.name)


def _shape(value: Expression, stored: DataType, declared: DataType) -> Expression:
    if not is_nested(declared):
        return value.cast(declared)
    if _plain(stored) == _plain(declared):
        return value
    if isinstance(stored, StructType) and isinstance(declared, StructType):
        parts = (
            shaped(value.getField(field.name), stored[field.name].dataType, field)
            for field in declared.fields
        )
        return F.when(value.isNotNull(), F.struct(*parts))
    if isinstance(stored, ArrayType) and isinstance(declared, ArrayType):
        return F.transform(
            value, lambda item: _shape(item, stored.elementType, declared.elementType)
        )
    if isinstance(stored, MapType) and isinstance(declared, MapType):
        keys = F.transform(
            F.map_keys(value), lambda key: _shape(key, stored.keyType, declared.keyType)
        )
        values = F.transform(
            F.map_values(value), lambda item: _shape(item, stored.valueType, declared.valueType)
        )
        return F.map_from_arrays(keys, values)
    raise RuntimeError(f"{stored} is no {declared}")


def _plain(of: DataType) -> str:
    return of.simpleString()
