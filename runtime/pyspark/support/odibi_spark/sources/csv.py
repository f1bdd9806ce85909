"""Reads of csv files: all columns as texts, by Spark's own reader where that can tell what stands
there, and from the texts the values, by the grammar of their types."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from pyspark.sql import DataFrame, SparkSession
from pyspark.sql.types import StringType, StructField, StructType

from ..failure import Failure
from ..grammar import read_value
from ..model import Column, Csv
from ..sql import quote_name, quote_text
from ..storage import FoundFile, Storage, escape_glob
from .checked import checked, empty_rows
from .csv_header import CsvFile, open_file
from .csv_records import FileFault, read_records
from .csv_scan import Scan, scan_files
from .faults import Fault, explain_csv
from .lines import over_lines
from .packing import check_packing
from .read import Source

# What a quoted empty field is read as, to tell it from null.
_EMPTY = "\u0001empty\u0001"


def read_csv(
    spark: SparkSession, storage: Storage, source: Source, csv: Csv, found: list[FoundFile]
) -> DataFrame:
    """The rows of csv files, every one checked."""
    for name, character in (("delimiter", csv.delimiter), ("quote", csv.quote)):
        is_plain = len(character) == 1 and 0 < ord(character) < 127 and character not in "\r\n"
        if not is_plain and not (name == "quote" and character == ""):
            raise Failure(
                "ODB5013", f"A csv file's {name} is one ASCII character, and not {character!r}."
            )
    for file in found:
        check_packing(storage, file, csv.compression)
    opened = (open_file(storage, file, source, csv) for file in found if file.bytes > 0)
    files = [file for file in opened if file is not None]
    if not files:
        return empty_rows(spark, source.columns)
    scans = scan_files(spark, [file.found for file in files], csv)
    doubtful = any(scans[file.found.path].is_doubtful for file in files)
    if doubtful:
        _judge(spark, files, source, csv)
    groups: dict[tuple[str, ...], list[CsvFile]] = {}
    for file in files:
        how = _how(scans[file.found.path], len(file.names), csv)
        groups.setdefault((how, *file.names), []).append(file)
    parts = [
        _by_plain_reader(spark, group, source, csv)
        if how == "plain reader"
        else _by_spark(spark, group, source, csv, multi_line=how == "many lines")
        for (how, *_), group in groups.items()
    ]
    rows = parts[0]
    for part in parts[1:]:
        rows = rows.unionByName(part)
    return checked(rows, lambda: _judge(spark, files, source, csv))


def _how(scan: Scan, columns: int, csv: Csv) -> str:
    """Who reads a file: Spark in pieces, Spark as a whole, or the plain reader."""
    if (columns == 1 and scan.has_blank) or scan.has_quoted_null:
        return "plain reader"
    return "many lines" if scan.has_quote or scan.has_carriage_return else "lines"


def _by_spark(
    spark: SparkSession, files: list[CsvFile], source: Source, csv: Csv, *, multi_line: bool
) -> DataFrame:
    names = files[0].names
    # Names that are there twice stand for columns that nobody reads.
    is_unique = len(set(names)) == len(names)
    fields = list(names) if is_unique else [f"c{at}" for at in range(len(names))]
    texts = (
        spark.read.schema(StructType([StructField(field, StringType()) for field in fields]))
        .options(
            header=csv.header,
            mode="FAILFAST",
            sep=csv.delimiter,
            quote=csv.quote,
            escape=csv.quote or "\0",
            multiLine=multi_line,
            enforceSchema=True,
            nullValue="",
            emptyValue=_EMPTY,
            maxCharsPerColumn=-1,
            maxColumns=max(20480, len(names)),
            unescapedQuoteHandling="RAISE_ERROR",
            ignoreLeadingWhiteSpace=False,
            ignoreTrailingWhiteSpace=False,
        )
        .csv(escape_glob(file.found.place for file in files))
    )
    fields = [quote_name(field) for field in fields]
    values = [_value(column, fields[names.index(column.name)], csv) for column in source.columns]
    # A quote in a value is right where it was doubled; U+FFFD stands for bytes that are no text.
    signs = ["contains({}, '\ufffd')"]
    if multi_line and csv.quote:
        signs.append(f"contains({{}}, {quote_text(csv.quote)})")
    doubts = " or ".join(sign.format(field) for field in fields for sign in signs)
    return texts.selectExpr(*values, f"coalesce({doubts}, false) as {quote_name('odibi doubt')}")


def _value(column: Column, field: str, csv: Csv) -> str:
    text = f"if({field} = {quote_text(_EMPTY)}, '', {field})"
    if csv.null_value != "":
        return read_value(
            column, f"coalesce({text}, '')", f"{field} = {quote_text(csv.null_value)}"
        )
    if column.type == "string" and not column.values:
        text = f"replace({text}, '\\r\\n', '\\n')"
    return read_value(column, text, f"{field} is null")


def _by_plain_reader(
    spark: SparkSession, files: list[CsvFile], source: Source, csv: Csv
) -> DataFrame:
    columns = list(source.columns)
    names = [list(file.names) for file in files]

    def read(number: int, lines: Iterator[str]) -> Iterable[tuple[str | None, ...]]:
        return read_records(lines, names[number], columns, csv)

    fields = [f"c{at}" for at in range(len(columns))]
    schema = StructType([StructField(field, StringType()) for field in fields])
    texts = spark.createDataFrame(over_lines(spark, [file.found for file in files], read), schema)
    values = [
        read_value(column, field, f"{field} is null")
        for column, field in zip(columns, fields, strict=True)
    ]
    return texts.selectExpr(*values, f"false as {quote_name('odibi doubt')}")


def _judge(spark: SparkSession, files: list[CsvFile], source: Source, csv: Csv) -> None:
    """Raises the first fault of the first file that has one."""
    columns = list(source.columns)
    names = [list(file.names) for file in files]

    def check(number: int, lines: Iterator[str]) -> Iterable[tuple[int, Fault]]:
        try:
            for _ in read_records(lines, names[number], columns, csv):
                pass
        except FileFault as found:
            yield number, found.fault

    faults = over_lines(spark, [file.found for file in files], check).collect()
    if faults:
        number, fault = min(faults, key=lambda found: found[0])
        raise explain_csv(files[number].found.path, fault, len(files[number].names))
