"""Reads of files."""
