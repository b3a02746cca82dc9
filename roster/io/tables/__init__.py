"""A brigade's tables: CSV folder or workbook in, validated rows and one horizon's facts out."""

from __future__ import annotations

from roster.io.tables.checks import check_tables
from roster.io.tables.facts import facts
from roster.io.tables.history import Row as PastDuty
from roster.io.tables.names import TablesError
from roster.io.tables.read import read_tables
from roster.io.tables.schema import Tables

__all__ = ["PastDuty", "Tables", "TablesError", "check_tables", "facts", "read_tables"]
