"""Whether Delta Lake is there, and what a session needs to be set to for it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from py4j.protocol import Py4JError

from ..failure import Failure

_EXTENSION = "io.delta.sql.DeltaSparkSessionExtension"


def delta_settings(jvm: Any, given: Mapping[str, str]) -> dict[str, str]:
    """The settings of a new session that has Delta Lake; nothing where it has not."""
    if not _has_class(jvm, _EXTENSION):
        return {}
    others = [name for name in given.get("spark.sql.extensions", "").split(",") if name]
    extensions = others if _EXTENSION in others else [*others, _EXTENSION]
    return {
        "spark.sql.extensions": ",".join(extensions),
        "spark.sql.catalog.spark_catalog": "org.apache.spark.sql.delta.catalog.DeltaCatalog",
    }


def require_delta(jvm: Any) -> None:
    """Fails where there is no Delta Lake."""
    if not _has_class(jvm, "io.delta.tables.DeltaTable"):
        raise Failure(
            "ODB8301",
            "This Spark has no Delta Lake, and a Delta table is read or written.",
            "Set spark.jars.packages to io.delta:delta-spark_4.1_2.13:4.3.1 (of Spark 3.5: "
            "io.delta:delta-spark_2.12:3.3.2), or spark.jars to its files.",
        )


def _has_class(jvm: Any, name: str) -> bool:
    loader = jvm.java.lang.Thread.currentThread().getContextClassLoader()
    try:
        getattr(jvm.java.lang, "Class").forName(name, False, loader)  # noqa: B009
    except Py4JError:
        return False
    return True
