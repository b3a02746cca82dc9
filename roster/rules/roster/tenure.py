"""Officers who do not serve too long with one partner, or in one zone."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import combinations
from typing import Literal, NamedTuple

from pydantic import Field, PositiveInt, model_validator

from roster.domain.ids import UnitId
from roster.domain.problem import Facts, Problem
from roster.domain.roster import Roster
from roster.domain.service import Unit
from roster.domain.units import pooled
from roster.domain.week import DAYS_A_WEEK
from roster.i18n import N_, _
from roster.rules.base import named_people
from roster.rules.limits import Limit, Linear
from roster.rules.scopes import ForceRule
from roster.rules.shared.selectors import Who
from roster.rules.shared.words import people
from roster.rules.spot import Spot
from roster.rules.variables import Seat, Together
from roster.rules.violation import Violation

Bond = tuple[str, str]
"""Two officers, or an officer and a zone: what lasts for some duties."""


class Duty(NamedTuple):
    """A crew's duty in the past or in a roster: its day, its unit and its members."""

    day: int
    unit: Unit
    officers: tuple[str, ...]


class Tenure(ForceRule):
    """An officer serves at most so many duties with the same partner, or in the same zone, within some weeks.

    Rotation against favours and habits. Partners are officers in one crew, both selected by `who`; a zone is that of a
    unit's base. For each week of the roster, duties of the `weeks` weeks that end with it count, those of history
    included as far as it tells the crew (published weeks, past workbooks, columns `unit` and `zone` of the table
    history). `partner` says who the other one of two partners is: with `who: {trainee: true}`, `partner:
    {qualification: coach}` and `max: 1` a trainee has another coach each time. `where` selects units. The amount is the
    duties too many; what history alone has too much is not counted again. A crew that changes in mid-shift counts for
    each of its parts.

    rule: tenure
    same: partner
    max: 12
    weeks: 8
    weight: must
    why: integrity rotation
    """

    rule: Literal["tenure"] = "tenure"
    same: Literal["partner", "zone"] = Field(
        default="partner", description="with the same partner, or in the same zone"
    )
    max: PositiveInt = Field(description="duties at most")
    partner: Who | None = Field(default=None, description="who the other partner is; default: as `who`")
    weeks: PositiveInt = Field(default=8, description="weeks over which duties count, up to each week's end")

    title = N_("Rotation of partners and zones")
    unit_of_amount = N_("duties too many")
    relaxable = (("max", 1),)
    refused = ("when",)
    reach = "horizon"

    @model_validator(mode="after")
    def _of_partners(self) -> Tenure:
        if self.partner is not None and self.same != "partner":
            raise ValueError(_("`partner` needs `same: partner`"))
        return self

    def names(self) -> Iterator[tuple[str, str, str]]:
        yield from super().names()
        if self.partner is not None:
            yield from named_people(self.partner, "partner")

    def limits(self, problem: Problem) -> Iterator[Limit]:
        past = list(_past(problem))
        for first, last in self._windows(problem):
            before = self._counts(past, first, -1, problem)
            for bond, units in self._bonds(range(first, last + 1), problem):
                if before[bond] + _at_most(units, problem) > max(self.max, before[bond]):
                    terms = tuple((1, self._decision(bond, unit)) for unit in units)
                    yield Linear(self._spot(bond, last), terms, at_most=self.max, constant=before[bond])

    def _bonds(self, days: range, problem: Problem) -> Iterator[tuple[Bond, list[Unit]]]:
        """All pairs, or officers and zones, each with the units that make it last longer."""
        units = [unit for unit in problem.units if unit.day in days and self.where.matches_unit(unit, problem)]
        selected = sorted(officer.id for officer in self.officers(problem))
        if self.same == "partner":
            crews = [unit for unit in units if problem.kind[unit.kind].crew > 1 and not pooled(problem.kind[unit.kind])]
            yield from ((pair, crews) for pair in self._pairs((o.id for o in problem.officers), problem))
            return
        there: dict[str, list[Unit]] = {}
        for unit in units:
            there.setdefault(problem.zone_of(unit.base), []).append(unit)
        there.pop("", None)
        yield from (((officer, zone), found) for officer in selected for zone, found in there.items())

    def _pairs(self, officers: Iterable[str], problem: Facts) -> Iterator[Bond]:
        """The partners among these officers: two whom `who` selects, or one of them and one of `partner`."""
        ones = {officer.id for officer in self.officers(problem)}
        others = ones if self.partner is None else {o.id for o in problem.officers if self.partner.matches(o, problem)}
        for one, other in combinations(sorted(officers), 2):
            if (one in ones and other in others) or (other in ones and one in others):
                yield one, other

    def _decision(self, bond: Bond, unit: Unit) -> Seat | Together:
        return Together(bond, unit.id) if self.same == "partner" else Seat(bond[0], unit.id)

    def check(self, roster: Roster, problem: Problem) -> Iterator[Violation]:
        past = list(_past(problem))
        own = [Duty(crew.unit.day, crew.unit, tuple(sorted(crew.officers))) for crew in roster.crews]
        for first, last in self._windows(problem):
            before = self._counts(past, first, -1, problem)
            now = self._counts(own, first, last, problem)
            for bond, count in sorted(now.items()):
                given = before[bond] + count
                over = given - max(self.max, before[bond])
                if over > 0:
                    yield Violation(self._spot(bond, last), over, self.max, given)

    def _counts(self, duties: Iterable[Duty], first: int, last: int, problem: Problem) -> Counter[Bond]:
        """How many duties from a day to another each selected pair, or officer and zone, has."""
        selected = {officer.id for officer in self.officers(problem)}
        found: Counter[Bond] = Counter()
        for duty in duties:
            if not (first <= duty.day <= last and self.where.matches_unit(duty.unit, problem)):
                continue
            here = [officer for officer in duty.officers if officer in selected]
            zone = problem.zone_of(duty.unit.base)
            if self.same == "partner":
                found.update(self._pairs(duty.officers, problem))
            elif zone:
                found.update((officer, zone) for officer in here)
        return found

    def _windows(self, problem: Problem) -> Iterator[tuple[int, int]]:
        """First and last day of the weeks that count, for each week of the roster."""
        for week in range(0, problem.horizon.days, DAYS_A_WEEK):
            yield week - (self.weeks - 1) * DAYS_A_WEEK, min(week + DAYS_A_WEEK, problem.horizon.days) - 1

    def _spot(self, bond: Bond, last: int) -> Spot:
        return Spot(bond, last) if self.same == "partner" else Spot(bond[:1], last, place=bond[1])

    def policy(self, facts: Facts) -> Iterator[str]:
        text = (
            _("Duties with the same partner: at most {most} (weeks counted: {weeks})")
            if self.same == "partner"
            else _("Duties in the same zone: at most {most} (weeks counted: {weeks})")
        )
        yield text.format(most=self.max, weeks=self.weeks)

    def tell(self, officers: tuple[str, ...], group: str, days: tuple[int, ...], problem: Problem) -> str:
        if not officers:
            return ""
        text = (
            _("{people}: duties in one crew at most {most} (weeks counted: {weeks})")
            if self.same == "partner"
            else _("{people}: duties in the same zone at most {most} (weeks counted: {weeks})")
        )
        return text.format(people=people(officers, problem), most=self.max, weeks=self.weeks)

    def say(self, violation: Violation, problem: Problem) -> str:
        text = (
            _("{people}: duties in one crew up to {date}: {given}, where {asked} may be (weeks counted: {weeks})")
            if self.same == "partner"
            else _("{people}: duties in {zone} up to {date}: {given}, where {asked} may be (weeks counted: {weeks})")
        )
        return text.format(weeks=self.weeks, **violation.words(problem))


def _past(problem: Facts) -> Iterator[Duty]:
    """The crews of history, as far as it tells them; of an unknown kind of unit under its old code."""
    crews: dict[UnitId, list[str]] = {}
    units: dict[UnitId, Unit] = {}
    for duty in problem.history:
        if duty.post:
            key = UnitId(duty.day, duty.whole, duty.post.unit or f"?{duty.officer}")
            crews.setdefault(key, []).append(duty.officer)
            units[key] = Unit(duty.day, duty.whole, duty.post.kind, duty.post.base)
    for key, officers in crews.items():
        yield Duty(key[0], units[key], tuple(sorted(officers)))


def _at_most(units: Iterable[Unit], problem: Problem) -> int:
    """In how many of these units one officer can serve: one on a date, or each part of a duty where crews change."""
    return len({(unit.day, unit.shift if problem.cuts or problem.in_parts else "") for unit in units})
