"""How a roster was changed after it was published: each change, why, and how few changes are proved to be needed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple

from roster.domain.disruption import Disruption
from roster.domain.roster import Roster


class Change(NamedTuple):
    """One officer's date that is not as it was published; shifts are codes, empty for a day off."""

    officer: str
    day: int
    before: str
    after: str
    before_unit: str = ""  # labels
    after_unit: str = ""
    why: str = ""
    tell: tuple[str, ...] = ()  # officers who must be told, the one concerned first

    @property
    def of_duty(self) -> bool:
        """Whether the shift changes, and not only the crew."""
        return self.before != self.after


class Burden(NamedTuple):
    """What changes burden people with: counts of changed dates, and of people in `twice`."""

    recalls: int = 0  # a duty on a date that was off
    first_days_back: int = 0  # a duty on the first date after sick leave
    twice: int = 0  # people with more than one changed date, what their own absence takes from them left out
    short_notice: int | None = None  # duties that begin within a day of `told`; None where that is not known
    told: int | None = None  # the minute


NO_BURDEN = Burden()


class UnitChange(NamedTuple):
    """A crew whose vehicle or places are not as they were published."""

    day: int
    shift: str
    unit: str
    before: str
    after: str
    tell: tuple[str, ...] = ()
    why: str = ""


class Undone(NamedTuple):
    """A hand edit that is not kept, or not all of it."""

    cell: str
    why: str
    in_part: bool = False
    keepable: bool = False  # whether it only breaks musts, so that --keep-edits keeps it


class Handed(NamedTuple):
    """A duty of somebody who leaves that was to go to another officer."""

    leaves: str
    takes: str
    day: int
    shift: str
    why_not: str = ""  # empty where it was handed over


class Acknowledged(NamedTuple):
    """A must that a hand edit breaks and that was kept all the same, with who must answer for it."""

    rule: str
    officers: tuple[str, ...]
    day: int | None
    unit: str
    sentence: str
    cell: str
    by: str

    @property
    def spot(self) -> tuple[str, tuple[str, ...], int | None, str]:
        """What tells it from others, whatever the language."""
        return self.rule, self.officers, self.day, self.unit


@dataclass(frozen=True)
class Repair:
    """A published roster and what became of it."""

    published: Roster
    disruption: Disruption
    since: int  # what began before this minute is history
    changes: tuple[Change, ...]
    units: tuple[UnitChange, ...]
    people: int
    people_bound: int
    duties: int
    duties_bound: int
    edits_undone: tuple[Undone, ...]
    before: Mapping[str, tuple[int, int, int]]  # the published roster's findings, amount and cost by rule
    burden: Burden = NO_BURDEN
    handed: tuple[Handed, ...] = ()
    undone_proved: bool = True  # that no more edits and duties handed over can be kept

    @property
    def proven(self) -> bool:
        """Whether fewer changes are proved to be impossible."""
        return self.people == self.people_bound and self.duties == self.duties_bound


def duty_changes(before: Roster, after: Roster) -> dict[tuple[str, int], tuple[str, str]]:
    """Officer and day to the shifts before and after, where they differ; several on a date are joined by a stroke."""
    was, now = _shifts(before), _shifts(after)
    return {
        key: (was.get(key, ""), now.get(key, ""))
        for key in sorted(was.keys() | now.keys(), key=lambda key: (key[1], key[0]))
        if was.get(key, "") != now.get(key, "")
    }


def _shifts(roster: Roster) -> dict[tuple[str, int], str]:
    found: dict[tuple[str, int], list[str]] = {}
    for officer, day, shift in roster.work():
        found.setdefault((officer, day), []).append(shift)
    return {key: "/".join(sorted(shifts)) for key, shifts in found.items()}
