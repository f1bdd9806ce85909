"""Where connections lead."""

from __future__ import annotations

import re
from collections.abc import Mapping
from urllib.parse import urlsplit

from .failure import Failure
from .model import Environment
from .storage import join


def resolve_place(
    connection: str,
    path: str,
    environment: tuple[str, Environment],
    root: str,
    params: Mapping[str, str],
) -> str:
    """The whole path of a place. A param in it stands for a part of one name, never for more."""
    name, settings = environment
    folder = settings.connections.get(connection)
    if folder is None:
        raise Failure(
            "ODB5010",
            f'Environment "{name}" has no connection "{connection}".',
            "Add it to the environment, or run another with --env.",
        )
    return join(resolve_folder(root, folder), _substitute(path, params))


def resolve_folder(root: str, folder: str) -> str:
    """A connection's folder: an absolute path, an address, or a way from the root."""
    if folder.startswith("/") or urlsplit(folder).scheme:
        return folder
    parts = root.rstrip("/").split("/")
    for part in folder.split("/"):
        if part == "..":
            parts = parts[:-1]
        elif part not in ("", "."):
            parts.append(part)
    return "/".join(parts) or "/"


def _substitute(path: str, params: Mapping[str, str]) -> str:
    def text_of(found: re.Match[str]) -> str:
        name = found[1]
        text = params.get(name)
        if text is None:
            raise Failure(
                "ODB5011",
                f'The path "{path}" holds the param "{name}", which has no value.',
                f"Pass --param {name}=…",
            )
        wrong = text == "" or ".." in text or re.search(r"[/\\*?\[\]\x00-\x1f]|^[._]", text)
        if wrong:
            raise Failure(
                "ODB5012",
                f'The param "{name}" stands in the path "{path}", and its value "{text}" cannot be '
                "a part of a path.",
                "A value in a path is not empty, does not begin with . or _ and holds no control "
                "character and none of / \\ .. * ? [ ].",
            )
        return text

    return re.sub(r"\$\{([^}]*)\}", text_of, path)
