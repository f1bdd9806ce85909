"""Answers commands over a socket: the project as the engine of a run that is led elsewhere."""

from __future__ import annotations

import json
import os
import socket
import time
import traceback
from collections.abc import Callable
from datetime import datetime, timezone
from threading import Event, Lock, Thread
from typing import Any

from py4j.protocol import Py4JError
from pyspark import InheritableThread
from pyspark.sql import SparkSession

from .delta.commit import Transaction, commit_rows
from .failure import Failure
from .job import Job, Treatment
from .model import Project
from .preview import preview_rows
from .progress import tell_progress
from .session import ship_package
from .storage import Storage
from .write import write_rows

Command = dict[str, Any]


def serve(project: Project, spark: SparkSession, port: int, home: str) -> None:
    """Connects to the one that leads, and does what it says until it closes the line."""
    line = socket.create_connection(("127.0.0.1", port))
    ship_package(spark)
    server = _Server(project, spark, home, line)
    server.greet()
    try:
        for text in line.makefile("r", encoding="utf-8"):
            command: Command = json.loads(text)
            if command["op"] == "close":
                break
            server.take(command)
    except Exception:  # noqa: BLE001 - the log is all that is left of it
        traceback.print_exc()
    finally:
        # Nobody waits any more for what still runs. By any other code than 0 the JVM ends with this
        # process; after a 0 it would compute to the end first.
        os._exit(1)


class _Server:
    """What the commands of a run share."""

    def __init__(
        self, project: Project, spark: SparkSession, home: str, line: socket.socket
    ) -> None:
        self._project = project
        self._spark = spark
        self._home = home
        self._line = line
        self._lock = Lock()
        self._job: Job | None = None
        self._running: set[int] = set()

    def greet(self) -> None:
        """Says who calls."""
        java = self._spark.sparkContext._jvm.java.lang.System.getProperty("java.version")
        token = os.environ.pop("ODIBI_TOKEN", "")
        self._say({"token": token, "spark": self._spark.version, "java": java})

    def take(self, command: Command) -> None:
        """Starts what a command says."""
        if command["op"] == "open":
            self._job = _open(self._project, self._spark, self._home, command)
        elif command["op"] == "cancel":
            Thread(target=self._cancel, args=(command["command"],), daemon=True).start()
        elif self._job is not None:
            self._running.add(command["id"])
            InheritableThread(target=self._perform, args=(self._job, command), daemon=True).start()

    def _perform(self, job: Job, command: Command) -> None:
        number = command["id"]
        self._spark.sparkContext.setJobGroup(_group(number), command["node"], True)
        done = Event()
        tell = (self._spark.sparkContext, _group(number), self._teller(number), done)
        Thread(target=tell_progress, args=tell, daemon=True).start()
        try:
            result = _OPERATIONS[command["op"]](job, command)
        except BaseException as error:  # noqa: BLE001 - whoever waits has to be told
            explained = job.explain(error, command["node"])
            if not isinstance(explained, Failure) and not self._is_alive():
                # Spark is gone, which the other side sees and tells better.
                os._exit(1)
            result = {"error": _describe(explained)}
        done.set()
        self._running.discard(number)
        self._say({"id": number, **result})

    def _teller(self, number: int) -> Callable[[float], None]:
        return lambda share: self._say({"id": number, "progress": round(share, 3)})

    def _is_alive(self) -> bool:
        try:
            self._spark.sparkContext._jvm.java.lang.System.nanoTime()
        except (OSError, Py4JError):
            return False
        return True

    def _cancel(self, number: int) -> None:
        # A node may begin another of its jobs in between.
        while number in self._running:
            self._spark.sparkContext.cancelJobGroup(_group(number))
            time.sleep(0.2)

    def _say(self, message: Command) -> None:
        with self._lock:
            self._line.sendall((json.dumps(message) + "\n").encode())


def _group(number: int) -> str:
    return f"odibi-{number}"


def _open(project: Project, spark: SparkSession, home: str, command: Command) -> Job:
    name = command["environment"]
    treatments = {
        node: Treatment(treatment["kind"], treatment.get("whole", True))
        for node, treatment in command["treatments"].items()
    }
    return Job(
        spark=spark,
        storage=Storage(spark),
        project=project,
        environment=(name, project.environments[name]),
        params=command["params"],
        treatments=treatments,
        root=command["root"],
        home=home,
        instant=datetime.fromtimestamp(command["instant"] / 1000, timezone.utc),
        run=command["run"],
    )


def _describe(error: BaseException) -> Command:
    if isinstance(error, Failure):
        return dict(error.describe())
    return {"message": "".join(traceback.format_exception(error))}


def _write(job: Job, command: Command) -> Command:
    node = job.node(command["node"])
    written = write_rows(
        job.storage,
        node,
        job.rows(node),
        command["target"],
        is_folder=command["kind"] == "folder",
        run=job.run,
    )
    job.wrote(node)
    return {"rows": written.rows, "bytes": written.bytes, "files": list(written.files)}


def _commit(job: Job, command: Command) -> Command:
    node, given = job.node(command["node"]), command["transaction"]
    transaction = Transaction(given["application"], given["version"])
    committed = commit_rows(job, node, command["target"], transaction)
    job.wrote(node, committed.version)
    counts = {"rows": committed.rows, "bytes": committed.bytes}
    return {**counts, "version": committed.version, "repeated": committed.repeated}


def _keep(job: Job, command: Command) -> Command:
    return {"rows": job.keep(job.node(command["node"])), "bytes": 0, "files": []}


def _preview(job: Job, command: Command) -> Command:
    return {"preview": preview_rows(job, job.node(command["node"]), command["limit"])}


_OPERATIONS: dict[str, Callable[[Job, Command], Command]] = {
    "write": _write,
    "commit": _commit,
    "keep": _keep,
    "preview": _preview,
}
