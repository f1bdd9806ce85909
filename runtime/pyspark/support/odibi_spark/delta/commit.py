"""Makes a node's rows the next version of its Delta table."""

from __future__ import annotations

import json
import random
import time
from collections.abc import Callable
from dataclasses import dataclass
from uuid import uuid4

from pyspark.sql import DataFrame, SparkSession
from pyspark.sql.types import StringType

from ..failure import Failure
from ..job import Job
from ..layouts import raise_fault
from ..model import Node, Write
from ..sql import quote_name
from ..storage import Storage, plain
from .available import require_delta
from .conform import conform
from .reconcile import reconcile
from .table import StoredTable, find_table, metrics_of, name_of, newest_version

_LAST = "spark.databricks.delta.lastCommitVersionInSession"
_ATTEMPTS = 8


@dataclass(frozen=True)
class Transaction:
    """By which the table knows a write again."""

    application: str
    version: int


@dataclass(frozen=True)
class Committed:
    """The version that holds a write, and what of the rows it added or changed."""

    rows: int
    bytes: int
    version: int
    repeated: bool = False


def commit_rows(job: Job, node: Node, path: str, transaction: Transaction) -> Committed:
    """Writes or merges the node's rows as its write says, once."""
    write = node.write
    if write is None:
        raise RuntimeError(f'"{node.id}" writes nothing')
    require_delta(job.spark.sparkContext._jvm)
    table = find_table(job.spark, job.storage, path)
    if table is None:
        _check_folder(job.storage, path)
    rows = job.rows(node)
    reconcile(write, rows.schema, table)
    if write.keys and table is not None:
        _check_merged_names(rows)
    if write.keys:
        rows = rows.persist()
    try:
        if write.keys:
            _check_keys(rows, write)
        return _commit(job, write, rows, table, path, transaction)
    finally:
        if write.keys:
            rows.unpersist()


def _commit(
    job: Job,
    write: Write,
    rows: DataFrame,
    table: StoredTable | None,
    path: str,
    transaction: Transaction,
) -> Committed:
    view = f"odibi_incoming_{uuid4().hex}"
    checked = _checked(rows, write, table)
    if table is not None:
        checked = conform(checked, table.schema)
    checked.createOrReplaceTempView(view)
    try:
        session = _own_session(job.spark, transaction)
        if write.keys and table is not None:
            statement = _merge(write, view, path, job.inline)
            if write.schema_changes == "addColumns":
                session.conf.set("spark.databricks.delta.schema.autoMerge.enabled", "true")
            _retry(lambda: session.sql(statement).collect())
        else:
            _retry(lambda: _write(session.table(view), write, table, path))
    finally:
        job.spark.catalog.dropTempView(view)
    made = session.conf.get(_LAST, None)
    if made is None:
        return Committed(0, 0, newest_version(job.spark, path), repeated=True)
    metrics = metrics_of(job.spark, path, int(made))
    if write.keys and table is not None:
        changed = metrics.get("numTargetRowsInserted", 0) + metrics.get("numTargetRowsUpdated", 0)
        return Committed(changed, metrics.get("numTargetBytesAdded", 0), int(made))
    return Committed(metrics.get("numOutputRows", 0), metrics.get("numOutputBytes", 0), int(made))


def _own_session(spark: SparkSession, transaction: Transaction) -> SparkSession:
    """A session of this write's own: a merge takes its transaction from the settings, and they
    tell which version was made."""
    session = SparkSession(spark.sparkContext, spark._jsparkSession.cloneSession())
    session.conf.unset(_LAST)
    # Such parts of a table are looked after here.
    session.conf.set("spark.databricks.delta.constraints.allowUnenforcedNotNull.enabled", "true")
    session.conf.set("spark.databricks.delta.write.txnAppId", transaction.application)
    session.conf.set("spark.databricks.delta.write.txnVersion", str(transaction.version))
    return session


def _write(rows: DataFrame, write: Write, table: StoredTable | None, path: str) -> None:
    mode = "overwrite" if write.mode.startswith("overwrite") else "append"
    writer = rows.write.format("delta").mode(mode)
    partition_by = write.partition_by
    if write.mode == "overwritePartitions":
        writer = writer.option("partitionOverwriteMode", "dynamic")
    if write.schema_changes == "addColumns":
        writer = writer.option("mergeSchema", "true")
    if write.schema_changes == "replace" and write.mode == "overwrite":
        writer = writer.option("overwriteSchema", "true")
        if table is not None and not partition_by:
            partition_by = tuple(name for name in table.partition_by if name in rows.columns)
    if partition_by:
        writer = writer.partitionBy(*partition_by)
    writer.save(path)


