"""What is missing in sentences: a line for each missing crew with what follows from it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from roster.domain.clock import MINUTES_A_DAY
from roster.domain.findings import Finding
from roster.domain.missing import Account, MissingUnit, Stretch, missing
from roster.domain.outcome import Outcome
from roster.domain.problem import Problem
from roster.i18n import _
from roster.io import texts
from roster.io.selected import listed
from roster.rules.shared.words import kind_name, on_date, place

SHOWN = 10
"""So many lines on the screen; the sheet `Summary` has all."""

MORNING = 9 * 60
"""Hours after midnight that begin before this are called those of the night before."""


def account(outcome: Outcome) -> Account:
    """The missing crews of an outcome, and what is short by itself."""
    return missing(outcome.problem, outcome.report.shortfalls)


def missing_line(unit: MissingUnit, problem: Problem) -> str:
    """`Car unit missing: Thu 2026-11-12, 02:00-07:00, in the night of Wed, any zone: cover (priority 2)`."""
    return _("{crew} missing: {when}: {rules} (priority {priority})").format(
        crew=name(unit, problem), when=when_and_where(unit, problem), rules=rules(unit), priority=unit.priority
    )


def times(line: str, count: int) -> str:
    """A line that says how many crews it speaks of, where these are several."""
    return _("{line} (crews: {count})").format(line=line, count=count) if count > 1 else line


def name(unit: MissingUnit, problem: Problem) -> str:
    """What is missing: a unit kind, or of several kinds any one; with its lights on where no row of demand names it."""
    kinds = _(" or ").join(kind_name(kind, problem) for kind in unit.kinds)
    return _("{kinds} with lights on").format(kinds=kinds) if unit.lit and len(unit.kinds) > 1 else kinds


def when_and_where(unit: MissingUnit, problem: Problem) -> str:
    """`Thu 2026-11-12, 18:00-23:00, Z4 18:00-20:00, Z3 20:00-23:00`: dates are those of the calendar."""
    when = when_missing(unit, problem)
    places = [(_where(one, unit, problem), texts.hours_text(one.span)) for one in unit.stretches]
    where = places[0][0]
    if len(places) > 1:
        where = _(", ").join(f"{spot} {hours}".strip() for spot, hours in places)
    return _("{when}, {where}").format(when=when, where=where) if where else when


def when_missing(unit: MissingUnit, problem: Problem) -> str:
    """`Thu 2026-11-12, 02:00-07:00, in the night of Wed`: the date on which its hours begin."""
    text = _("{date}, {hours}").format(date=on_date(unit.day, problem), hours=texts.hours_text(unit.span))
    if unit.day == unit.roster_day + 1 and unit.span.start % MINUTES_A_DAY < MORNING:
        return _("{when}, in the night of {weekday}").format(when=text, weekday=texts.weekday(unit.roster_day, problem))
    return text


def where_missing(unit: MissingUnit, problem: Problem) -> str:
    """Every place at which it is asked for, each once; empty for a crew that stands nowhere."""
    return _("; ").join(filter(None, dict.fromkeys(_where(one, unit, problem) for one in unit.stretches)))


def _where(stretch: Stretch, unit: MissingUnit, problem: Problem) -> str:
    if stretch.places:
        return _(" or ").join(place(one, problem) for one in stretch.places)
    return _("any zone") if len(problem.zones) > 1 and any(problem.placed(kind) for kind in unit.kinds) else ""


def rules(unit: MissingUnit) -> str:
    """The entries of the rulebook that are short because of it, with how often: `cover 3, night-lights 2`."""
    count = Counter(finding.name for finding in unit.follows)
    return listed(f"{rule} {number}" if number > 1 else rule for rule, number in count.items())


def shown(outcome: Outcome) -> Iterator[str]:
    """A line for each missing crew, then what is short by itself, of many the first; then what no roster could meet."""
    found = account(outcome)
    alike = Counter(missing_line(unit, outcome.problem) for unit in found.units)
    lines = [times(line, count) for line, count in alike.items()]
    lines += [finding.sentence for finding in found.alone]
    yield from (f"  {line}" for line in lines[:SHOWN])
    if len(lines) > SHOWN:
        yield _("  and {number} more, see the sheet Summary").format(number=len(lines) - SHOWN)
    yield from (f"  {unmeetable_line(finding, outcome)}" for finding in found.unmeetable)


def unmeetable_line(finding: Finding, outcome: Outcome) -> str:
    """What no roster of the brigade could meet, with the line of the rulebook that asks for it."""
    origin = next((line.origin for line in outcome.policy.rules if line.name == finding.rule), "")
    return f"{finding.sentence} [{origin}]" if origin else finding.sentence
