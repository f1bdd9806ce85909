"""The project's command line."""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path

from .events import describe, failure_words
from .failure import Failure
from .model import Project
from .run import RunOptions, run_project
from .serve import serve
from .session import open_session


def main(project: Project) -> None:
    """Runs the project, or serves it where it is told a port."""
    given = _read_arguments(project)
    home = str(Path(sys.argv[0]).resolve().parent)
    if given.serve is not None:
        session = open_session(project.name, {}, uses_delta=project.uses_delta)
        serve(project, session, given.serve, home)
        return
    try:
        options = RunOptions(
            environment=given.env,
            params=_read_params(given.param),
            select=given.select,
            root=given.root if "://" in given.root else os.path.abspath(given.root),
            home=home,
            events=given.events,
        )
        code = run_project(project, options)
    except Failure as failure:
        print(f"error {failure_words(describe(failure))}", file=sys.stderr)
        code = 2
    except KeyboardInterrupt:
        code = 130
    # A platform that brings the session takes an exit for a failure.
    if code != 0:
        sys.exit(code)


def _read_arguments(project: Project) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="main.py",
        description=f"Runs the tables of {project.name} on Spark. Exit code 1: a table failed.",
        allow_abbrev=False,
    )
    parser.add_argument("--env", help="the environment; the first where left out")
    parser.add_argument(
        "--param", action="append", default=[], metavar="NAME=VALUE", help="the value of a param"
    )
    parser.add_argument(
        "--select",
        action="append",
        default=[],
        metavar="SELECTOR",
        help="only these: a name, a glob, tag:NAME, path:FILE, +ancestors, descendants+; a,b is "
        "what both name",
    )
    parser.add_argument(
        "--root", default=".", help="where relative connections begin; the current folder"
    )
    parser.add_argument("--events", action="store_true", help="tell events as lines of JSON")
    parser.add_argument("--serve", type=int, help=argparse.SUPPRESS)
    return parser.parse_args()


def _read_params(texts: list[str]) -> dict[str, str]:
    params: dict[str, str] = {}
    for text in texts:
        name, sign, value = text.partition("=")
        if name == "" or sign == "":
            raise Failure(
                "ODB7003",
                f'--param wants name=value, and "{text}" was given.',
                "Write --param since=2024-01-31.",
            )
        if name in params:
            raise Failure("ODB7003", f'The param "{name}" is given twice.', "Give each param once.")
        params[name] = value
    return params
