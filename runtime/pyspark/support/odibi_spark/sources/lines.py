"""Text files line by line, each file by one task."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any, TypeVar

from pyspark import RDD
from pyspark.sql import SparkSession

from ..storage import FoundFile, escape_glob

Result = TypeVar("Result")

_HADOOP = "org.apache.hadoop"


def over_lines(
    spark: SparkSession,
    files: list[FoundFile],
    work: Callable[[int, Iterator[str]], Iterable[Result]],
) -> RDD[Any]:
    """What `work` makes of each file: its number and its lines, each with the line feed that ends
    it."""
    context = spark.sparkContext
    # A file is never split: a record may go over lines.
    settings = {
        "textinputformat.record.delimiter": "\n",
        "mapreduce.input.fileinputformat.split.minsize": str(1 << 62),
    }

    def lines_of(file: FoundFile) -> RDD[Any]:
        [path] = escape_glob([file.place])
        return context.newAPIHadoopFile(
            path.replace(",", "\\,"),
            f"{_HADOOP}.mapreduce.lib.input.TextInputFormat",
            f"{_HADOOP}.io.LongWritable",
            f"{_HADOOP}.io.Text",
            conf=settings,
        )

    def apply(number: int, size: int) -> Callable[[Iterator[Any]], Iterable[Result]]:
        return lambda pairs: work(number, _ended(pairs, size))

    parts = [
        lines_of(file).mapPartitions(apply(number, file.bytes)) for number, file in enumerate(files)
    ]
    return context.union(parts)


def _ended(pairs: Iterator[tuple[int, str]], size: int) -> Iterator[str]:
    """Lines with their ends. Of the last one the file's size tells whether it has one; of a packed
    file it does not, and there it is taken to have one."""
    last: tuple[int, str] | None = None
    for pair in pairs:
        if last is not None:
            yield last[1] + "\n"
        last = pair
    if last is not None:
        place, line = last
        yield line if place + len(line.encode()) == size else line + "\n"
