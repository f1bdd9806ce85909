"""The files of a read: one file, every file below a folder, or those that a glob matches. Names
that begin with `_` or `.` are skipped, unless the path spells them."""

from __future__ import annotations

import re

from .failure import Failure
from .storage import Entry, FoundFile, Storage, join, plain


def list_files(storage: Storage, path: str, *, is_table: bool = False) -> list[FoundFile]:
    """The files at a path, sorted. `is_table`: the path is spelled as it is, and is no glob."""
    if not is_table and re.search(r"[*?\[]", path):
        return _list_glob(storage, path)
    kind = storage.kind(path)
    if kind is None:
        what = "file" if is_one_file(path) else "folder"
        raise Failure(
            "ODB5021",
            f'There is no {what} "{plain(path)}".',
            "Check the connection's path, and that what makes it has run.",
        )
    return [storage.file(path)] if kind == "file" else _below(storage, path)


def is_one_file(path: str) -> bool:
    """Whether a path is one file by its ending; any other is a folder of files."""
    return re.search(r"\.(csv|json|jsonl)(\.gz)?$|\.parquet$", path, re.IGNORECASE) is not None


def _below(storage: Storage, folder: str) -> list[FoundFile]:
    found: list[FoundFile] = []
    for entry in _visible(storage, folder):
        found += _below(storage, join(folder, entry.name)) if entry.is_folder else [entry.file]
    return found


def _list_glob(storage: Storage, path: str) -> list[FoundFile]:
    parts = path.split("/")
    literal = next(at for at, part in enumerate(parts) if re.search(r"[*?\[]", part))
    found = _match(storage, "/".join(parts[:literal]) or "/", parts[literal:])
    if not found:
        raise Failure(
            "ODB5022",
            f'The glob "{plain(path)}" matches no file.',
            "Check the connection's path, and that the files are there. "
            "Names that begin with _ or . are skipped.",
        )
    return sorted({file.path: file for file in found}.values(), key=lambda file: file.path)


def _match(storage: Storage, folder: str, parts: list[str]) -> list[FoundFile]:
    part, rest = parts[0], parts[1:]
    if part == "**":
        inside = _visible(storage, folder)
        here = (
            _match(storage, folder, rest)
            if rest
            else [entry.file for entry in inside if not entry.is_folder]
        )
        folders = [join(folder, entry.name) for entry in inside if entry.is_folder]
        return here + [file for below in folders for file in _match(storage, below, parts)]
    pattern = glob_pattern(part)
    is_literal = not re.search(r"[*?\[]", part)
    entries = storage.entries(folder) if is_literal else _visible(storage, folder)
    found: list[FoundFile] = []
    for entry in entries:
        if not (entry.name == part if is_literal else pattern.fullmatch(entry.name)):
            continue
        if not rest:
            found += [] if entry.is_folder else [entry.file]
        elif entry.is_folder:
            found += _match(storage, join(folder, entry.name), rest)
    return found


def glob_pattern(part: str) -> re.Pattern[str]:
    """One part of a glob over a name: `*`, `?`, `[a-z]` and `[!a-z]`."""
    text, at = "", 0
    while at < len(part):
        character = part[at]
        close = part.find("]", at + 2) if character == "[" else -1
        if character == "*":
            text += "[^/]*"
        elif character == "?":
            text += "[^/]"
        elif close > 0:
            inside = part[at + 1 : close]
            negated = inside[0] in "!^"
            body = re.sub(r"[\\\]^\[]", r"\\\g<0>", inside[1:] if negated else inside)
            text += f"[{'^' if negated else ''}{body}]"
            at = close
        else:
            text += re.escape(character)
        at += 1
    return re.compile(text)


def _visible(storage: Storage, folder: str) -> list[Entry]:
    entries = storage.entries(folder)
    if any(entry.name == "_delta_log" and entry.is_folder for entry in entries):
        raise Failure(
            "ODB8203",
            f'"{plain(folder)}" is a Delta table: which of its files hold its rows is in its log.',
            "Read it as one: delta(connection, path).",
        )
    return [entry for entry in entries if not entry.name.startswith(("_", "."))]
