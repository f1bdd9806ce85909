"""Runs a project of tables on Spark."""

from .job import Job
from .main import main
from .model import Column, Csv, Delta, Environment, Json, Node, Param, Parquet, Project, Write

__all__ = [
    "Column",
    "Csv",
    "Delta",
    "Environment",
    "Job",
    "Json",
    "Node",
    "Param",
    "Parquet",
    "Project",
    "Write",
    "main",
]
