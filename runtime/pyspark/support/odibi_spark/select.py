"""Which nodes are meant: by id, exported name, pipeline, glob, `tag:NAME` or `path:FILE`; `+x` adds
what it is made of, `x+` what is made of it. Selectors apart by a blank are a union, by a comma an
intersection."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence

from .failure import Failure
from .files import glob_pattern
from .model import Node
from .params import nearest

Matcher = Callable[[Node], bool]


def select_nodes(nodes: Sequence[Node], selectors: Sequence[str]) -> list[Node]:
    """The nodes that the selectors name, in the project's order; all where there is none."""
    if not selectors:
        return list(nodes)
    if any(selector.strip() == "" for selector in selectors):
        raise Failure(
            "ODB5001",
            "A selector is empty.",
            "Name what is selected, or leave the selector out for every node.",
        )
    selected: set[str] = set()
    for word in (word for selector in selectors for word in selector.split()):
        parts = [_select_one(part, nodes) for part in word.split(",")]
        selected |= set.intersection(*parts)
    return [node for node in nodes if node.id in selected]


def _select_one(text: str, nodes: Sequence[Node]) -> set[str]:
    up, down = text.startswith("+"), len(text) > 1 and text.endswith("+")
    name = text[1 if up else 0 : -1 if down else None]
    matches = _matcher(name, nodes)
    found = {node.id for node in nodes if matches(node)}
    if not found:
        raise _unknown(name, nodes)
    result = set(found)
    if up:
        result |= _reach(found, {node.id: node.depends_on for node in nodes})
    if down:
        children: dict[str, list[str]] = {}
        for node in nodes:
            for parent in node.depends_on:
                children.setdefault(parent, []).append(node.id)
        result |= _reach(found, children)
    return result


def _matcher(name: str, nodes: Sequence[Node]) -> Matcher:
    if name.startswith("tag:"):
        return lambda node: name[4:] in node.tags
    if name.startswith("path:"):
        path = name[5:].removeprefix("./").removesuffix("/")
        if not re.search(r"[*?\[]", path):
            return lambda node: node.file == path or node.file.startswith(f"{path}/")
        over_files = _glob(path)
        return lambda node: over_files.fullmatch(node.file) is not None
    if re.search(r"[*?\[]", name):
        over_ids = _glob(name)
        return lambda node: over_ids.fullmatch(node.id) is not None
    if any(node.id == name for node in nodes):
        return lambda node: node.id == name
    return lambda node: name in node.id.rsplit(".", 1)


def _glob(text: str) -> re.Pattern[str]:
    """`**` crosses folders, the rest stays in one."""
    pattern = ""
    parts = text.split("/")
    for at, part in enumerate(parts):
        is_last = at == len(parts) - 1
        if part == "**":
            pattern += "(?:[^/]+/)*[^/]*" if is_last else "(?:[^/]+/)*"
        else:
            pattern += glob_pattern(part).pattern + ("" if is_last else "/")
    return re.compile(pattern)


def _reach(start: Iterable[str], following: Mapping[str, Sequence[str]]) -> set[str]:
    seen: set[str] = set()
    queue = list(start)
    while queue:
        for other in following.get(queue.pop(), ()):
            if other not in seen:
                seen.add(other)
                queue.append(other)
    return seen


def _unknown(name: str, nodes: Sequence[Node]) -> Failure:
    by = ""
    if name.startswith("tag:"):
        by, known = " by its tag", [f"tag:{tag}" for node in nodes for tag in node.tags]
    elif name.startswith("path:"):
        by, known = " by its path", [f"path:{node.file}" for node in nodes]
    else:
        known = [text for node in nodes for text in (node.id, *node.id.rsplit(".", 1))]
    return Failure(
        "ODB5001",
        f'The selector "{name}" names no node{by} of the plan.',
        nearest(name, known) or "project.py has the nodes and their tags.",
    )
