"""Views without table expressions of their own."""

from __future__ import annotations

from typing import Any

from pyspark.sql import DataFrame


def inline_table_expressions(rows: DataFrame) -> DataFrame:
    """The same rows from a plan in which each table expression stands where it is read. Spark tells
    those of a temporary view by numbers, which are the same in each copy of the view: a statement
    that reads the view in two places may fail in its optimizer ("key not found")."""
    session = rows.sparkSession
    jvm: Any = session._jvm
    if jvm is None:
        return rows
    is_old = session.version.startswith("3.")
    # The rule's second argument, and a package for the datasets of a session with a JVM, came with
    # Spark 4.
    rule = jvm.org.apache.spark.sql.catalyst.optimizer.InlineCTE
    inlined = (rule(True) if is_old else rule(True, False)).apply(
        rows._jdf.queryExecution().analyzed()
    )
    datasets = jvm.org.apache.spark.sql if is_old else jvm.org.apache.spark.sql.classic
    return DataFrame(datasets.Dataset.ofRows(session._jsparkSession, inlined), session)
