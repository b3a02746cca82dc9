"""A workbook of ours as a page or another program shows it: people by dates, cover, crews, findings (docs/show.md)."""

from roster.io.shown.model import shown
from roster.io.shown.text import shown_lines

__all__ = ["shown", "shown_lines"]
