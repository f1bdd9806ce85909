"""The first rows of a node, as texts."""

from __future__ import annotations

from .job import Job
from .model import Node
from .sql import quote_name
from .texts import text_of


def preview_rows(job: Job, node: Node, limit: int) -> list[list[str | None]]:
    """Each value as a template string gives it."""
    texts = [text_of(column.type, quote_name(column.name)) for column in node.columns]
    fields = [f"{text} as c{at}" for at, text in enumerate(texts)]
    return [list(row) for row in job.rows(node).limit(limit).selectExpr(*fields).collect()]
