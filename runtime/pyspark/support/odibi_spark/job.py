"""One run of a project: what its nodes' functions are given."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Future
from dataclasses import dataclass, field
from datetime import datetime
from threading import Lock, local

from pyspark.sql import DataFrame, SparkSession
from pyspark.sql import functions as F

from .explain import explain
from .failure import Failure
from .functions import keep_rows, map_rows
from .inline import inline_table_expressions
from .model import Column, Environment, Format, Node, Project
from .params import literal_text
from .places import resolve_place
from .sources.read import Source, read_source
from .sources.stored import read_stored
from .storage import Storage

# Statements that may leave rows uncomputed, or compute them twice.
_READS_IN_PART = re.compile(
    r"\b(limit|join|union|exists|distinct|over|order by|in \()", re.IGNORECASE
)
# Comments, texts and names, which are passed over, and markers.
_MARKERS = re.compile(
    r"""--[^\n]*|'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*"|:`((?:[^`]|``)+)`|`(?:[^`]|``)*`|:(\w+)""",
    re.DOTALL,
)


@dataclass(frozen=True)
class Treatment:
    """What a run does with a node: "write", "keep", "fold", or "stored" by an earlier run."""

    kind: str
    # Of a kept view: its rows are stored, and not only what it cannot be computed with again.
    whole: bool = True


@dataclass
class Job:
    """What a run has: a session, values, and the views that are ready."""

    spark: SparkSession
    storage: Storage
    project: Project
    environment: tuple[str, Environment]
    params: Mapping[str, str]
    treatments: Mapping[str, Treatment]
    root: str
    # The folder of the project's own files, with `functions` in it.
    home: str
    instant: datetime
    run: str
    _views: dict[str, Future[DataFrame]] = field(default_factory=dict)
    # The nodes that this run wrote; of Delta tables the version.
    _written: dict[str, int | None] = field(default_factory=dict)
    _functions: dict[tuple[str, str], dict[str, str | int]] = field(default_factory=dict)
    _lock: Lock = field(default_factory=Lock)
    # The node whose function this thread is in, and how many steps of each kind it has come to.
    _inside: local = field(default_factory=local)

    def __post_init__(self) -> None:
        types = {param.name: param.type for param in self.project.params}
        instant = f"{self.instant:%Y-%m-%d %H:%M:%S.%f}Z"
        self._texts = {
            "odibi_now": literal_text("timestamp", instant),
            **{name: literal_text(types[name], text) for name, text in self.params.items()},
        }
        self._nodes = {node.id: node for node in self.project.nodes}

    def sql(self, text: str) -> DataFrame:
        """A statement over the views of nodes, with the run's params."""
        for view, results in self._inside.streamed.items():
            if re.search(rf"\b{view}\b", text) and _READS_IN_PART.search(text):
                keep_rows(results)
        return self.spark.sql(self.inline(text))

    def inline(self, text: str) -> str:
        """A statement with the params' values in their places. Markers of Spark's own would be
        left unbound by Delta Lake's parser (4.3 on Spark 4.1)."""

        def value_of(found: re.Match[str]) -> str:
            name = found[1] or found[2]
            return found[0] if name is None else self._texts[name.replace("``", "`")]

        return _MARKERS.sub(value_of, text)

    def read(
        self,
        view: str,
        file: Format,
        *,
        connection: str,
        path: str,
        columns: Sequence[Column],
        extra_columns: str = "fail",
    ) -> None:
        """Makes files a view, whose every row and declared column is checked by then."""
        source = Source(file, self.place(connection, path), tuple(columns), extra_columns)
        self._step("source", view, lambda: read_source(self.spark, self.storage, source))

    def map_rows(
        self, view: str, rows: DataFrame, *, function: str, columns: Sequence[Column]
    ) -> None:
        """Makes the results of a TypeScript function a view; it is called once for each row. Into
        the table of its own node they stream."""
        node = self._inside.node
        place = {"node": node, "kind": "mapRows", "number": self._inside.steps["mapRows"]}
        self._functions[(node, function)] = place

        def make() -> DataFrame:
            results = map_rows(self.spark, rows, self.home, function, tuple(columns))
            if self.treatments[node].kind == "write":
                self._inside.streamed[view] = results
            else:
                keep_rows(results)
            return results

        self._step("mapRows", view, make)

    def node(self, node_id: str) -> Node:
        """The project's node of that id."""
        return self._nodes[node_id]

    def place(self, connection: str, path: str) -> str:
        """The whole path of a place."""
        return resolve_place(connection, path, self.environment, self.root, self.params)

    def rows(self, node: Node) -> DataFrame:
        """A node's rows in its columns' types, with all that it reads made ready."""
        for needed in node.depends_on:
            self.view(needed)
        self._inside.node, self._inside.steps, self._inside.streamed = node.id, Counter(), {}
        rows = node.function(self)
        return rows.select(
            *(F.col(f"`{c.name.replace('`', '``')}`").cast(c.type) for c in node.columns)
        )

    def explain(self, error: BaseException, node_id: str) -> BaseException:
        """What an error stands for, met while a node was computed."""
        explained = explain(error)
        if isinstance(explained, Failure) and explained.function is not None:
            place = self._functions.get((node_id, explained.function), {})
            explained.place = explained.place or place
        return explained

    def view(self, node_id: str) -> DataFrame:
        """What others read of a node: a view's own rows, or what a table stored."""
        node = self._nodes[node_id]
        treatment = self.treatments.get(node_id)
        if treatment is None:
            raise RuntimeError(f'"{node_id}" is no part of this run')
        if treatment.kind in ("write", "stored"):
            return self._once(node.view, lambda: self._stored(node))
        return self._once(node.view, lambda: inline_table_expressions(self.rows(node)))

    def keep(self, node: Node) -> int:
        """Computes a view for its readers, and says how many rows it has."""
        treatment = self.treatments[node.id]

        def compute() -> DataFrame:
            # Spark finds what it kept by the plan, in which table expressions have numbers.
            rows = inline_table_expressions(self.rows(node))
            return rows.persist() if treatment.whole else rows

        return self._once(node.view, compute).count()

    def wrote(self, node: Node, version: int | None = None) -> None:
        """Makes the readers of a table read what was just written."""
        with self._lock:
            self._written[node.id] = version
            self._views.pop(node.view, None)

    def _stored(self, node: Node) -> DataFrame:
        if node.write is None:
            raise RuntimeError(f'"{node.id}" writes nothing')
        path = self.place(node.write.connection, node.write.path)
        return read_stored(
            self.spark,
            self.storage,
            node,
            path,
            is_own=node.id in self._written,
            version=self._written.get(node.id),
        )

    def _step(self, kind: str, view: str, make: Callable[[], DataFrame]) -> None:
        number = self._inside.steps[kind]
        self._inside.steps[kind] += 1
        try:
            self._once(view, make)
        except Exception as error:
            explained = explain(error)
            if isinstance(explained, Failure):
                explained.place = {"node": self._inside.node, "kind": kind, "number": number}
            raise explained from error

    def _once(self, view: str, make: Callable[[], DataFrame]) -> DataFrame:
        """A view is made by the first who needs it; the others wait. What failed is tried again."""
        with self._lock:
            known = self._views.get(view)
            mine: Future[DataFrame] = known or Future()
            self._views[view] = mine
        if known is not None:
            return known.result()
        try:
            rows = make()
            rows.createOrReplaceTempView(view)
        except BaseException as error:
            with self._lock:
                self._views.pop(view, None)
            mine.set_exception(error)
            raise
        mine.set_result(rows)
        return rows
