"""Makes what a node wrote its table, whole or not at all, and heals what a killed run left between.

Beside a table lie, for as long as a write of it takes, hidden names: what is staged, what was there
before, and a journal of what is about to be done.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from .failure import Failure
from .files import is_one_file
from .storage import Storage, join, plain


@dataclass(frozen=True)
class Table:
    """Where a table lies, and whether it is a folder of files or one file."""

    path: str
    is_folder: bool

    @property
    def parent(self) -> str:
        """The folder above."""
        return self.path.rpartition("/")[0] or "/"

    def beside(self, suffix: str) -> str:
        """A hidden name beside the table."""
        return join(self.parent, f".{self.path.rpartition('/')[2]}.{suffix}")

    def staged(self, run: str) -> str:
        """Where a run writes what is to be the table."""
        return self.beside(f"{run}.{'new' if self.is_folder else 'tmp'}")

    def old(self, run: str) -> str:
        """What was the table before."""
        return self.beside(f"{run}.old")


def table_at(path: str, declared: str) -> Table:
    """The table of a write, whose declared path says by its ending what it is."""
    return Table(path.rstrip("/"), not is_one_file(declared))


def open_write(storage: Storage, table: Table) -> None:
    """Looks whether the table may be written there, and makes the folder above it."""
    found = storage.kind(table.path)
    wanted = "folder" if table.is_folder else "file"
    if found not in (None, wanted):
        other = "file" if table.is_folder else "folder"
        raise Failure(
            "ODB5020",
            f'"{plain(table.path)}" is a {found}, and this node writes a {wanted} there.',
            f"Move the {other} away, or write to another path.",
        )
    if found == "folder" and storage.kind(join(table.path, "_delta_log")) is not None:
        raise Failure(
            "ODB8204",
            f'"{plain(table.path)}" is a Delta table, and this node writes plain files there.',
            "Write it as one, delta(connection, path), or write to another path.",
        )
    storage.make_folder(table.parent)


def publish(storage: Storage, table: Table, run: str, mode: str, files: Sequence[str]) -> None:
    """Puts what a run staged in the place of the table, or adds its files to it."""
    staged = table.staged(run)
    if not table.is_folder and storage.is_local(table.path):
        storage.sync(staged)
        storage.replace(staged, table.path)
        storage.sync(table.parent)
        return
    for file in files:
        storage.sync(join(staged, file))
    if storage.kind(table.path) is None:
        storage.rename(staged, table.path)
    elif mode == "append" and table.is_folder:
        _add_files(storage, table, run, files)
    else:
        _swap(storage, table, run)
    storage.sync(table.parent)


def _swap(storage: Storage, table: Table, run: str) -> None:
    _write_journal(storage, table, run, {"action": "swap", "run": run})
    storage.rename(table.path, table.old(run))
    storage.rename(table.staged(run), table.path)
    storage.sync(table.parent)
    storage.remove(table.beside("journal"))
    storage.remove(table.old(run))


def _add_files(storage: Storage, table: Table, run: str, files: Sequence[str]) -> None:
    # A single rename needs no journal: it happened, or it did not.
    if len(files) != 1:
        journal = {"action": "append", "run": run, "files": list(files)}
        _write_journal(storage, table, run, journal)
    for folder in sorted({file.rpartition("/")[0] for file in files} - {""}):
        storage.make_folder(join(table.path, folder))
    for file in files:
        storage.rename(join(table.staged(run), file), join(table.path, file))
    if len(files) != 1:
        storage.remove(table.beside("journal"))
    storage.remove(table.staged(run))


def _write_journal(storage: Storage, table: Table, run: str, journal: dict[str, object]) -> None:
    draft = table.beside(f"{run}.tmp")
    storage.write_text(draft, json.dumps(journal, separators=(",", ":")) + "\n")
    storage.rename(draft, table.beside("journal"))
    storage.sync(table.parent)


def heal(storage: Storage, tables: Iterable[Table]) -> None:
    """Finishes or takes back what a run left half done at tables, and removes its leftovers."""
    by_parent: dict[str, list[Table]] = {}
    for table in tables:
        by_parent.setdefault(table.parent, []).append(table)
    for parent, beside in by_parent.items():
        names = [entry.name for entry in storage.entries(parent)]
        for table in beside:
            _heal(storage, table, names)


def _heal(storage: Storage, table: Table, names: Sequence[str]) -> None:
    journal_path = table.beside("journal")
    if journal_path.rpartition("/")[2] in names:
        journal = json.loads(storage.read_text(journal_path) or "")
        if journal["action"] == "swap":
            _finish_swap(storage, table, journal["run"])
        else:
            _take_back(storage, table, journal["files"])
        storage.remove(journal_path)
        storage.sync(table.parent)
        names = [entry.name for entry in storage.entries(table.parent)]
    pattern = re.compile(
        rf"\.{re.escape(table.path.rpartition('/')[2])}\.[0-9a-z-]+\.(tmp|new|old)"
    )
    for name in names:
        if pattern.fullmatch(name.removesuffix(".parts")):
            storage.remove(join(table.parent, name))


def _finish_swap(storage: Storage, table: Table, run: str) -> None:
    is_there = storage.kind(table.path) is not None
    if storage.kind(table.staged(run)) is None:
        if not is_there and storage.kind(table.old(run)) is not None:
            storage.rename(table.old(run), table.path)
        return
    if is_there:
        storage.rename(table.path, table.old(run))
    storage.rename(table.staged(run), table.path)
    storage.sync(table.parent)


def _take_back(storage: Storage, table: Table, files: Sequence[str]) -> None:
    for file in files:
        storage.remove(join(table.path, file))
        folder = file.rpartition("/")[0]
        while folder and not storage.entries(join(table.path, folder)):
            storage.remove(join(table.path, folder))
            folder = folder.rpartition("/")[0]
