"""What Delta Lake raised, as a failure."""

from __future__ import annotations

import re

from ..failure import Failure


def delta_fault(message: str) -> Failure | None:
    """The failure that a text of Delta Lake's stands for."""
    found = re.search(r"NOT NULL constraint violated for column: ([^\n]+?)\.\s", f"{message}\n")
    if found is not None:
        return Failure(
            "ODB8104",
            f'The column "{found[1]}" of the Delta table has no nulls, and the rows have one there.',
            "Leave those rows out, or fill them; or have the column made nullable.",
        )
    if "DELTA_CANNOT_MODIFY_APPEND_ONLY" in message:
        return Failure(
            "ODB8110",
            "The Delta table is only appended to (its property delta.appendOnly is true), and this "
            "write changes or removes rows.",
            "Append, or have the property set to false.",
        )
    found = re.search(r"CHECK constraint (\S+) \((.*?)\) violated", message)
    if found is not None:
        return Failure(
            "ODB8302",
            f"The Delta table's constraint {found[1]} ({found[2]}) refuses a row.",
            "Leave those rows out, or mend them.",
        )
    found = re.search(r"Invalid column names: ([^\n]+?)\.?\s*\n", message)
    if found is not None or "DELTA_INVALID_CHARACTERS_IN_COLUMN_NAMES" in message:
        names = "a name" if found is None else found[1]
        return Failure(
            "ODB8303",
            f"Delta Lake takes no blanks and none of , ; {{ }} ( ) = in the names of columns: "
            f"{names}.",
            "Rename the columns, or have the table made with column mapping.",
        )
    found = re.search(
        r"DELTA_UNSUPPORTED_FEATURES_FOR_(READ|WRITE)|DELTA_INVALID_PROTOCOL_VERSION", message
    )
    if found is not None:
        line = next(line for line in message.splitlines() if "DELTA_" in line)
        return Failure(
            "ODB8103" if found[1] == "WRITE" else "ODB8005",
            f"This version of Delta Lake does not know all that the table asks for: {line.strip()}",
            "Use a newer version of Delta Lake, or have the feature dropped.",
        )
    if re.search(
        r"DELTA_VERSIONS_NOT_CONTIGUOUS|DELTA_TRUNCATED_TRANSACTION_LOG|DELTA_LOG_FILE_NOT_FOUND"
        r"|Versions \(.*\) are not contiguous",
        message,
    ):
        line = next(part for part in message.splitlines() if part.strip())
        return Failure(
            "ODB8003",
            f"The log of a Delta table has a gap: {line.strip()}",
            "Bring the file back, or read a version before it.",
        )
    return None
