"""What the values of arguments and options are: dates, moments, numbers, paths."""

from __future__ import annotations

import math
import os
from datetime import date
from pathlib import Path
from typing import Any

import click

from roster.i18n import _

LONGEST_SHOWN = 60
"""Signs of a path that an error shows."""


class Date(click.ParamType[date]):
    """A date as the tables take it."""

    name = "date"

    def convert(self, value: Any, parameter: click.Parameter | None, context: click.Context | None) -> date:
        from roster.io.tables.times import day

        try:
            return day(value)
        except ValueError as error:
            self.fail(_("found {found}; expected {expected}").format(found=f"'{value}'", expected=error))


class Moment(click.ParamType[date]):
    """A date, or a date and time."""

    name = "moment"

    def convert(self, value: Any, parameter: click.Parameter | None, context: click.Context | None) -> date:
        from roster.io.tables.times import moment

        try:
            return moment(value)
        except ValueError as error:
            self.fail(_("found {found}; expected {expected}").format(found=f"'{value}'", expected=error))


class Number(click.FloatRange):
    """A finite number in a range."""

    def convert(self, value: Any, parameter: click.Parameter | None, context: click.Context | None) -> float:
        number: float = super().convert(value, parameter, context)
        if not math.isfinite(number):
            self.fail(_("found {found}; expected {expected}").format(found=f"'{value}'", expected=_("a number")))
        return number


class FilePath(click.Path):
    """A path that can be one: its name is text, short enough, and no link that leads round in a circle."""

    def convert(self, value: Any, parameter: click.Parameter | None, context: click.Context | None) -> Any:
        from roster.io.places import is_remote, is_text

        text = os.fspath(value)
        shown = text.encode("utf-8", "backslashreplace").decode()
        if not is_text(text):
            self.fail(_("found {found}; expected {expected}").format(found=f"'{shown}'", expected=_("a path of text")))
        if not is_remote(text):
            try:
                Path(text).stat()
            except (FileNotFoundError, NotADirectoryError, PermissionError):
                pass
            except (OSError, ValueError) as error:
                found = f"'{shown[:LONGEST_SHOWN]}' ({getattr(error, 'strerror', None) or error})"
                expected = _("a path that the system can open")
                self.fail(_("found {found}; expected {expected}").format(found=found, expected=expected))
        return super().convert(value, parameter, context)
