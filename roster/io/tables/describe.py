"""A column in words: what its cells hold and what an empty one means; for documents and templates."""

from __future__ import annotations

import re

from pydantic.fields import FieldInfo

from roster.i18n import _
from roster.io.tables.cells import Cell
from roster.io.tables.table import cell_of, extra_of, refers_of


def expected_text(cell: Cell, info: FieldInfo) -> str:
    """The kind of cell, its words or the table it refers to, and its unit: `id, of the table zones`."""
    kind = _(cell.kind)
    if cell.choices and cell.choices != ("yes", "no"):
        kind = _("{kind}: {words}").format(kind=kind, words=", ".join(_(word) for word in cell.choices))
    tables = refers_of(info)
    if tables:
        kind = _("{kind}, of the table {tables}").format(kind=kind, tables=_(" or ").join(_(name) for name in tables))
    unit = extra_of(info, "unit")
    return _("{kind}, in {unit}").format(kind=kind, unit=_(unit)) if unit else kind


def example_text(info: FieldInfo) -> str:
    """A column's example, its known words in the language in use; empty without one."""
    text = str(info.examples[0]) if info.examples else ""
    if cell_of(info).worded:
        return re.sub(r"[a-z_]+", lambda word: _(word[0]), text)
    return text


def default_text(info: FieldInfo) -> str:
    """What an empty cell means; empty for a required column."""
    if info.is_required():
        return ""
    empty = extra_of(info, "empty")
    if empty:
        return _("empty: {meaning}").format(meaning=_(empty))
    value = info.default
    if isinstance(value, bool):
        return _("empty: {meaning}").format(meaning=_("yes") if value else _("no"))
    if value in ("", (), None):
        return _("empty: {meaning}").format(meaning=_("none"))
    shown = f"{value:g}" if isinstance(value, float) else str(value)
    return _("empty: {meaning}").format(meaning=shown)
