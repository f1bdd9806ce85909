"""Tells how far the jobs of a group are."""

from __future__ import annotations

from collections.abc import Callable
from threading import Event

from py4j.protocol import Py4JError
from pyspark import SparkContext

_SECONDS = 0.5


def tell_progress(
    context: SparkContext, group: str, tell: Callable[[float], None], done: Event
) -> None:
    """Tells, until it is done, which share of the tasks that are known is through, where it grew: a
    job may begin after another, and its tasks are not known before."""
    told = 0.0
    while not done.wait(_SECONDS):
        try:
            share = _share(context, group)
        except (OSError, Py4JError):
            return
        if share > told:
            told = share
            tell(share)


def _share(context: SparkContext, group: str) -> float:
    tracker = context.statusTracker()
    jobs = [tracker.getJobInfo(job) for job in tracker.getJobIdsForGroup(group)]
    stages = [tracker.getStageInfo(stage) for job in jobs if job for stage in job.stageIds]
    known = [stage for stage in stages if stage]
    tasks = sum(stage.numTasks for stage in known)
    # What is waited for may need more jobs, so that the whole is never told.
    return 0.0 if tasks == 0 else 0.99 * sum(s.numCompletedTasks for s in known) / tasks
