"""What a patrol plan is short of, in lines that a person reads: what one rule misses often on one date is told once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice

from roster.domain.findings import Finding
from roster.domain.outcome import Outcome
from roster.i18n import _
from roster.io.amounts import by_units
from roster.io.selected import listed
from roster.rules.shared.words import on_date

ONE_BY_ONE = 6
"""So many of one rule on one date are told one by one; more of them, as of a day that was not planned, together."""
PLACES_NAMED = 8


def plan_shortfalls(outcome: Outcome) -> Iterator[str]:
    """The shortfalls of an outcome's patrol plan, a sentence each."""
    planned = outcome.patrols.planned
    groups: dict[object, list[Finding]] = {}
    for number, finding in enumerate(planned.report.shortfalls if planned else ()):
        key = (finding.rule, finding.day) if finding.day is not None and finding.place else number
        groups.setdefault(key, []).append(finding)
    for found in groups.values():
        if len(found) > ONE_BY_ONE:
            yield _together(found, outcome)
        else:
            yield from (finding.sentence for finding in found)


def _together(found: list[Finding], outcome: Outcome) -> str:
    first = found[0]
    unit = next((line.unit for line in outcome.policy.rules if line.name == first.rule), "")
    assert first.day is not None
    return _("{date}: {rule}: {amount}, at {places}").format(
        date=on_date(first.day, outcome.problem),
        rule=first.name,
        amount=by_units({unit: sum(finding.amount for finding in found)}),
        places=_named(finding.place for finding in found),
    )


def _named(places: Iterable[str]) -> str:
    """Places, each once; of many the first few and how many more."""
    every = list(dict.fromkeys(places))
    text = listed(islice(every, PLACES_NAMED))
    more = len(every) - PLACES_NAMED
    return _("{places} and {number} more").format(places=text, number=more) if more > 0 else text
