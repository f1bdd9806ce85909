"""Proves by the footer and the dictionaries of a Parquet file that its columns hold no null and only
the values of their enums, so that no row has to be looked at."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from ..model import Column

# Each part of a column takes some calls into the JVM. Beyond this Spark looks faster.
_MOST_PARTS = 2_000
# Encodings of pages whose values stand in the dictionary, or that hold no values.
_BY_DICTIONARY = {"PLAIN_DICTIONARY", "RLE_DICTIONARY", "RLE", "BIT_PACKED"}


class Proof:
    """Looks at files one after the other. What is not proven may be right all the same."""

    def __init__(self, declared: Sequence[Column]) -> None:
        self._declared = {c.name: c for c in declared if not c.nullable or c.values or c.fault}
        self._left = _MOST_PARTS

    def holds(self, reader: Any, schema: Any) -> bool:
        """Whether the file of the reader holds only what is declared."""
        if not self._declared:
            return True
        descriptors = {
            descriptor.getPath()[0]: descriptor
            for descriptor in schema.getColumns()
            if len(descriptor.getPath()) == 1
        }
        if not self._declared.keys() <= descriptors.keys():
            return False
        for block in reader.getFooter().getBlocks():
            self._left -= len(self._declared)
            if self._left < 0 or not self._holds_in(reader, block, descriptors):
                return False
        return True

    def _holds_in(self, reader: Any, block: Any, descriptors: dict[str, Any]) -> bool:
        for part in block.getColumns():
            name = part.getPath().toDotString()
            column = self._declared.get(name)
            if column is None:
                continue
            if not column.nullable and not _has_no_null(part, descriptors[name]):
                return False
            if column.values and not _has_only(reader, block, part, descriptors[name], column):
                return False
        return True


def _has_no_null(part: Any, descriptor: Any) -> bool:
    if descriptor.getMaxDefinitionLevel() == 0:
        return True
    statistics = part.getStatistics()
    return statistics is not None and statistics.isNumNullsSet() and statistics.getNumNulls() == 0


def _has_only(reader: Any, block: Any, part: Any, descriptor: Any, column: Column) -> bool:
    pages = part.getEncodingStats()
    if pages is not None:
        if not pages.hasDictionaryPages() or pages.hasNonDictionaryEncodedPages():
            return False
    elif not {str(encoding.name()) for encoding in part.getEncodings()} <= _BY_DICTIONARY:
        return False
    page = reader.getDictionaryReader(block).readDictionaryPage(descriptor)
    if page is None or page.getDictionarySize() > len(column.values) + 1:
        return False
    dictionary = page.getEncoding().initDictionary(descriptor, page)
    return all(
        dictionary.decodeToBinary(at).toStringUsingUTF8() in column.values
        for at in range(dictionary.getMaxId() + 1)
    )
