"""How text files are packed: Spark goes by a file's name alone."""

from __future__ import annotations

import re

from ..failure import Failure
from ..storage import FoundFile, Storage


def check_packing(storage: Storage, file: FoundFile, option: str | None) -> None:
    """Refuses a file whose name does not say how it is packed, or that Hadoop cannot unpack."""
    by_name = packing_of(file.path)
    wanted = option or by_name
    if wanted != by_name:
        raise Failure(
            "ODB5063",
            f'"{file.path}" is read as {wanted}, and Spark unpacks a file as its name says.',
            "Name it .gz or .zst where it is compressed, and otherwise where it is not.",
        )
    if wanted == "zstd" and not storage.has_zstd():
        raise Failure(
            "ODB5063",
            f'"{file.path}" is compressed by zstd, and Hadoop\'s native library is not there.',
            "Compress it by gzip, or give Spark Hadoop's native library.",
        )


def packing_of(path: str) -> str:
    """How a text file is packed, by its name."""
    if re.search(r"\.gz$", path, re.IGNORECASE):
        return "gzip"
    return "zstd" if re.search(r"\.zst$", path, re.IGNORECASE) else "none"
