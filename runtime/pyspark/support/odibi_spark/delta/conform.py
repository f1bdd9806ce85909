"""Parts of nested values that are never null, where a table says so of its own."""

from __future__ import annotations

from typing import Any

from pyspark import SparkContext
from pyspark.sql import Column as Expression
from pyspark.sql import DataFrame
from pyspark.sql import functions as F
from pyspark.sql.types import ArrayType, DataType, MapType, StructType

from ..sql import quote_name


def conform(rows: DataFrame, table: StructType) -> DataFrame:
    """The rows with the table's word on their parts: a merge casts nothing that may be null to
    what may not. A null that is there all the same fails."""
    names = set(table.fieldNames())
    return rows.select(
        *(
            _conform(
                F.col(quote_name(field.name)), field.dataType, table[field.name].dataType
            ).alias(field.name)
            if field.name in names
            else F.col(quote_name(field.name))
            for field in rows.schema.fields
        )
    )


def _conform(value: Expression, given: DataType, wanted: DataType) -> Expression:
    if given == wanted:
        return value
    if isinstance(given, StructType) and isinstance(wanted, StructType):
        parts = []
        for field in given.fields:
            part, target = value.getField(field.name), field
            if field.name in wanted.fieldNames():
                target = wanted[field.name]
                part = _conform(part, field.dataType, target.dataType)
            parts.append(_part(part, field.nullable, target.nullable).alias(field.name))
        return F.when(value.isNotNull(), F.struct(*parts))
    if isinstance(given, ArrayType) and isinstance(wanted, ArrayType):
        return F.transform(
            value,
            lambda item: _part(
                _conform(item, given.elementType, wanted.elementType),
                given.containsNull,
                wanted.containsNull,
            ),
        )
    if isinstance(given, MapType) and isinstance(wanted, MapType):
        return F.transform_values(
            value,
            lambda _, item: _part(
                _conform(item, given.valueType, wanted.valueType),
                given.valueContainsNull,
                wanted.valueContainsNull,
            ),
        )
    return value


def _part(value: Expression, may_be_null: bool, may_stay_null: bool) -> Expression:
    if may_stay_null or not may_be_null:
        return value
    context = SparkContext._active_spark_context
    if context is None:
        raise RuntimeError("there is no session")
    jvm: Any = context._jvm
    path = jvm.PythonUtils.toSeq([])
    asserted = jvm.org.apache.spark.sql.catalyst.expressions.objects.AssertNotNull
    if context.version.startswith("3."):
        return Expression(jvm.org.apache.spark.sql.Column(asserted(value._jc.expr(), path)))
    utilities = jvm.org.apache.spark.sql.classic.ExpressionUtils
    return F.col("").__class__(utilities.column(asserted(utilities.expression(value._jc), path)))
