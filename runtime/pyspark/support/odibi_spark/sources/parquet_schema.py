"""What the footers of Parquet files say of their columns."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from pyspark.sql import SparkSession

from ..failure import Failure
from ..model import Column
from ..storage import FoundFile
from .parquet_proof import Proof


@dataclass(frozen=True)
class StoredColumn:
    """A column at the top of a file, by the name of its type."""

    name: str

    @property
    def spark(self) -> str:
        """The type that Spark reads it as."""
        return _SPARK.get(self.name, self.name)


@dataclass(frozen=True)
class Footer:
    """What a file's footer says: its columns, and whether they hold only values as declared."""

    columns: dict[str, StoredColumn]
    is_proven: bool


def read_footers(
    spark: SparkSession, files: list[FoundFile], declared: Sequence[Column]
) -> dict[str, Footer]:
    """The footers by the files' paths."""
    jvm: Any = spark.sparkContext._jvm
    configuration = spark.sparkContext._jsc.hadoopConfiguration()
    parquet = jvm.org.apache.parquet.hadoop
    proof = Proof(declared)
    footers: dict[str, Footer] = {}
    for file in files:
        path = jvm.org.apache.hadoop.fs.Path(file.place)
        try:
            reader = parquet.ParquetFileReader.open(
                parquet.util.HadoopInputFile.fromPath(path, configuration)
            )
            try:
                schema = reader.getFooter().getFileMetaData().getSchema()
                columns = parse_schema(schema.toString())
                footers[file.path] = Footer(columns, proof.holds(reader, schema))
            finally:
                reader.close()
        except Exception as error:
            raise Failure(
                "ODB6011",
                f'A Parquet file is damaged or cut short: "{file.path}".',
                "Have it written again.",
            ) from error
    return footers


def parse_schema(text: str) -> dict[str, StoredColumn]:
    """The columns at the top of a schema as Parquet prints it."""
    columns: dict[str, StoredColumn] = {}
    for line in text.splitlines()[1:]:
        if not line.startswith("  ") or line.startswith("   ") or line.strip() == "}":
            continue
        group = re.match(r"  \w+ group (.*?) (?:\([A-Z]\w*(?:\(.*\))?\) )?(?:= \d+ )?\{$", line)
        if group is not None:
            columns[group[1]] = StoredColumn("a nested type")
            continue
        found = re.match(
            r"  \w+ (\w+(?:\(\d+\))?) (.*?)(?: \(([A-Z]\w*(?:\(.*\))?)\))?(?: = \d+)?;$", line
        )
        if found is not None:
            columns[found[2]] = StoredColumn(_type_name(found[1], found[3]))
    return columns


_PLAIN = {
    "boolean": "boolean",
    "int32": "integer",
    "int64": "bigint",
    "float": "float",
    "double": "double",
    "binary": "blob",
    "int96": "an INT96 timestamp",
}
_LOGICAL = {
    "STRING": "varchar",
    "ENUM": "varchar",
    "JSON": "json",
    "DATE": "date",
    "INTEGER(8,true)": "tinyint",
    "INTEGER(16,true)": "smallint",
    "INTEGER(32,true)": "integer",
    "INTEGER(64,true)": "bigint",
    "INTEGER(8,false)": "utinyint",
    "INTEGER(16,false)": "usmallint",
    "INTEGER(32,false)": "uinteger",
    "INTEGER(64,false)": "ubigint",
    "TIMESTAMP(MILLIS,true)": "timestamptz",
    "TIMESTAMP(MICROS,true)": "timestamptz",
    "TIMESTAMP(MILLIS,false)": "timestamp_ms",
    "TIMESTAMP(MICROS,false)": "timestamp",
}
_SPARK = {
    "integer": "int",
    "utinyint": "smallint",
    "usmallint": "int",
    "uinteger": "bigint",
    "varchar": "string",
    "blob": "binary",
    "timestamptz": "timestamp",
    "an INT96 timestamp": "timestamp",
    "timestamp": "timestamp_ntz",
    "timestamp_ms": "timestamp_ntz",
}


def _type_name(physical: str, logical: str | None) -> str:
    if logical is None:
        return _PLAIN.get(physical, physical.lower())
    digits = re.fullmatch(r"DECIMAL\((\d+),(\d+)\)", logical)
    if digits is not None:
        return f"decimal({digits[1]}, {digits[2]})"
    return _LOGICAL.get(logical, logical.lower())
