"""Answers commands over a socket: the project as the engine of a run that is led elsewhere."""

from __future__ import annotations

import json
import os
import socket
import traceback
from collections.abc import Callable
from datetime import datetime, timezone
from threading import Lock
from typing import Any

from pyspark import InheritableThread, SparkContext
from pyspark.sql import SparkSession

from .explain import explain
from .failure import Failure
from .job import Job, Treatment
from .model import Project
from .preview import preview_rows
from .session import ship_package
from .storage import Storage
from .write import write_rows

Command = dict[str, Any]


def serve(project: Project, spark: SparkSession, port: int, home: str) -> None:
    """Connects to the one that leads, and does what it says until it closes the line."""
    line = socket.create_connection(("127.0.0.1", port))
    reader = line.makefile("r", encoding="utf-8")
    lock = Lock()
    ship_package(spark)

    def answer(message: Command) -> None:
        with lock:
            line.sendall((json.dumps(message) + "\n").encode())

    java = spark.sparkContext._jvm.java.lang.System.getProperty("java.version")
    answer({"token": os.environ.pop("ODIBI_TOKEN", ""), "spark": spark.version, "java": java})
    job: Job | None = None
    for text in reader:
        command: Command = json.loads(text)
        if command["op"] == "open":
            job = _open(project, spark, home, command)
        elif command["op"] == "cancel":
            spark.sparkContext.cancelJobGroup(_group(command["command"]))
        elif command["op"] == "close":
            break
        elif job is not None:
            _start(spark.sparkContext, job, command, answer)
    # What still runs is of no use to anybody.
    spark.stop()
    os._exit(0)


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


def _start(
    context: SparkContext, job: Job, command: Command, answer: Callable[[Command], None]
) -> None:
    def work() -> None:
        group = _group(command["id"])
        context.setJobGroup(group, command["node"], True)
        try:
            result = _OPERATIONS[command["op"]](job, command)
        except BaseException as error:  # noqa: BLE001 - whoever waits has to be told
            result = {"error": _describe(explain(error))}
        answer({"id": command["id"], **result})

    InheritableThread(target=work, daemon=True).start()


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


def _keep(job: Job, command: Command) -> Command:
    return {"rows": job.keep(job.node(command["node"])), "bytes": 0, "files": []}


def _preview(job: Job, command: Command) -> Command:
    return {"preview": preview_rows(job, job.node(command["node"]), command["limit"])}


_OPERATIONS: dict[str, Callable[[Job, Command], Command]] = {
    "write": _write,
    "keep": _keep,
    "preview": _preview,
}
