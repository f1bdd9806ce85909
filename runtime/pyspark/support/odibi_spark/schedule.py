"""Runs tasks in the order of their needs, several at once."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from queue import Queue

from pyspark import InheritableThread

from .treat import Task

# They wait for the cluster more than they compute.
_SLOTS = 4


def run_tasks(
    tasks: Sequence[Task], run: Callable[[Task], str], skip: Callable[[Task, str], None]
) -> None:
    """`run` gives "succeeded", "failed", or "stop" after which nothing new starts. A task whose
    need failed or was skipped is skipped, and told why; the rest goes on. A bug ends all of it."""
    waiting = {task.node.id: task for task in tasks}
    done: set[str] = set()
    running = 0
    stopped_by: str | None = None
    results: Queue[tuple[Task, str | BaseException]] = Queue()

    def work(task: Task) -> None:
        try:
            results.put((task, run(task)))
        except BaseException as error:  # noqa: BLE001 - raised where tasks are waited for
            results.put((task, error))

    def skip_readers(node: str, because: str) -> None:
        for task in [task for task in waiting.values() if node in task.needs]:
            if waiting.pop(task.node.id, None) is not None:
                skip(task, because)
                skip_readers(task.node.id, task.node.id)

    while True:
        for task in list(waiting.values()):
            if stopped_by is None and running < _SLOTS and task.needs <= done:
                del waiting[task.node.id]
                running += 1
                InheritableThread(target=work, args=(task,), daemon=True).start()
        if running == 0:
            break
        task, result = results.get()
        running -= 1
        if isinstance(result, BaseException):
            raise result
        if result == "succeeded":
            done.add(task.node.id)
            continue
        if result == "stop":
            stopped_by = stopped_by or task.node.id
        skip_readers(task.node.id, task.node.id)
    for task in list(waiting.values()):
        skip(task, stopped_by or "")
