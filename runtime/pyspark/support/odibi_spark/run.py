"""A run of the project by itself."""

from __future__ import annotations

import secrets
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timezone
from threading import Timer

from .delta.commit import Transaction, commit_rows
from .events import Emit, describe, open_events
from .failure import Failure
from .job import Job
from .model import Delta, Environment, Node, Project, Write
from .params import nearest, resolve_params
from .publish import Table, heal, open_write, publish, table_at
from .schedule import run_tasks
from .select import select_nodes
from .session import open_session, ship_package
from .storage import Storage
from .treat import Task, order_tasks, treat_nodes
from .write import Written, write_rows


@dataclass(frozen=True)
class RunOptions:
    """What the command line says."""

    environment: str | None
    params: Mapping[str, str]
    select: Sequence[str]
    root: str
    home: str
    events: bool


def run_project(project: Project, options: RunOptions) -> int:
    """Runs it, and gives the exit code: 1 where a node failed or was skipped. What was used wrongly
    is raised as a Failure, before anything is touched."""
    environment = resolve_environment(project, options.environment)
    params = resolve_params(project.params, environment, options.params)
    selected = {node.id for node in select_nodes(project.nodes, options.select)}
    treatments = treat_nodes(project.nodes, selected)
    tasks = order_tasks(project.nodes, treatments)
    if not any(task.node.write for task in tasks):
        raise Failure(
            "ODB5007",
            "Nothing to write: the selected nodes are views.",
            "A view is computed with what reads it.",
        )
    spark = open_session(project.name, environment[1].conf, uses_delta=project.uses_delta)
    job = Job(
        spark=spark,
        storage=Storage(spark),
        project=project,
        environment=environment,
        params=params,
        treatments=treatments,
        root=options.root,
        home=options.home,
        instant=datetime.now(timezone.utc),
        run=new_run_id(),
    )
    tables = {
        node.id: _table(job, node)
        for node in project.nodes
        if node.write is not None
        and node.id in treatments
        and not isinstance(node.write.format, Delta)
    }
    ship_package(spark)
    heal(job.storage, tables.values())
    return _Run(job, tables, open_events(job.run, as_json=options.events)).run(tasks)


def resolve_environment(project: Project, name: str | None) -> tuple[str, Environment]:
    """The environment of that name, or the first."""
    names = list(project.environments)
    wanted = names[0] if name is None else name
    if wanted not in names:
        every = ", ".join(f'"{other}"' for other in names)
        raise Failure(
            "ODB5002",
            f'The plan has no environment "{wanted}".',
            nearest(wanted, names) or f"It has {every}.",
        )
    return wanted, project.environments[wanted]


def new_run_id() -> str:
    """A run's name: its time and some chance."""
    return f"{datetime.now(timezone.utc):%Y%m%dt%H%M%S}-{secrets.token_hex(3)}"


def _table(job: Job, node: Node) -> Table:
    if node.write is None:
        raise RuntimeError(f'"{node.id}" writes nothing')
    return table_at(job.place(node.write.connection, node.write.path), node.write.path)


class _Run:
    """What the tasks of a run share."""

    def __init__(self, job: Job, tables: Mapping[str, Table], emit: Emit) -> None:
        self._job = job
        self._tables = tables
        self._emit = emit
        self._counts = {"succeeded": 0, "failed": 0, "skipped": 0}

    def run(self, tasks: Sequence[Task]) -> int:
        """Runs all, in order."""
        started = time.monotonic()
        self._emit(
            {
                "event": "run.started",
                "environment": self._job.environment[0],
                "engine": "spark",
                "nodes": [task.node.id for task in tasks],
            }
        )
        run_tasks(tasks, self._run_node, self._skip)
        is_right = self._counts["succeeded"] == len(tasks)
        self._emit(
            {
                "event": "run.finished",
                "status": "succeeded" if is_right else "failed",
                "seconds": _since(started),
                **self._counts,
            }
        )
        return 0 if is_right else 1

    def _skip(self, task: Task, because: str) -> None:
        self._counts["skipped"] += 1
        skipped = {"event": "node.skipped", "node": task.node.id}
        self._emit({**skipped, "status": "skipped", "because": because})

    def _run_node(self, task: Task) -> str:
        node, started, attempt = task.node, time.monotonic(), 1
        while True:
            self._emit({"event": "node.started", "node": node.id, "attempt": attempt})
            try:
                written = self._attempt(node)
            except Failure as failure:
                error = describe(failure, node)
            else:
                self._counts["succeeded"] += 1
                finished = {"rows": written.rows, "bytes": written.bytes}
                self._finish(node, "succeeded", started, finished)
                return "succeeded"
            # A value that is wrong is wrong again.
            if error["code"].startswith("ODB6") or attempt > node.retries:
                self._counts["failed"] += 1
                self._finish(node, "failed", started, {"error": error})
                return "stop" if node.stops_run else "failed"
            attempt += 1
            retrying = {"event": "node.retrying", "node": node.id, "attempt": attempt}
            self._emit({**retrying, "error": error})
            time.sleep(min(0.5 * 2 ** (attempt - 2), 30))

    def _finish(self, node: Node, status: str, started: float, more: dict[str, object]) -> None:
        finished = {"event": "node.finished", "node": node.id, "status": status}
        self._emit({**finished, **more, "seconds": _since(started)})

    def _attempt(self, node: Node) -> Written:
        context = self._job.spark.sparkContext
        context.setJobGroup(f"{self._job.run} {node.id}", node.id, True)
        is_late: list[bool] = []

        def stop() -> None:
            is_late.append(True)
            context.cancelJobGroup(f"{self._job.run} {node.id}")

        timer = None if node.timeout is None else Timer(node.timeout, stop)
        if timer is not None:
            timer.start()
        table = self._tables.get(node.id)
        try:
            if table is not None:
                return self._write(node, table)
            if node.write is not None:
                return self._commit(node, node.write)
            return Written(self._job.keep(node), 0, ())
        except Exception as error:
            if table is not None:
                heal(self._job.storage, [table])
            if is_late:
                raise Failure(
                    "ODB5050",
                    f"It took longer than its timeout of {node.timeout:g} s.",
                    "Raise the timeout in .config({ timeout }).",
                ) from error
            raise self._job.explain(error, node.id) from error
        finally:
            if timer is not None:
                timer.cancel()

    def _commit(self, node: Node, write: Write) -> Written:
        job = self._job
        # An attempt whose end was not seen is known again by the next.
        transaction = Transaction(f"odibi/{job.run}/{node.id}", 1)
        path = job.place(write.connection, write.path)
        committed = commit_rows(job, node, path, transaction)
        job.wrote(node, committed.version)
        return Written(committed.rows, committed.bytes, ())

    def _write(self, node: Node, table: Table) -> Written:
        job = self._job
        mode = "overwrite" if node.write is None else node.write.mode
        open_write(job.storage, table)
        written = write_rows(
            job.storage,
            node,
            job.rows(node),
            table.staged(job.run),
            is_folder=table.is_folder,
            run=job.run,
        )
        publish(job.storage, table, job.run, mode, written.files)
        job.wrote(node)
        return written


def _since(started: float) -> float:
    return round(time.monotonic() - started, 3)
