"""Types as a Delta table has them."""

from __future__ import annotations

from pyspark.sql.types import ArrayType, DataType, DecimalType, MapType, NullType, StructType

_WHOLE = ("byte", "short", "integer", "long")


def print_type(of: DataType) -> str:
    """A type as people write it: `struct<a: long, b: array<string>>`."""
    if isinstance(of, StructType):
        fields = ", ".join(f"{field.name}: {print_type(field.dataType)}" for field in of.fields)
        return f"struct<{fields}>"
    if isinstance(of, ArrayType):
        return f"array<{print_type(of.elementType)}>"
    if isinstance(of, MapType):
        return f"map<{print_type(of.keyType)}, {print_type(of.valueType)}>"
    return (
        of.typeName() if not isinstance(of, DecimalType) else f"decimal({of.precision},{of.scale})"
    )


def is_nested(of: DataType) -> bool:
    """Whether a type's values are made of others."""
    return isinstance(of, StructType | ArrayType | MapType)


def is_void(of: DataType) -> bool:
    """Whether a column has no values at all."""
    return isinstance(of, NullType)


def fits(stored: DataType, declared: DataType) -> bool:
    """Whether every value of a stored type is one of the declared type, unchanged."""
    if isinstance(stored, StructType) and isinstance(declared, StructType):
        found = {field.name: field.dataType for field in declared.fields}
        return len(stored.fields) == len(declared.fields) and all(
            field.name in found and fits(field.dataType, found[field.name])
            for field in stored.fields
        )
    if isinstance(stored, ArrayType) and isinstance(declared, ArrayType):
        return fits(stored.elementType, declared.elementType)
    if isinstance(stored, MapType) and isinstance(declared, MapType):
        keys = fits(stored.keyType, declared.keyType)
        return keys and fits(stored.valueType, declared.valueType)
    if isinstance(stored, DecimalType) and isinstance(declared, DecimalType):
        whole = declared.precision - declared.scale
        return stored.scale <= declared.scale and stored.precision - stored.scale <= whole
    names = print_type(stored), print_type(declared)
    if names[0] in _WHOLE and names[1] in _WHOLE:
        return _WHOLE.index(names[0]) <= _WHOLE.index(names[1])
    return names[0] == names[1] or names == ("float", "double")
