"""Writes a node's rows into files that nobody reads yet."""

from __future__ import annotations

import gzip
from collections.abc import Iterator
from dataclasses import dataclass

from pyspark.sql import DataFrame, Observation
from pyspark.sql import functions as F

from .failure import Failure
from .layouts import Layout, layout_of, partition_value
from .model import Node, Write
from .storage import Storage, join


@dataclass(frozen=True)
class Written:
    """What a write left: `files` from its folder, or "" where it is one file."""

    rows: int
    bytes: int
    files: tuple[str, ...]


def write_rows(
    storage: Storage, node: Node, rows: DataFrame, target: str, *, is_folder: bool, run: str
) -> Written:
    """Writes the rows to the target: a file, or a folder of `part-<run>-<n>` files."""
    write = node.write
    if write is None:
        raise RuntimeError(f'"{node.id}" writes nothing')
    layout = _layout(storage, node, write)
    partitions = [column for column in node.columns if column.name in write.partition_by]
    shaped = rows.selectExpr(*layout.columns, *(partition_value(column) for column in partitions))
    observed = Observation()
    counted = shaped.observe(observed, F.count(F.lit(1)).alias("rows"))
    if not is_folder:
        counted = counted.coalesce(1)
    folder = target if is_folder else f"{target}.parts"
    storage.remove(folder)
    writer = counted.write.format(layout.writer).mode("overwrite").options(**layout.options)
    if partitions:
        writer = writer.partitionBy(*write.partition_by)
    writer.save(folder)
    storage.drop_checksums(folder)
    names = list(_name_files(storage, folder, layout, run))
    if not is_folder:
        [name] = names
        storage.rename(join(folder, name), target)
        storage.remove(folder)
    paths = [join(target, name) for name in names] if is_folder else [target]
    size = sum(storage.file(path).bytes for path in paths)
    count = int(observed.get["rows"])
    return Written(count, size, tuple(sorted(names)) if is_folder else ("",))


def _layout(storage: Storage, node: Node, write: Write) -> Layout:
    inside = [column for column in node.columns if column.name not in write.partition_by]
    layout = layout_of(write, inside)
    if layout.packing == "zstd" and layout.writer != "parquet" and not storage.has_zstd():
        raise Failure(
            "ODB5063",
            "A text file cannot be compressed by zstd: Hadoop's native library is not there.",
            "Compress it by gzip, or give Spark Hadoop's native library.",
        )
    return layout


def _name_files(storage: Storage, folder: str, layout: Layout, run: str) -> Iterator[str]:
    """Names what Spark wrote, and removes what it leaves beside."""
    for number, name in enumerate(_files(storage, folder, "")):
        parent, _, _ = name.rpartition("/")
        named = (
            join(parent, f"part-{run}-{number}{layout.ending}")
            if parent
            else (f"part-{run}-{number}{layout.ending}")
        )
        if layout.header is None:
            storage.rename(join(folder, name), join(folder, named))
        else:
            _prepend(storage, join(folder, name), join(folder, named), layout)
        yield named


def _files(storage: Storage, folder: str, below: str) -> list[str]:
    found: list[str] = []
    for entry in storage.entries(join(folder, below)):
        name = f"{below}/{entry.name}" if below else entry.name
        if entry.is_folder:
            found += _files(storage, folder, name)
        elif entry.name.startswith(("_", ".")):
            storage.remove(join(folder, name))
        else:
            found.append(name)
    return found


def _prepend(storage: Storage, source: str, target: str, layout: Layout) -> None:
    """Puts the header before a file's lines. Of gzip, members one after the other are one file."""
    line = f"{layout.header}\n".encode()
    storage.concatenate(gzip.compress(line) if layout.packing == "gzip" else line, source, target)
