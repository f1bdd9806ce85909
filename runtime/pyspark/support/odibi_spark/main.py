"""The project's command line."""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path

from .model import Project
from .serve import serve
from .session import open_session


def main(project: Project) -> None:
    """Runs the project, or serves it where it is told a port."""
    parser = argparse.ArgumentParser(prog="main.py", description=f"Runs {project.name} on Spark.")
    parser.add_argument("--serve", type=int, help=argparse.SUPPRESS)
    given = parser.parse_args()
    home = str(Path(sys.argv[0]).resolve().parent)
    if given.serve is not None:
        serve(project, open_session(project.name, {}), given.serve, home)
        return
    os._exit(2)
