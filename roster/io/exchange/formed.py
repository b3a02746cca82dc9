"""What goes into another system, filled or formed: made, told and written."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from roster.i18n import _
from roster.io.exchange.bodies import PATHS, bodies, write_bodies
from roster.io.exchange.fill import fill
from roster.io.exchange.fill_map import read_map
from roster.io.exchange.fill_text import filling_as_json, filling_lines
from roster.io.exchange.filled import write_filled
from roster.io.exchange.foreign import open_foreign
from roster.io.exchange.formats import table_of, write_table
from roster.io.exchange.planned import Planned, spans_text
from roster.io.exchange.profile import FORMS, read_profile
from roster.io.outcome_json import Json


@dataclass(frozen=True)
class Formed:
    """What is to be written, and what is said of it."""

    write: Callable[[], None]
    lines: list[str]
    as_json: Json
    asked: bool = False
    """Whether something must be answered, and was left out."""


def filled(into: Path, answers: Path | None, overwrite: bool, planned: Planned, target: Path) -> Formed:
    """What another system exported, filled. Raises InputError where it has no grid, or answers do not fit."""
    done = fill(open_foreign(into), planned, read_map(answers), overwrite)
    lines = list(filling_lines(done, planned, target))
    asked = bool(done.questions or done.only_ours)
    return Formed(lambda: write_filled(done, target), lines, filling_as_json(done, target), asked)


def formed(name: str, planned: Planned, given: Mapping[str, str], target: Path) -> Formed:
    """A roster in a vendor's or a profile's form. Raises InputError with everything that is missing."""
    dates = spans_text(planned.dates)
    as_json: Json = {"file": str(target), "format": name, "dates": dates}
    if name in FORMS:
        found = bodies(name, planned, given)
        rows = sum(len(value) for body in found for value in body.values() if isinstance(value, list))
        text = _("{form}: {dates}, rows: {rows}, calls: {calls} ({path})")
        line = text.format(form=name, dates=dates, rows=rows, calls=len(found), path=PATHS[name])
        as_json |= {"rows": rows, "calls": len(found)}

        def write() -> None:
            write_bodies(name, found, target)
    else:
        profile = read_profile(name)
        table = table_of(planned, profile, given)
        text = _("{form}: {dates}, rows: {rows}, columns: {columns}")
        line = text.format(form=profile.name, dates=dates, rows=len(table) - 1, columns=len(table[0]))
        as_json |= {"rows": len(table) - 1, "columns": table[0]}

        def write() -> None:
            write_table(table, profile, target)

    doubled = [f"{officer} {date}" for (officer, date), duties in sorted(planned.duties.items()) if len(duties) > 1]
    lines = [line]
    if doubled:
        lines.append(_("note: two duties on one date: {which}").format(which=_(", ").join(doubled)))
    lines.append(_("written: {file}; nothing was sent").format(file=target))
    return Formed(write, lines, as_json)
