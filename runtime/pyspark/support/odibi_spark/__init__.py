"""Runs a project of tables on Spark."""
