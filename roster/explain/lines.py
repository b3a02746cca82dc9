"""An explanation as lines on the screen."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from roster.explain.by_kind import NoCure
from roster.explain.candidate import KINDS
from roster.explain.changes import Change
from roster.explain.cures import Cure
from roster.explain.explained import Explanation
from roster.explain.prices import alike, cost_text, price_text
from roster.explain.reasons import Reason
from roster.explain.told import ToldClash, ToldShortfall
from roster.explain.whom import same_for
from roster.i18n import N_, _
from roster.io import texts
from roster.io.lack_lines import lack_lines
from roster.io.missing_lines import missing_line, times
from roster.rules.shared.words import on_date

LEAST_TOLD = 0.5
"""Seconds below which is not said how long something was tried."""


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
    for tier in explanation.outcome.tiers if explanation.outcome else ():
        if tier.short:
            yield _("priority {priority}: {short} short in all, at least {bound} proved unavoidable").format(
                priority=tier.priority, short=tier.short, bound=tier.bound
            )
    reasons: dict[object, list[ToldShortfall]] = {}
    for short in explanation.shortfalls:
        reasons.setdefault(_reason(short, explanation), []).append(short)
    for same in reasons.values():
        yield from _shortfalls(same, explanation)
        shown: set[tuple[Change, ...]] = set()
        for short in same:
            cures = tuple(cure for cure in short.cures if cure.candidate.changes not in shown)
            shown |= {cure.candidate.changes for cure in cures}
            about = "" if short is same[0] else _what(short, explanation)
            yield from _cures(cures, short.missing, numbers, about) if cures or short.missing else ()


def _reason(short: ToldShortfall, explanation: Explanation) -> object:
    """What shortfalls have in common that are told together: one reason, or reasons that differ by their date alone."""
    said, day = short.reason.said, short.shortfall.day
    if day is None or short.shortfall.unit is None or not said:
        return id(short) if short.reason.key is None else short.reason.key
    own = on_date(day, explanation.case.problem)
    return short.shortfall.priority, _what(short, explanation).replace(own, ""), said[0].replace(own, ""), said[1:]


def _heading(told: ToldClash, further: bool) -> str:
    """What is known of a clash: that it is one, and whether each line was seen to be needed."""
    if len(told.clash.members) == 1:
        return _("and by itself neither can this:") if further else _("this cannot hold by itself:")
    if not told.clash.smallest:
        if further:
            return _("and by themselves neither can these, not yet shortened (lines left: {count}):")
        return _("these cannot all hold, not yet shortened (lines left: {count}):")
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


def _shortfalls(same: Sequence[ToldShortfall], explanation: Explanation) -> Iterator[str]:
    """Shortfalls with one and the same reason: the first one whole, of the others what they are."""
    told = same[0]
    yield _what(told, explanation)
    if told.shortfall.unit is None:
        yield from (f"  {finding.sentence}" for finding in told.findings)
    if told.heads:
        yield "  " + told.heads
    yield from (f"  {line}" for line in verdict(told))
    if told.told is not None:
        heading = _("it is forced by:")
        if not told.told.lines:
            heading = _("it cannot be met, whatever else is given up")
        elif not told.told.clash.smallest:
            heading = _("it is forced by these, not yet shortened (lines left: {count}):")
        yield from _clash(told.told, explanation, heading, indent="  ")
    if len(same) > 1:
        yield "  " + _("the same for others ({count}):").format(count=len(same) - 1)
    for line, count in Counter(_other(one, explanation) for one in same[1:]).items():
        yield "    " + times(line, count)


def _other(told: ToldShortfall, explanation: Explanation) -> str:
    """One more with the reason of another, in a line."""
    tried = verdict_tried(told.reason) if told.reason.verdict == "open" else ""
    return " ".join(filter(None, (_what(told, explanation), tried and f"({tried})")))


def _what(told: ToldShortfall, explanation: Explanation) -> str:
    """The missing crew, or what is short by itself, in a line."""
    short, problem = told.shortfall, explanation.case.problem
    if short.unit is not None:
        return missing_line(short.unit, problem)
    name = explanation.case.rulebook.spoken(short.instance.rule)
    numbers = {"priority": short.priority, "rule": name, "amount": short.amount}
    if short.day is None:
        return _("priority {priority}, {rule}: {amount} short").format(**numbers)
    return _("priority {priority}, {rule}, {date}: {amount} short").format(**numbers, date=on_date(short.day, problem))


def verdict(told: ToldShortfall) -> Iterator[str]:
    """Whether it is proved that no roster closes it, and what proves that; else what was tried."""
    reason = told.reason
    if reason.verdict == "unavoidable":
        if reason.said:
            yield _("proved unavoidable beside what else is asked for as urgently and met:")
            yield from (f"- {sentence}" for sentence in reason.said)
        else:
            yield _("proved unavoidable beside what else is asked for as urgently and met")
            if told.told is None:
                yield _("(the musts that force it were not told apart in the time given)")
    elif reason.verdict == "avoidable":
        yield _("it can be mended: a roster was found that has this and is no shorter of anything else as urgent")
    if reason.verdict == "open":
        yield _("not yet proved unavoidable; {tried}").format(tried=verdict_tried(reason))
    yield from (f"- {fact}" for fact in reason.facts)


def verdict_tried(reason: Reason) -> str:
    """What was tried without a proof, and for how long."""
    if not reason.tried:
        return _("nothing was tried, as the time was up (--time-limit)")
    ways = _(", ").join(reason.tried)
    if reason.seconds < LEAST_TOLD:
        return _("tried: {ways}").format(ways=ways)
    return _("tried, {seconds:.0f} s: {ways}").format(seconds=reason.seconds, ways=ways)


FIELDS = (N_("row"), N_("entry"), N_("header"), N_("priority"))
"""What a change is about where that is no field of a file, in words; names of fields stay as they are in the files."""


def _field(name: str) -> str:
    return _(name) if name in FIELDS else name


def _cures(
    cures: tuple[Cure, ...], missing: tuple[NoCure, ...], numbers: dict[int, int], about: str = ""
) -> Iterator[str]:
    """Each cure with what it changes, then the kinds of change that have none; `about` says of which shortfall."""
    if not cures:
        yield _("no cure of one, two or three changes was found in the time given")
    if cures:
        heading = _("what would cure it, each solved again:")
        if about:
            heading = _("also for {shortfall}, what would cure it, each solved again:").format(shortfall=about)
        yield heading
        yield from _found(cures, numbers)
    if missing:
        yield _("no cure of another kind:") if cures else _("by kind of change:")
    for why in dict.fromkeys(none.why for none in missing):
        kinds = [_(KINDS[none.kind]) for none in missing if none.why == why]
        yield _("  - {kinds}: {why}").format(kinds=_("; ").join(kinds), why=why)


def _cost(cure: Cure) -> str:
    return cost_text(cure.cost) if cure.price is None else price_text(cure.price)


def _changes(cure: Cure) -> Iterator[str]:
    """What is written where."""
    for change in cure.candidate.changes:
        yield _("     {place}, {field}: {old} -> {new}").format(
            place=change.named_place, field=_field(change.field), old=change.old or "-", new=change.new or "-"
        )


def _found(cures: tuple[Cure, ...], numbers: dict[int, int]) -> Iterator[str]:
    equal = alike([cure.cost for cure in cures])
    for cure in cures:
        yield _("  {number}. {change} ({cost})").format(
            number=numbers[id(cure)], change=cure.candidate.sentence, cost=_cost(cure)
        )
        if cure.candidate.law:
            yield _("     this breaks a law or an order: {law}").format(law=cure.candidate.law)
        yield from _changes(cure)
        for other in cure.also:
            yield _("     or {number}. {change} ({cost})").format(
                number=numbers[id(other)], change=other.candidate.sentence, cost=_cost(other)
            )
            yield from _changes(other)
    if equal:
        yield _("  (which of them is the cheapest cannot be told: their costs are not proved to differ)")
