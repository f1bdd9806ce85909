"""The headers of csv files, which are compared with the declared columns by name."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ..failure import Failure
from ..model import Column, Csv
from ..params import nearest
from ..storage import FoundFile, Storage
from .csv_records import Malformed, split_record
from .read import Source


@dataclass(frozen=True)
class CsvFile:
    """A file and its columns' names, in its order."""

    found: FoundFile
    names: tuple[str, ...]


def open_file(storage: Storage, file: FoundFile, source: Source, csv: Csv) -> CsvFile | None:
    """A file with its header checked; None where it holds nothing."""
    size = 65_536
    while True:
        start = storage.read_start(file.place, size)
        mark = 3 if start.startswith(b"\xef\xbb\xbf") else 0
        if start == b"" or (not csv.header and len(start) == mark):
            return None
        if not csv.header:
            return CsvFile(file, tuple(column.name for column in source.columns))
        whole = len(start) < size
        text = start[mark:].decode("utf-8", "replace")
        record = split_record(text, 0, csv.delimiter, csv.quote)
        is_cut = (
            record.reason == "open quote"
            if isinstance(record, Malformed)
            else record[1] >= len(text)
        )
        if not whole and is_cut:
            size *= 8
            continue
        if isinstance(record, Malformed):
            raise Failure(
                "ODB6004",
                f'"{file.path}", line 1: the header cannot be read: {record.reason} at '
                f'"{record.text}".',
                "Mend the header, or read with the file's own quote and delimiter.",
            )
        names = [name for name, _ in record[0]]
        match_header(file.path, names, source.columns, source.extra_columns)
        return CsvFile(file, tuple(names))


def match_header(
    path: str, names: Sequence[str], declared: Sequence[Column], extra_columns: str
) -> None:
    """Fails with each name that is missing, there twice or not declared."""
    wanted = [column.name for column in declared]
    free = [name for name in names if name not in wanted]
    missing = [f'"{name}" is missing{_near(name, free)}' for name in wanted if name not in names]
    unique = list(dict.fromkeys(names))
    twice = [
        f'"{name}" is there twice'
        for name in unique
        if names.count(name) > 1 and (extra_columns == "fail" or name in wanted)
    ]
    extra = [
        f'"{name}" is not declared'
        for name in unique
        if extra_columns == "fail" and name not in wanted
    ]
    faults = [*missing, *twice, *extra]
    if faults:
        raise Failure(
            "ODB6004",
            f'"{path}", line 1: the header does not match the declared columns: '
            f"{'; '.join(faults)}.",
            "Declare the columns as the file names them."
            if missing or twice
            else 'Declare the columns, or read with { extraColumns: "ignore" }.',
        )


def _near(name: str, names: Sequence[str]) -> str:
    hint = nearest(name, names)
    return "" if hint is None else f" (there is {hint.removeprefix('Did you mean ')[:-1]})"
