"""Files wherever Spark has them, through Hadoop's FileSystem."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from urllib.parse import unquote, urlsplit

from pyspark.sql import SparkSession

from .failure import Failure


@dataclass(frozen=True)
class FoundFile:
    """A file: its path for people, its place as Hadoop writes it, its size."""

    path: str
    place: str
    bytes: int


@dataclass(frozen=True)
class Entry:
    """What a folder holds."""

    name: str
    is_folder: bool
    file: FoundFile


class Storage:
    """The file systems that a session reaches."""

    def __init__(self, spark: SparkSession) -> None:
        try:
            context = spark.sparkContext
            self._jvm: Any = context._jvm
            self._configuration: Any = context._jsc.hadoopConfiguration()
            self._is_here = str(self._configuration.get("fs.defaultFS", "file:///")).startswith(
                "file:"
            )
        except Exception as error:
            raise Failure(
                "ODB5062",
                "This session of Spark has no JVM of its own (Spark Connect, serverless), and "
                "tables of plain files are published through Hadoop's FileSystem.",
                "Run it by spark-submit, or as a job on a classic cluster.",
            ) from error

    def path(self, text: str) -> Any:
        """Hadoop's Path."""
        return self._jvm.org.apache.hadoop.fs.Path(text)

    def system(self, text: str) -> Any:
        """The file system that a path lies on."""
        return self.path(text).getFileSystem(self._configuration)

    def kind(self, text: str) -> str | None:
        """ "file", "folder", or None where nothing is there."""
        system, path = self.system(text), self.path(text)
        if not system.exists(path):
            return None
        return "folder" if system.getFileStatus(path).isDirectory() else "file"

    def file(self, text: str) -> FoundFile:
        """What is known of a file."""
        return self._found(self.system(text).getFileStatus(self.path(text)))

    def entries(self, folder: str) -> list[Entry]:
        """What a folder holds, by name; nothing where there is no such folder."""
        if self.kind(folder) != "folder":
            return []
        found = [
            Entry(status.getPath().getName(), status.isDirectory(), self._found(status))
            for status in self.system(folder).listStatus(self.path(folder))
        ]
        unread = next((entry.name for entry in found if "\ufffd" in entry.name), None)
        if unread is not None:
            raise Failure(
                "ODB5066",
                f'Java cannot read the name "{unread}" in "{folder}": its locale has ASCII alone.',
                "Start Spark with LC_ALL=C.UTF-8 in its environment.",
            )
        return sorted(found, key=lambda entry: entry.name)

    def make_folder(self, text: str) -> None:
        """Makes a folder and those above it."""
        self.system(text).mkdirs(self.path(text))

    def rename(self, source: str, target: str) -> None:
        """Renames, and fails where Hadoop only says that it did not."""
        if not self.system(source).rename(self.path(source), self.path(target)):
            raise Failure("ODB5032", f'"{source}" could not be renamed to "{target}".')

    def drop_checksums(self, folder: str) -> None:
        """Removes the files that Hadoop lays beside those of a local disk."""
        if not self.is_local(folder):
            return
        for parent, _, names in os.walk(local_path(folder)):
            for name in names:
                if name.startswith(".") and name.endswith(".crc"):
                    os.unlink(os.path.join(parent, name))

    def replace(self, source: str, target: str) -> None:
        """Puts a local file in the place of another, at once."""
        os.replace(local_path(source), local_path(target))

    def sync(self, text: str) -> None:
        """Makes a local file or folder durable; other file systems do when they close."""
        if not self.is_local(text):
            return
        opened = os.open(local_path(text), os.O_RDONLY)
        try:
            os.fsync(opened)
        finally:
            os.close(opened)

    def read_text(self, text: str) -> str | None:
        """A small file's text; None where there is none."""
        return None if self.kind(text) is None else self.read_start(text, 1 << 24).decode()

    def remove(self, text: str) -> None:
        """Removes a file, or a folder with all in it; one that is not there is fine."""
        self.system(text).delete(self.path(text), True)

    def is_local(self, text: str) -> bool:
        """Whether a path lies on a local disk."""
        return text.startswith("file:") or (self._is_here and text.startswith("/"))

    def write_text(self, text: str, content: str) -> None:
        """Writes a small file, durably where that can be had."""
        if self.is_local(text):
            with open(local_path(text), "w", encoding="utf-8") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
            return
        stream = self.system(text).create(self.path(text), True)
        try:
            stream.write(bytearray(content.encode()))
        finally:
            stream.close()

    def concatenate(self, start: bytes, source: str, target: str) -> None:
        """Writes a file of some bytes and what another holds, which is removed."""
        if self.is_local(target):
            with open(local_path(source), "rb") as old, open(local_path(target), "wb") as new:
                new.write(start)
                shutil.copyfileobj(old, new)
            os.unlink(local_path(source))
            return
        written = self.system(target).create(self.path(target), True)
        read = self.system(source).open(self.path(source))
        try:
            written.write(bytearray(start))
            self._jvm.org.apache.hadoop.io.IOUtils.copyBytes(read, written, self._configuration)
        finally:
            read.close()
            written.close()
        self.remove(source)

    def read_start(self, text: str, count: int) -> bytes:
        """The first bytes of a file, unpacked as its name says."""
        stream = self.system(text).open(self.path(text))
        try:
            codec = self.codec(text)
            unpacked = stream if codec is None else codec.createInputStream(stream)
            commons = self._jvm.org.apache.commons.io
            bounded = commons.input.BoundedInputStream(unpacked, count)
            return bytes(commons.IOUtils.toByteArray(bounded))
        finally:
            stream.close()

    def codec(self, text: str) -> Any:
        """Hadoop's codec of a file by its name; None for a plain one."""
        factory = self._jvm.org.apache.hadoop.io.compress.CompressionCodecFactory
        return factory(self._configuration).getCodec(self.path(text))

    def has_zstd(self) -> bool:
        """Whether Hadoop's native library is there, without which it packs no zstd."""
        return bool(self._jvm.org.apache.hadoop.io.compress.ZStandardCodec.isNativeCodeLoaded())

    def _found(self, status: Any) -> FoundFile:
        path = status.getPath()
        shown = readable(path.toUri().toString())
        return FoundFile(shown, str(path.toString()), int(status.getLen()))


def readable(address: str) -> str:
    """A file's address as a person writes it: a local path without its scheme."""
    parts = urlsplit(address)
    return unquote(parts.path) if parts.scheme in ("", "file") else unquote(address)


def plain(place: str) -> str:
    """A place as a person writes it."""
    return local_path(place) if place.startswith("file:") else place


def local_path(text: str) -> str:
    """A local path without its scheme."""
    return text.removeprefix("file://").removeprefix("file:")


def escape_glob(texts: Iterable[str]) -> list[str]:
    """Paths for Spark's readers, which take them for globs."""
    return ["".join(f"\\{c}" if c in "{}[]*?\\" else c for c in text) for text in texts]


def join(folder: str, name: str) -> str:
    """A path below a folder."""
    return f"{folder.rstrip('/')}/{name}" if name else folder
