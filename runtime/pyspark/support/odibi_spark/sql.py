"""Spark SQL's spelling of names and texts."""

from __future__ import annotations


def quote_name(name: str) -> str:
    """A column's name."""
    return "`" + name.replace("`", "``") + "`"


def quote_text(text: str) -> str:
    """A text literal. Spark reads back slashes as escapes."""
    return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'"
