"""What happens in a run, as it happens: a line of JSON for each event, or words for a person."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Mapping
from datetime import datetime, timezone
from threading import Lock
from typing import Any

from .failure import Failure
from .model import Node

Emit = Callable[[Mapping[str, Any]], None]


def open_events(run: str, *, as_json: bool) -> Emit:
    """Where events are told."""
    lock = Lock()

    def emit(event: Mapping[str, Any]) -> None:
        with lock:
            if as_json:
                now = datetime.now(timezone.utc).isoformat(timespec="milliseconds")
                time = now.replace("+00:00", "Z")
                line = json.dumps({"time": time, "run": run, **event}, ensure_ascii=False)
                print(line, flush=True)
            else:
                words = _words(event)
                if words:
                    print(words, file=sys.stderr, flush=True)

    return emit


def describe(failure: Failure, node: Node | None = None) -> dict[str, Any]:
    """A failure as a diagnostic, at a node's place."""
    hint = {} if failure.hint is None else {"hint": failure.hint}
    place = {} if node is None else {"file": node.file, "line": node.line}
    message = {"code": failure.code, "severity": "error", "message": failure.message}
    return {**message, **hint, **place}


def _words(event: Mapping[str, Any]) -> str:
    kind = event["event"]
    if kind == "node.skipped":
        return f"- {event['node']}: skipped, because of {event['because']}"
    if kind == "node.retrying":
        return f"! {event['node']}: again, after {event['error']['code']}"
    if kind == "run.finished":
        counts = f"{event['succeeded']} succeeded, {event['failed']} failed"
        return f"{event['status']} in {event['seconds']} s: {counts}, {event['skipped']} skipped"
    if kind != "node.finished":
        return ""
    if event["status"] == "succeeded":
        return f"✓ {event['node']}: {event['rows']} rows, {event['seconds']} s"
    return f"✗ {event['node']}: {failure_words(event['error'])}"


def failure_words(error: Mapping[str, Any]) -> str:
    """A diagnostic in words."""
    place = f"\n  at {error['file']}:{error['line']}" if "file" in error else ""
    hint = f"\n  → {error['hint']}" if "hint" in error else ""
    return f"{error['code']} {error['message']}{place}{hint}"
