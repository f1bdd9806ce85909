"""What a run does with each node that it meets."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from .job import Treatment
from .model import Node


@dataclass(frozen=True)
class Task:
    """A node that is computed by itself, and those that it waits for."""

    node: Node
    needs: frozenset[str]


def treat_nodes(nodes: Sequence[Node], selected: set[str]) -> dict[str, Treatment]:
    """A table is written, or read as an earlier run stored it. A view is a part of its readers, or
    computed once for them."""
    by_id = {node.id: node for node in nodes}
    readers: Counter[str] = Counter()
    treatments: dict[str, Treatment] = {}
    for node in _readers_first(nodes, by_id):
        treatment = _treat(node, node.id in selected, readers[node.id])
        if treatment is None:
            continue
        treatments[node.id] = treatment
        if treatment.kind == "stored":
            continue
        times = readers[node.id] if treatment.kind == "fold" else 1
        for parent in node.depends_on:
            readers[parent] += times
    return treatments


def _treat(node: Node, is_selected: bool, readers: int) -> Treatment | None:
    if node.write is not None:
        if is_selected:
            return Treatment("write")
        return Treatment("stored") if readers > 0 else None
    if readers == 0:
        return None
    if node.keep or (node.keep_if_shared and readers > 1):
        return Treatment("keep")
    return Treatment("fold")


def order_tasks(nodes: Sequence[Node], treatments: Mapping[str, Treatment]) -> list[Task]:
    """The nodes that are computed by themselves, each with those that it reads or runs after."""
    by_id = {node.id: node for node in nodes}

    def is_task(node_id: str) -> bool:
        treatment = treatments.get(node_id)
        return treatment is not None and treatment.kind in ("write", "keep")

    def needs(node: Node, seen: set[str]) -> set[str]:
        found: set[str] = set()
        for other in (*node.depends_on, *node.after):
            treatment = treatments.get(other)
            if other in seen or treatment is None:
                continue
            seen.add(other)
            if is_task(other):
                found.add(other)
            elif treatment.kind != "stored":
                found |= needs(by_id[other], seen)
        return found

    return [Task(node, frozenset(needs(node, {node.id}))) for node in nodes if is_task(node.id)]


def _readers_first(nodes: Sequence[Node], by_id: Mapping[str, Node]) -> list[Node]:
    ordered: list[Node] = []
    seen: set[str] = set()

    def visit(node: Node) -> None:
        if node.id in seen:
            return
        seen.add(node.id)
        for parent in node.depends_on:
            visit(by_id[parent])
        ordered.append(node)

    for node in nodes:
        visit(node)
    return ordered[::-1]