def _merge(write: Write, view: str, path: str, inline: Callable[[str], str]) -> str:
    keys = " and ".join(f"stored.{quote_name(k)} = incoming.{quote_name(k)}" for k in write.keys)
    clauses = [f"merge into {name_of(path)} as stored", f"using {view} as incoming", f"on {keys}"]
    if write.mode == "merge":
        if write.delete_when is not None:
            clauses.append(f"when matched and ({inline(write.delete_when)}) then delete")
        condition = "" if write.update_when is None else f" and ({inline(write.update_when)})"
        clauses.append(f"when matched{condition} then update set *")
    return "\n".join([*clauses, "when not matched then insert *"])


def _checked(rows: DataFrame, write: Write, table: StoredTable | None) -> DataFrame:
    """As names of folders an empty text and Hive's word are null."""
    partitions = write.partition_by or (() if table is None else table.partition_by)
    fields = []
    for field in rows.schema.fields:
        name = quote_name(field.name)
        if field.name in partitions and isinstance(field.dataType, StringType):
            fault = raise_fault("ODB8109", field.name, name)
            words = "'', '__HIVE_DEFAULT_PARTITION__'"
            fields.append(f"if({name} in ({words}), {fault}, {name}) as {name}")
        else:
            fields.append(name)
    return rows.selectExpr(*fields)


def _check_folder(storage: Storage, path: str) -> None:
    """A new table is made where nothing lies."""
    others = [e.name for e in storage.entries(path) if not e.name.startswith(("_", "."))]
    if others:
        raise Failure(
            "ODB8108",
            f'"{plain(path)}" is no Delta table and has other files ({len(others)}), of which '
            f'"{others[0]}" is one.',
            "Write to a folder of its own, or move the files away.",
        )


def _check_keys(rows: DataFrame, write: Write) -> None:
    names = [quote_name(key) for key in write.keys]
    texts = [f"cast({name} as string) as k{at}" for at, name in enumerate(names)]
    missing = rows.where(" or ".join(f"{name} is null" for name in names)).selectExpr(*texts)
    row = missing.first()
    if row is not None:
        raise Failure(
            "ODB8106",
            f"A row has no key: {_describe(write.keys, row)}.",
            "Leave rows without a key out, or give them one.",
        )
    twice = rows.groupBy(*names).count().where("count > 1").selectExpr(*texts, "count").first()
    if twice is not None:
        raise Failure(
            "ODB8105",
            f"{twice[-1]} incoming rows have one key: {_describe(write.keys, twice)}.",
            "Keep one row of each key before the write.",
        )


def _check_merged_names(rows: DataFrame) -> None:
    """Delta Lake does not find such a name again in its own statement."""
    wrong = [name for name in rows.columns if "`" in name]
    if wrong:
        raise Failure(
            "ODB8303",
            f"Delta Lake merges no columns whose names have a back tick: {', '.join(wrong)}.",
            "Rename the columns.",
        )


def _describe(keys: tuple[str, ...], row: tuple[str | None, ...]) -> str:
    return ", ".join(
        f"{key} is null"
        if row[at] is None
        else f"{key} = {json.dumps(row[at], ensure_ascii=False)}"
        for at, key in enumerate(keys)
    )


def _retry(work: Callable[[], object]) -> None:
    """Delta Lake gives up where another writer was first; what was read is then read again."""
    for attempt in range(_ATTEMPTS):
        try:
            work()
            return
        except Exception as error:
            conflict = "DELTA_CONCURRENT" in str(error) or "Concurrent" in type(error).__name__
            if not conflict:
                raise
            if attempt == _ATTEMPTS - 1:
                raise Failure(
                    "ODB8107",
                    f"Other writers changed the Delta table each of the {_ATTEMPTS} times that the "
                    "write was tried.",
                    "Write again when they are done, or let them write one after the other.",
                ) from error
            time.sleep(random.random() * min(0.1 * 2**attempt, 4))
