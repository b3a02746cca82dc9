"""The product as it is judged here: searches measured by work, not by the clock; one worker, no versions, one day."""

from __future__ import annotations

import datetime as dt
import os
import time
from collections.abc import Iterator
from contextlib import ExitStack, chdir, contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from types import SimpleNamespace
from typing import Any
from unittest import mock

from roster import i18n
from roster.living import next_week, publication
from roster.search.run import Options

SLOWER = 60
"""The clock goes slower by this factor: what ends by the clock ends by its own work first, also on a busy machine."""

NOW = dt.datetime(2026, 10, 1, 12)


class Date(dt.date):
    @classmethod
    def today(cls) -> dt.date:
        return NOW.date()


class Moment(dt.datetime):
    @classmethod
    def now(cls, tz: dt.tzinfo | None = None) -> Any:
        return NOW


@contextmanager
def by_work() -> Iterator[None]:
    """Every search within is deterministic and has one worker; moments and versions are the same every time."""
    real, clock = Options.__init__, time.monotonic
    began = clock()

    def chosen(self: Options, *values: Any, **named: Any) -> None:
        real(self, *values, **named)
        object.__setattr__(self, "deterministic", True)
        object.__setattr__(self, "workers", 1)

    def slower() -> float:
        return began + (clock() - began) / SLOWER

    day = SimpleNamespace(**{**vars(dt), "date": Date, "datetime": Moment})
    with (
        mock.patch.object(Options, "__init__", chosen),
        mock.patch.object(time, "monotonic", slower),
        mock.patch.object(next_week, "dt", day),
        mock.patch.object(publication, "dt", day),
        mock.patch("importlib.metadata.version", return_value="0"),
        mock.patch("platform.python_version", return_value="3"),
        mock.patch.dict(os.environ, {"COLUMNS": "120", "NO_COLOR": "1"}),
    ):
        yield


@contextmanager
def in_a_folder(language: str = "en") -> Iterator[Path]:
    """An empty folder to work in, `by_work`, in a language."""
    with ExitStack() as stack:
        here = Path(stack.enter_context(TemporaryDirectory(ignore_cleanup_errors=True))).resolve()
        stack.enter_context(chdir(here))
        stack.enter_context(by_work())
        stack.callback(i18n.set_language, "en")
        i18n.set_language(language)
        yield here
