"""Writes the records again."""

from tests.recorded import record

record()
