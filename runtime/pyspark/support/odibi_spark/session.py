"""The session of Spark, with the settings that the meaning of the statements depends on."""

from __future__ import annotations

import os
import re
import tempfile
import zipfile
from collections.abc import Mapping
from pathlib import Path

from pyspark import SparkConf, SparkContext
from pyspark.sql import SparkSession

from .delta.available import delta_settings

# By these every engine gives the same rows.
_MEANING = {
    "spark.sql.ansi.enabled": "true",
    "spark.sql.session.timeZone": "UTC",
    "spark.sql.caseSensitive": "true",
    "spark.sql.decimalOperations.allowPrecisionLoss": "false",
    "spark.sql.legacy.timeParserPolicy": "CORRECTED",
    "spark.sql.parquet.outputTimestampType": "TIMESTAMP_MICROS",
    "spark.sql.parquet.datetimeRebaseModeInRead": "CORRECTED",
    "spark.sql.parquet.datetimeRebaseModeInWrite": "CORRECTED",
    "spark.sql.parquet.int96RebaseModeInRead": "CORRECTED",
    # A name or a text may have `${…}` in it.
    "spark.sql.variable.substitute": "false",
    # Every field of a line counts, also of columns that nobody reads.
    "spark.sql.csv.parser.columnPruning.enabled": "false",
    # What a folder's name says is read by the column's type.
    "spark.sql.sources.partitionColumnTypeInference.enabled": "false",
    "spark.sql.sources.partitionOverwriteMode": "static",
}
_OWN = {
    "spark.ui.enabled": "false",
    "spark.ui.showConsoleProgress": "false",
    "spark.scheduler.mode": "FAIR",
    "spark.hadoop.mapreduce.fileoutputcommitter.marksuccessfuljobs": "false",
}


def open_session(
    name: str, settings: Mapping[str, str], *, uses_delta: bool = False
) -> SparkSession:
    """A session of this process's own, or the one that the platform has ready."""
    given = _given_settings()
    own = {key: value for key, value in _own_settings(given).items() if not given.contains(key)}
    builder = SparkSession.builder.appName(name or "odibi")
    delta = {}
    if uses_delta and SparkContext._jvm is not None:
        delta = delta_settings(SparkContext._jvm, {**dict(given.getAll()), **settings})
    for key, value in {**own, **settings, **delta, **_MEANING}.items():
        builder = builder.config(key, value)
    spark = builder.getOrCreate()
    for key, value in _MEANING.items():
        spark.conf.set(key, value)
    return spark


def _given_settings() -> SparkConf:
    """What spark-submit and its files set, which is known once there is a JVM."""
    if "SPARK_REMOTE" not in os.environ and SparkSession.getActiveSession() is None:
        SparkContext._ensure_initialized()
    return SparkConf()


def _own_settings(given: SparkConf) -> dict[str, str]:
    """What is set where nobody has set it."""
    found = re.fullmatch(r"local(?:\[(\d+|\*)\])?", given.get("spark.master", "") or "")
    if found is None:
        return _OWN
    # On one machine the usual two hundred parts of a shuffle are too many.
    cores = os.cpu_count() or 1 if found[1] == "*" else int(found[1] or 1)
    return {
        **_OWN,
        "spark.sql.shuffle.partitions": str(4 * cores),
        "spark.databricks.delta.snapshotPartitions": str(cores),
    }


def ship_package(spark: SparkSession) -> None:
    """Gives this package to the processes that read what Spark's own readers cannot."""
    package = Path(__file__).parent
    path = Path(tempfile.mkdtemp(prefix="odibi-")) / f"{package.name}.zip"
    with zipfile.ZipFile(path, "w") as archive:
        for file in sorted(package.rglob("*.py")):
            archive.write(file, file.relative_to(package.parent))
    spark.sparkContext.addPyFile(str(path))
