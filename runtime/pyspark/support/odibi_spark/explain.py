"""What Spark raised, as a failure: a fault of the data or of the world by its code."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping

from py4j.protocol import Py4JError

from .delta.faults import delta_fault
from .failure import Failure

Details = Mapping[str, str | None]

_SAID: dict[str, Callable[[Details], tuple[str, str | None]]] = {
    "ODB6030": lambda d: (
        (
            f'The partition column "{d["column"]}" holds {_text(d["value"])}, which readers take for '
            "null as the name of a folder."
        ),
        "Turn it into another value or null before the write.",
    ),
    "ODB6031": lambda d: (
        f'The column "{d["column"]}" holds {d["value"]}, which JSON does not have.',
        "Turn it into null before the write.",
    ),
    "ODB6040": lambda d: _function_fault(d),
    "ODB6041": lambda d: (
        f"The function's result for the row {d['row']} does not fit: {d['message']}.",
        "Return exactly the declared columns.",
    ),
    "ODB5064": lambda _: (
        "There is no Node.js where Spark computes, and this project has functions in TypeScript.",
        "Install Node.js 22 or newer on every worker, or set ODIBI_NODE to it.",
    ),
    "ODB8109": lambda d: (
        (
            f'The partition column "{d["column"]}" has the value {_text(d["value"])}, which Delta '
            "Lake cannot hold as a partition."
        ),
        "Write null, or a word of your own, for it.",
    ),
    "ODB6101": lambda d: (f"{_text(d['value'])} does not convert to {d['to']}.", None),
    "ODB6102": lambda d: (f"{d['value']} has no remainder by 0.", None),
    "ODB6103": lambda d: (
        f"{d['value']} is out of the range of {d.get('to') or 'its type'}.",
        None,
    ),
    "ODB6104": lambda d: (
        f'The column "{d["column"]}" is null, where notNull takes none.',
        None,
    ),
    "ODB6105": lambda d: (f"The replacement {_text(d['value'])} reaches around its match.", None),
}


def _function_fault(details: Details) -> tuple[str, str | None]:
    if details["kind"] == "threw":
        return (
            f"The function threw at the row {details['row']}: {details['message']}.",
            "Catch it in the function and return a row that says so, or mend the data.",
        )
    if details["kind"] == "bundle":
        return (
            f"The function cannot be loaded: {details['message']}.",
            "Mend what the module does when it is imported, then compile again.",
        )
    return (
        f"The function ended its process with exit code {details['code']}.",
        "A function returns a row; it never calls process.exit.",
    )


def _text(value: str | None) -> str:
    return json.dumps(value, ensure_ascii=False)


def explain(error: BaseException) -> BaseException:
    """The failure that an error stands for; one that stands for none is given back as it is."""
    if isinstance(error, Failure):
        return error
    message = message_of(error)
    return (
        _missing(message)
        or _data_fault(message)
        or delta_fault(message)
        or _world_fault(message)
        or error
    )


def message_of(error: BaseException) -> str:
    """An error's text, with those of what caused it in the JVM."""
    texts = [str(error)]
    cause = getattr(error, "_origin", None) or getattr(error, "java_exception", None)
    for _ in range(20):
        if cause is None:
            break
        try:
            texts.append(str(cause.toString()))
            cause = cause.getCause()
        except Py4JError:
            break
    return "\n".join(texts)


def _missing(message: str) -> Failure | None:
    found = re.search(
        r"No module named '(pyarrow|pandas)|\[PACKAGE_NOT_INSTALLED\] (.*?)(?: must| >=)", message
    )
    if found is None:
        return None
    name = (found[1] or found[2]).lower()
    return Failure(
        "ODB5064",
        f"The Python of Spark has no {name}, and this project has functions in TypeScript.",
        "Install what requirements.txt names: `pip install -r requirements.txt`.",
    )


def _data_fault(message: str) -> Failure | None:
    found = re.search(r"odibi:(ODB[568]\d\d\d):(\{.*)", message)
    if found is not None and found[1] in _SAID:
        details, _ = json.JSONDecoder().raw_decode(found[2])
        words, hint = _SAID[found[1]]({"to": None, "column": None, "value": None, **details})
        failure = Failure(found[1], words, hint)
        failure.function = details.get("function")
        return failure
    found = re.search(
        r"\[(ARITHMETIC_OVERFLOW|NUMERIC_VALUE_OUT_OF_RANGE|DATETIME_OVERFLOW|CAST_OVERFLOW)"
        r"[^\]]*\] ([^\n]*)",
        message,
    )
    if found is not None:
        sentence = re.split(r"\. |\.?$| SQLSTATE", found[2])[0]
        return Failure("ODB6103", f"A number is out of range: {sentence}.")
    found = re.search(
        r"\[(CAST_INVALID_INPUT|DIVIDE_BY_ZERO|REMAINDER_BY_ZERO|INVALID_\w+|USER_RAISED_EXCEPTION)"
        r"[^\]]*\] ([^\n]*)",
        message,
    )
    if found is not None and "_LEGACY" not in found[1]:
        sentence = re.split(r"\. |\.?$| SQLSTATE", found[2])[0]
        return Failure("ODB6020", f"{sentence}.")
    return None


def _world_fault(message: str) -> Failure | None:
    line = next((part for part in message.splitlines() if part.strip()), message)
    if re.search(r"No space left on device|Disk quota exceeded", message):
        return Failure(
            "ODB5031",
            "The disk is full: no space left on device.",
            "Free some space. What was there before is unchanged.",
        )
    if re.search(
        r"OutOfMemoryError|UNABLE_TO_ACQUIRE_MEMORY|SparkOutOfMemory|Not enough memory to", message
    ):
        return Failure(
            "ODB5030",
            "The memory limit does not suffice: Spark ran out of memory.",
            "Give it more (spark.driver.memory, spark.executor.memory), or filter earlier.",
        )
    if re.search(r"Permission denied|AccessControlException", message):
        return Failure(
            "ODB5033",
            f"No permission: {line.strip()}.",
            "Give the process the right to read and write there.",
        )
    if re.search(
        r"is not a Parquet file|CANNOT_READ_FILE_FOOTER|ParquetDecodingException", message
    ):
        return Failure(
            "ODB6011",
            f"A Parquet file is damaged or cut short: {line.strip()}",
            "Have it written again.",
        )
    found = _AWAY.search(message)
    if found is not None:
        return Failure(
            "ODB5065",
            f"Spark could not finish it: {_first_sentence(message[found.start() :])}",
            "Its own log says more. Run it again; `retries` does so by itself.",
        )
    return None


# What befalls Spark or what it reads from, and no statement can be blamed for.
_AWAY = re.compile(
    r"ExecutorLostFailure|FetchFailed|Job \d+ cancelled because SparkContext was shut down"
    r"|(?:SparkContext|SparkSession) (?:was|has been) (?:shut down|stopped)"
    r"|stopped SparkContext|Connection (?:refused|reset)|UnknownHostException"
    r"|SocketTimeoutException|Futures timed out|Could not execute broadcast in"
    r"|(?:FAILED_READ_FILE|FILE_NOT_EXIST|FileNotFoundException)|total size of serialized results"
)


def _first_sentence(message: str) -> str:
    line = message.splitlines()[0].strip()
    return line if len(line) <= 300 else f"{line[:300]} …"
