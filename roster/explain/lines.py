"""An explanation as lines on the screen."""

from __future__ import annotations

from collections.abc import Iterator

from roster.explain.cures import Cure
from roster.explain.explained import Explanation, ToldClash, ToldShortfall
from roster.explain.prices import alike, cost_text, price_text
from roster.i18n import _
from roster.io import texts
from roster.io.lack_lines import lack_lines
from roster.rules.words import on_date
from roster.search.explain.instances import Instance


def lines(explanation: Explanation) -> Iterator[str]:
    """The clash and its cures, or each shortfall with what binds; cures are numbered through."""
    problem = explanation.case.problem
    numbers = {id(cure): number for number, cure in enumerate(explanation.every_cure(), start=1)}
    yield f"{problem.settings.name}, {texts.dates(problem)}"
    yield from lack_lines(explanation.lacks, problem)
    for position, told in enumerate(explanation.clashes):
        yield (
            _("these cannot all hold; without any one of them they can:")
            if position == 0
            else _("and by themselves neither can these:")
        )
        yield from _clash(told, explanation)
    if explanation.clashes:
        yield from _cures(explanation.cures, numbers, explanation)
        return
    if not explanation.shortfalls:
        yield _("the musts can all hold, and nothing is short")
        return
    yield _("the musts can all hold; what is short, and why:")
    headings: dict[tuple[Instance, ...], str] = {}
    for short in explanation.shortfalls:
        yield from _shortfall(short, explanation, headings)
        yield from _cures(short.cures, numbers, explanation) if short.cures else ()


def _clash(told: ToldClash, explanation: Explanation) -> Iterator[str]:
    for line in told.lines:
        yield "  - " + line.text(explanation.case.problem)
    if not told.clash.proved:
        yield "  " + _("(the time was too short to prove that each of them is needed)")


def _shortfall(told: ToldShortfall, explanation: Explanation, known: dict[tuple[Instance, ...], str]) -> Iterator[str]:
    """A shortfall and what forces it; `known` are the headings of earlier ones by what forces them."""
    short, problem = told.shortfall, explanation.case.problem
    day = on_date(short.day, problem) if short.day is not None else ""
    heading = _("priority {priority}, {rule}, {date}: {amount} short").format(
        priority=short.priority, rule=short.instance.rule, date=day, amount=short.amount
    )
    yield heading
    for finding in told.findings:
        yield "  " + finding.sentence
    if told.heads:
        yield "  " + told.heads
    if told.told is None:
        if told.looked_at:
            yield "  " + _("no reason was found in the time given: a longer search may close it")
        else:
            yield "  " + _("not looked at: the time was up (--time-limit)")
        return
    same = known.setdefault(told.told.clash.members, heading)
    if same is not heading:
        yield "  " + _("it is forced by the same as: {shortfall}").format(shortfall=same)
        return
    yield "  " + _("it is forced by:")
    yield from _clash(told.told, explanation)


def _cures(cures: tuple[Cure, ...], numbers: dict[int, int], explanation: Explanation) -> Iterator[str]:
    if not cures:
        yield _("no cure of one, two or three changes was found in the time given")
        return
    yield _("what would cure it, each solved again:")
    equal = alike([cure.cost for cure in cures])
    for cure in cures:
        told = cost_text(cure.cost) if cure.price is None else price_text(cure.price)
        yield _("  {number}. {change} ({cost})").format(
            number=numbers[id(cure)], change=cure.candidate.sentence, cost=told
        )
        if cure.candidate.law:
            yield _("     this breaks what is asked for from outside: {law}").format(law=cure.candidate.law)
        for change in cure.candidate.changes:
            yield _("     {place}, {field}: {old} -> {new}").format(
                place=change.place, field=change.field, old=change.old or "-", new=change.new or "-"
            )
    if equal:
        yield _("  (which of them is the cheapest cannot be told: their costs are not proved to differ)")
