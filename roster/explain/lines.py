"""An explanation as lines on the screen."""

from __future__ import annotations

from collections.abc import Iterator

from roster.explain.by_kind import NoCure
from roster.explain.candidate import KINDS
from roster.explain.cures import Cure
from roster.explain.explained import Explanation, ToldClash, ToldShortfall
from roster.explain.prices import alike, cost_text, price_text
from roster.explain.whom import same_for
from roster.i18n import N_, _
from roster.io import texts
from roster.io.lack_lines import lack_lines
from roster.rules.words import on_date
from roster.search.explain.instances import Instance


def lines(explanation: Explanation) -> Iterator[str]:
    """The clash and its cures, or each shortfall with what binds; cures are numbered through."""
    problem = explanation.case.problem
    numbers = {id(cure): number for number, cure in enumerate(explanation.every_cure(), start=1)}
    yield f"{problem.settings.name}, {texts.dates(problem)}"
    yield from lack_lines(explanation.lacks, problem, explanation.case.rulebook)
    for position, told in enumerate(explanation.clashes):
        yield from _clash(told, explanation, _heading(told, further=position > 0))
    if explanation.clashes:
        yield from _cures(explanation.cures, explanation.missing, numbers)
        return
    if not explanation.shortfalls:
        yield _("the musts can all hold, and nothing is short")
        return
    yield _("the musts can all hold; what is short, and why:")
    headings: dict[tuple[Instance, ...], str] = {}
    for short in explanation.shortfalls:
        yield from _shortfall(short, explanation, headings)
        yield from _cures(short.cures, short.missing, numbers) if short.cures or short.missing else ()


def _heading(told: ToldClash, further: bool) -> str:
    """What is known of a clash: that it is one, and whether each line was seen to be needed."""
    if len(told.clash.members) == 1:
        return _("and by itself neither can this:") if further else _("this cannot hold by itself:")
    if not told.clash.smallest:
        if further:
            return _("and by themselves neither can these, not yet shortened ({count} lines left):")
        return _("these cannot all hold, not yet shortened ({count} lines left):")
    if further:
        return _("and by themselves neither can these; without any one of them that clash is gone:")
    return _("these cannot all hold; without any one of them this clash is gone:")


def _clash(told: ToldClash, explanation: Explanation, heading: str, indent: str = "") -> Iterator[str]:
    """A heading and the lines under it, of which there is one at least."""
    yield indent + heading.format(count=len(told.lines))
    for line in told.lines:
        yield from line.printed(explanation.case.problem)
    same = same_for(told.clash, explanation.case.problem)
    if same:
        yield "  " + same
    if not told.clash.named:
        yield "  " + _("(which tables and past duties belong to it was not settled: the time was up)")


def _shortfall(told: ToldShortfall, explanation: Explanation, known: dict[tuple[Instance, ...], str]) -> Iterator[str]:
    """A shortfall and what forces it; `known` are the headings of earlier ones by what forces them."""
    short, problem = told.shortfall, explanation.case.problem
    name = explanation.case.rulebook.spoken(short.instance.rule)
    numbers = {"priority": short.priority, "rule": name, "amount": short.amount}
    if short.day is None:
        heading = _("priority {priority}, {rule}: {amount} short").format(**numbers)
    else:
        heading = _("priority {priority}, {rule}, {date}: {amount} short").format(
            **numbers, date=on_date(short.day, problem)
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
    heading = _("it is forced by:")
    if not told.told.lines:
        heading = _("it cannot be met, whatever else is given up")
    elif not told.told.clash.smallest:
        heading = _("it is forced by these, not yet shortened ({count} lines left):")
    yield from _clash(told.told, explanation, heading, indent="  ")


FIELDS = (N_("row"), N_("entry"), N_("header"), N_("priority"))
"""What a change is about where that is no field of a file, in words; names of fields stay as they are in the files."""


def _field(name: str) -> str:
    return _(name) if name in FIELDS else name


def _cures(cures: tuple[Cure, ...], missing: tuple[NoCure, ...], numbers: dict[int, int]) -> Iterator[str]:
    """Each cure with what it changes, then the kinds of change that have none."""
    if not cures:
        yield _("no cure of one, two or three changes was found in the time given")
    yield from _found(cures, numbers) if cures else ()
    if missing:
        yield _("no cure of another kind:") if cures else _("by kind of change:")
    for why in dict.fromkeys(none.why for none in missing):
        kinds = [_(KINDS[none.kind]) for none in missing if none.why == why]
        yield _("  - {kinds}: {why}").format(kinds=_("; ").join(kinds), why=why)


def _found(cures: tuple[Cure, ...], numbers: dict[int, int]) -> Iterator[str]:
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
                place=change.place, field=_field(change.field), old=change.old or "-", new=change.new or "-"
            )
    if equal:
        yield _("  (which of them is the cheapest cannot be told: their costs are not proved to differ)")
