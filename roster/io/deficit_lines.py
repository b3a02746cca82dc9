"""What arithmetic found that no search can mend, in sentences."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from roster.arithmetic.forbidding import forbidding
from roster.arithmetic.nature import Lack
from roster.arithmetic.necessary import Arithmetic, Deficit
from roster.domain.letters import shift_text
from roster.domain.problem import Problem
from roster.i18n import N_, _
from roster.io.hindrance_lines import never_lines
from roster.io.nature_lines import nature_lines
from roster.io.rulebook.names import place_of
from roster.io.selected import listed
from roster.rules import Rulebook
from roster.rules.shared.words import hours_of, on_date, people

MINUTES_AN_HOUR = 60
SHOWN = 12
"""So many findings are listed; the rest are counted."""

QUALITIES = (
    N_("people"),
    N_("sworn"),
    N_("auxiliary"),
    N_("armed"),
    N_("driver"),
    N_("leader"),
    N_("coach"),
    N_("licence holders"),
)


def deficit_lines(
    deficits: Iterable[Deficit], problem: Problem, rulebook: Rulebook, silent: bool = False, lacks: Iterable[Lack] = ()
) -> Iterator[str]:
    """A heading, a sentence for what the brigade has none of, for each kind that can never run, and for each lack.

    What it means where nothing was found, unless `silent`.
    """
    found, never = list(deficits), [*nature_lines(lacks, problem, rulebook), *never_lines(problem, rulebook)]
    if not found and not never:
        if not silent:
            yield _("arithmetic found nothing that no search can mend; that is no promise that a roster exists")
        return
    yield _("no search can mend this:")
    yield from (f"  {line}" for line in never)
    alike: dict[object, list[Deficit]] = {}
    for lack in found:
        alike.setdefault(_but_date(lack), []).append(lack)
    for same in list(alike.values())[:SHOWN]:
        yield "  " + sentence(same[0], problem, rulebook, [lack.first for lack in same])
    if len(alike) > SHOWN:
        yield "  " + _("and {count} more").format(count=sum(map(len, list(alike.values())[SHOWN:])))


def _but_date(lack: Deficit) -> object:
    """What lacks have in common that differ by their date alone."""
    if lack.last != lack.first:
        return lack
    hours = hours_of(lack.slot) if lack.slot else ""
    return replace(lack, first=0, last=0, slot=None, starts=frozenset(), limit=None), hours


def forbidding_lines(known: Arithmetic, rulebook: Rulebook) -> Iterator[str]:
    """`Overtime [base.yaml:68 (overtime)] forbids every duty on D 07:00-19:00: nobody can ever work it`."""
    problem = known.problem
    for found in forbidding(known):
        shifts = (f"{shift_text(code, problem)} {problem.shift[code].times}" for code in found.shifts)
        whole = len(found.officers) == len(problem.officers)
        text = (
            _("{entry} forbids every duty on {shifts}: nobody can ever work it")
            if whole
            else _(
                "{entry} forbids every duty on {shifts}: nobody whom it is about can ever work it (people: {people})"
            )
        )
        entry = f"{rulebook.spoken(found.rule)} [{place_of(rulebook, found.rule)}]"
        yield text.format(entry=entry, shifts=listed(shifts), people=len(found.officers))


def sentence(lack: Deficit, problem: Problem, rulebook: Rulebook, days: Sequence[int] = ()) -> str:
    """`duties from Sat 2026-10-24, N: armed: 6 asked for, 5 at the most; 5 of 8 could do one`.

    `days` are the dates on which the same is lacking, where these are several.
    """
    when = listed(on_date(day, problem) for day in days or (lack.first,))
    if len(days) > 1 and list(days) == list(range(days[0], days[-1] + 1)):
        text = _("{first} to {last}, on each date")
        when = text.format(first=on_date(days[0], problem), last=on_date(days[-1], problem))
    if lack.last != lack.first:
        when = _("{first} to {last}").format(first=when, last=on_date(lack.last, problem))
    numbers: dict[str, object] = {
        "asked": lack.asked,
        "there": lack.there,
        "free": lack.free,
        "known": lack.known,
        "when": when,
    }
    reasons = listed(f"{rulebook.spoken(rule)} ({number})" for rule, number in lack.reasons)
    kept = _(" (kept away by: {reasons})").format(reasons=reasons) if reasons else ""
    if lack.quality == "vehicles":
        return _("{when}, {hours}: {kinds}: {asked} asked for, there: {there} of {known}").format(
            **numbers, hours=hours_of(lack.slot) if lack.slot else "", kinds=_(" or ").join(lack.shifts)
        )
    if lack.shifts and len(lack.shifts) < len(problem.shifts):
        shifts = "/".join(shift_text(code, problem) for code in lack.shifts)
        numbers["when"] = _("{when}, {shifts}").format(when=when, shifts=shifts)
    if lack.rule:
        who = people(lack.officers, problem) if 0 < len(lack.officers) <= 3 else ""
        named = " ".join(filter(None, (rulebook.spoken(lack.rule), who)))
        text = _("{when}: {rule}: {asked} asked for, {there} possible at the most")
        if lack.per == MINUTES_AN_HOUR:
            numbers |= {
                name: _("{hours:g} h").format(hours=minutes / MINUTES_AN_HOUR)
                for name, minutes in (("asked", lack.asked), ("there", lack.there))
            }
        return text.format(**numbers, rule=named) + kept
    text = _("duties from {when}: {quality}: {asked} asked for, {there} at the most; {free} of {known} could do one")
    return text.format(**numbers, quality=_(lack.quality)) + kept
