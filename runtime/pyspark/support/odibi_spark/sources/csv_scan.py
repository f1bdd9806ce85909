"""A look at the lines of csv files, which says how they may be read."""

from __future__ import annotations

from dataclasses import dataclass

from pyspark.sql import SparkSession
from pyspark.sql import functions as F

from ..model import Csv
from ..sql import quote_text
from ..storage import FoundFile, escape_glob, readable


@dataclass(frozen=True)
class Scan:
    """What the lines of a file hold."""

    has_quote: bool = False
    # Elsewhere than before each line feed.
    has_carriage_return: bool = False
    has_blank: bool = False
    # Nothing but blanks, which Spark's reader goes over.
    has_white_line: bool = False
    # What stands for null, in quotes, where it is no null.
    has_quoted_null: bool = False
    # An odd number of quotes: one is not closed, or stands where none may.
    has_open_quote: bool = False

    @property
    def is_doubtful(self) -> bool:
        """Whether Spark's reader might take for right what is not."""
        return self.has_carriage_return or self.has_white_line or self.has_open_quote


def scan_files(spark: SparkSession, files: list[FoundFile], csv: Csv) -> dict[str, Scan]:
    """A scan of each file, by its path."""
    quote = f"contains(value, {quote_text(csv.quote)})" if csv.quote else "false"
    quoted = quote_text(f"{csv.quote}{csv.null_value}{csv.quote}")
    null = f"contains(value, {quoted})" if csv.quote and csv.null_value else "false"
    count = f"sum(length(value) - length(replace(value, {quote_text(csv.quote)}, '')))"
    odd = f"{count} % 2 = 1" if csv.quote else "bool_or(false)"
    found = (
        spark.read.text(escape_glob(file.place for file in files), lineSep="\n")
        .selectExpr("_metadata.file_path as file", "value", "endswith(value, '\\r') as ends")
        .groupBy("file")
        .agg(
            *(
                F.expr(text)
                for text in (
                    f"bool_or({quote})",
                    "bool_or(ends) and not bool_and(ends)",
                    "bool_or(contains(value, '\\r') and locate('\\r', value) < length(value))",
                    "bool_or(value in ('', '\\r'))",
                    "bool_or(value rlike '^[\\\\x00-\\\\x20]+$' and value <> '\\r')",
                    f"bool_or({null})",
                    odd,
                )
            )
        )
        .collect()
    )
    scans = {
        readable(row[0]): Scan(
            has_quote=row[1],
            has_carriage_return=row[2] or row[3],
            has_blank=row[4],
            has_white_line=row[5],
            has_quoted_null=row[6],
            has_open_quote=row[7],
        )
        for row in found
    }
    return {file.path: scans.get(file.path, Scan()) for file in files}
