"""Faults of the world a project runs in: data, files, memory. What else is raised is a bug."""

from __future__ import annotations


class Failure(Exception):
    """A fault with its code, one sentence of what was found, and the way out."""

    def __init__(self, code: str, message: str, hint: str | None = None) -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.hint = hint
        # The node whose function met it, and which of its reads or calls of functions.
        self.place: dict[str, str | int] = {}
        # The function that it is about.
        self.function: str | None = None

    def describe(self) -> dict[str, str | int]:
        """The failure as data."""
        hint = {} if self.hint is None else {"hint": self.hint}
        return {"code": self.code, "message": self.message, **hint, **self.place}


def shorten(text: str, length: int = 80) -> str:
    """The beginning of a text, for a message."""
    return f"{text[:length]}…" if len(text) > length else text
