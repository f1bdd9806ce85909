"""What a project is made of, as data. Types are Spark SQL's: "bigint", "decimal(12, 2)", "timestamp_ntz"."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pyspark.sql import DataFrame

    from .job import Job


@dataclass(frozen=True)
class Column:
    """A column as it is declared; `values` are those of an enum."""

    name: str
    type: str
    nullable: bool = True
    values: tuple[str, ...] = ()
    # Of a nested type: how it is declared, when a part of a value is not so, in SQL, and what its
    # values are made of: items, fields, or keys and values.
    shown: str | None = None
    fault: str | None = None
    parts: tuple[Column, ...] = ()


@dataclass(frozen=True)
class Csv:
    """Files of delimited text, the first line the header unless `header` is false."""

    delimiter: str = ","
    header: bool = True
    quote: str = '"'
    null_value: str = ""
    compression: str | None = None


@dataclass(frozen=True)
class Json:
    """A list of objects, or objects one after the other."""

    compression: str | None = None


@dataclass(frozen=True)
class Parquet:
    """Parquet files."""

    compression: str = "snappy"


@dataclass(frozen=True)
class Delta:
    """A Delta table; to be read as it was at a version, or at an instant."""

    version: int | None = None
    at: str | None = None


Format = Csv | Json | Parquet | Delta


@dataclass(frozen=True)
class Write:
    """Where a node's rows go: one file where the path ends in the format's extension, else a folder."""

    connection: str
    path: str
    format: Format
    mode: str = "overwrite"
    partition_by: tuple[str, ...] = ()
    # Of a Delta table that rows are merged into: what identifies one, and conditions in SQL over
    # the columns of `incoming` and `stored`.
    keys: tuple[str, ...] = ()
    update_when: str | None = None
    delete_when: str | None = None
    # Of a Delta table: "fail", "addColumns" or "replace".
    schema_changes: str = "fail"


@dataclass(frozen=True)
class Param:
    """A value that is given when the project runs; without a default it has to be."""

    name: str
    type: str
    default: str | None = None
    values: tuple[str, ...] = ()


@dataclass(frozen=True)
class Environment:
    """Where the connections lead, from the project's root unless absolute, the params, and settings of the session."""

    connections: Mapping[str, str]
    params: Mapping[str, str] = field(default_factory=dict)
    conf: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Node:
    """A table of the project: its id, the view by which others read it, and what makes it."""

    id: str
    view: str
    function: Callable[[Job], DataFrame]
    columns: tuple[Column, ...]
    file: str
    line: int
    depends_on: tuple[str, ...] = ()
    after: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    write: Write | None = None
    retries: int = 0
    timeout: float | None = None
    stops_run: bool = False
    # Computed once for all its readers: what `cache` says, or else what its rows or its readers ask for.
    keep: bool = False
    keep_if_shared: bool = False


@dataclass(frozen=True)
class Project:
    """All of it; the first environment is the default."""

    name: str
    environments: Mapping[str, Environment]
    params: tuple[Param, ...]
    nodes: tuple[Node, ...]
    # Whether it reads or writes Delta tables.
    uses_delta: bool = False
