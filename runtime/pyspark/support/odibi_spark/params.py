"""The values of params: as given, else the environment's, else the default; read strictly."""

from __future__ import annotations

import difflib
from collections.abc import Mapping, Sequence

from .failure import Failure
from .grammar import checker_of, decimal_digits, print_type
from .model import Column, Environment, Param
from .sql import quote_text

_HINTS = {
    "date": "A date is written 2024-01-31.",
    "timestamp": "A timestamp is written 2024-01-31T10:00:00Z.",
    "timestamp_ntz": "A timestamp is written 2024-01-31T10:00:00Z.",
    "boolean": "A boolean is true or false.",
}
_SUFFIXES = {"tinyint": "Y", "smallint": "S", "int": "", "bigint": "L"}


def resolve_params(
    params: Sequence[Param], environment: tuple[str, Environment], given: Mapping[str, str]
) -> dict[str, str]:
    """The text of each param, checked by its type."""
    names = [param.name for param in params]
    for name in given:
        if name in names:
            continue
        near = nearest(name, names)
        every = ", ".join(f'"{other}"' for other in names)
        none = f"It has {every}." if names else "It has no params."
        raise Failure("ODB5003", f'The plan has no param "{name}".', near or none)
    return {param.name: _text_of(param, environment, given) for param in params}


def nearest(name: str, names: Sequence[str]) -> str | None:
    """A hint at the name that was likely meant."""
    found = difflib.get_close_matches(name, names, 1)
    return f'Did you mean "{found[0]}"?' if found else None


def _text_of(param: Param, environment: tuple[str, Environment], given: Mapping[str, str]) -> str:
    name, settings = environment
    sources = (
        (given.get(param.name), f"--param {param.name}"),
        (settings.params.get(param.name), f'environment "{name}"'),
        (param.default, "its default"),
    )
    for text, origin in sources:
        if text is None:
            continue
        column = Column(param.name, param.type, values=param.values)
        if not checker_of(column)(text):
            printed = print_type(column)
            article = "an" if printed[0] in "aeiou" else "a"
            hint = _HINTS.get(param.type)
            if param.values:
                hint = "It is one of " + ", ".join(f'"{value}"' for value in param.values) + "."
            raise Failure(
                "ODB5004",
                f'The param "{param.name}" is {article} {printed}, and {origin} gives "{text}".',
                hint,
            )
        return text
    raise Failure(
        "ODB5005",
        f'The param "{param.name}" has no value: it has no default, and environment "{name}" '
        "gives none.",
        f"Pass --param {param.name}=…",
    )


def literal_text(type_name: str, text: str) -> str:
    """A param's value as a typed literal."""
    if type_name in ("float", "double"):
        return f"{type_name}({quote_text(text)})"
    if type_name in _SUFFIXES:
        return _number(f"{text}{_SUFFIXES[type_name]}")
    if decimal_digits(type_name) is not None:
        return _number(f"{text}BD")
    if type_name == "boolean":
        return text.lower()
    if type_name == "binary":
        return f"X'{text}'"
    if type_name in ("date", "timestamp", "timestamp_ntz"):
        return f"{type_name}{quote_text(_with_colon(type_name, text))}"
    return quote_text(text)


def _number(text: str) -> str:
    """A number that stays one beside any operator."""
    return f"({text})" if text.startswith("-") else text.removeprefix("+")


def _with_colon(type_name: str, text: str) -> str:
    """Spark wants a colon in an offset."""
    if type_name == "timestamp" and text[-5] in "+-" and text[-4:].isdigit():
        return f"{text[:-2]}:{text[-2:]}"
    return text
