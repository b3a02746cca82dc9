"""Which musts clash, or what is short and why: lines and JSON; its cures are told by `cures`."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from roster.domain.findings import Tier
from roster.domain.problem import Problem
from roster.explain.explanation import Explanation
from roster.explain.explanation_parts import ExplainedClash, ExplainedShortfall, by_reason, what
from roster.explain.reasons import Reason
from roster.explain.whom import same_for
from roster.explain.words import Line
from roster.i18n import _
from roster.io import texts
from roster.io.deficit_lines import deficit_lines, sentence
from roster.io.missing_lines import times
from roster.io.nature_lines import nature_lines
from roster.report import Json, cures
from roster.report.missing import missing_unit_json

LEAST_TOLD = 0.5
"""Seconds below which is not said how long something was tried."""


def lines(explanation: Explanation) -> Iterator[str]:
    """The clash and its cures, or each shortfall with what binds; cures are numbered through.

    Of an explanation that is not whole yet its first lines, which stay as they are.
    """
    problem = explanation.case.problem
    numbers = {id(cure): number for number, cure in enumerate(explanation.every_cure(), start=1)}
    yield f"{problem.settings.name}, {texts.dates(problem)}"
    yield from deficit_lines(explanation.deficits, problem, explanation.case.rulebook, lacks=explanation.lacks)
    for position, told in enumerate(explanation.clashes):
        yield from _clash(told, explanation, _heading(told, further=position > 0))
    if explanation.clashes and explanation.whole:
        yield from cures.lines(explanation.cures, explanation.missing, numbers)
    if explanation.outcome is None:
        return
    if not explanation.shortfalls and not any(tier.short for tier in explanation.outcome.proof.tiers):
        if explanation.whole:
            yield _("the musts can all hold, and nothing is short")
        return
    yield _("the musts can all hold; what is short, and why:")
    yield from (_priority(tier, explanation) for tier in explanation.outcome.proof.tiers if tier.short)
    for same in _together(explanation):
        yield from _shortfalls([short for _number, short in same], explanation)
        for number, short in same:
            if number >= explanation.cured and not explanation.whole:
                return
            about = "" if short is same[0][1] else _what(short, explanation)
            if short.cures or short.missing or short.shown:
                yield from cures.lines(short.cures, short.missing, numbers, about, short.shown)
    if explanation.late:
        yield _("shortfalls whose cures were not looked for, as the time was up (--time-limit): {count}").format(
            count=explanation.late
        )


def _priority(tier: Tier, explanation: Explanation) -> str:
    """What is short of a priority in all, and how much of that any roster must have, as far as it is proved."""
    least = max(explanation.least.get(tier.priority, 0), tier.bound)  # beside what is as urgent, as well met as it is
    text = _("priority {priority}: {short} short in all; how much of it any roster must have is not proved")
    if tier.bound == least > 0:
        text = _("priority {priority}: {short} short in all, at least {bound} proved unavoidable")
    elif tier.bound:
        text = _(
            "priority {priority}: {short} short in all, at least {bound} proved unavoidable, and {least} while all "
            "else that is as urgent is as well met"
        )
    elif least:
        text = _(
            "priority {priority}: {short} short in all, at least {least} proved unavoidable while all else that is as "
            "urgent is as well met"
        )
    return text.format(priority=tier.priority, short=tier.short, bound=tier.bound, least=least)


def _together(explanation: Explanation) -> Iterator[list[tuple[int, ExplainedShortfall]]]:
    """Shortfalls with one and the same reason, each with its number among all of them."""
    problem, rulebook = explanation.case.problem, explanation.case.rulebook
    reasons = by_reason(((short.shortfall, short.reason) for short in explanation.shortfalls), problem, rulebook)
    numbered = enumerate(explanation.shortfalls)
    yield from ([next(numbered) for _one in same] for same in reasons)


def _heading(told: ExplainedClash, further: bool) -> str:
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


def _clash(told: ExplainedClash, explanation: Explanation, heading: str, indent: str = "") -> Iterator[str]:
    """A heading and the lines under it, of which there is one at least."""
    yield indent + heading.format(count=len(told.lines))
    for line in told.lines:
        yield from line.printed(explanation.case.problem)
    same = same_for(told.clash, explanation.case.problem)
    if same:
        yield "  " + same
    if not told.clash.named:
        yield "  " + _("(which tables and past duties belong to it was not settled: the time was up)")


def _shortfalls(same: Sequence[ExplainedShortfall], explanation: Explanation) -> Iterator[str]:
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


def _other(told: ExplainedShortfall, explanation: Explanation) -> str:
    """One more with the reason of another, in a line."""
    what = _what(told, explanation)
    if told.reason.verdict != "open":
        return what
    return _("{shortfall} ({tried})").format(shortfall=what, tried=verdict_tried(told.reason))


def _what(told: ExplainedShortfall, explanation: Explanation) -> str:
    return what(told.shortfall, explanation.case.problem, explanation.case.rulebook)


def verdict(told: ExplainedShortfall) -> Iterator[str]:
    """Whether it is proved that no roster closes it, and what proves that; else what was tried."""
    reason = told.reason
    if told.shortfall.lack is not None:
        yield _("proved: no roster of this brigade can have that, whatever else is given up")
    elif reason.verdict == "unavoidable":
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


def as_json(explanation: Explanation) -> Json:
    """Clashes with their cures, or the shortfalls of a roster; cures are numbered as `--apply` counts them."""
    problem, outcome = explanation.case.problem, explanation.outcome
    numbers = {id(cure): number for number, cure in enumerate(explanation.every_cure(), start=1)}
    return {
        "status": "clash" if explanation.clashes else "short" if explanation.shortfalls else "in_order",
        "clashes": [_clash_json(told, problem) for told in explanation.clashes],
        "cures": [cures.as_json(cure, numbers) for cure in explanation.cures],
        "no_cure": cures.missing_json(explanation.missing),
        "tiers": {
            str(tier.priority): {"short": tier.short, "bound": tier.bound}
            for tier in (outcome.proof.tiers if outcome else ())
        },
        "shortfalls": [_shortfall_json(short, explanation, numbers) for short in explanation.shortfalls],
        "without_cures_looked_for": explanation.late,
        "objective": outcome.objective if outcome else None,
        "arithmetic": [sentence(lack, problem, explanation.case.rulebook) for lack in explanation.deficits],
        "never": list(nature_lines(explanation.lacks, problem, explanation.case.rulebook)),
        "clash_seconds": round(explanation.clash_seconds, 3),
        "seconds": round(explanation.seconds, 3),
    }


def _clash_json(told: ExplainedClash, problem: Problem) -> Json:
    return {
        "minimal": told.clash.smallest,
        "members": [
            {
                **_parts(member._asdict()),
                "dates": _dates(told.clash.days.get(member, ()), problem),
                "settled": member not in told.clash.unsettled,
            }
            for member in told.clash.members
        ],
        "lines": [_line_json(line, problem) for line in told.lines],
        "any_of": [{"officers": list(one.officers), "among": list(one.among)} for one in told.clash.alike],
    }


def _parts(member: dict[str, str]) -> Json:
    """An instance's parts; those that do not apply are null."""
    return {name: value or None for name, value in member.items()}


def _line_json(line: Line, problem: Problem) -> Json:
    return {
        "rule": line.rule or None,
        "name": line.name or None,
        "sentence": line.sentence,
        "places": list(line.places),
        "officers": list(line.officers),
        "dates": _dates(line.days, problem),
        "example": line.example or None,
    }


def _dates(days: tuple[int, ...], problem: Problem) -> list[str]:
    return [problem.date(day).isoformat() for day in days]


def _shortfall_json(told: ExplainedShortfall, explanation: Explanation, numbers: dict[int, int]) -> Json:
    short, problem, rulebook = told.shortfall, explanation.case.problem, explanation.case.rulebook
    return {
        "rule": short.instance.rule,
        "name": rulebook.spoken(short.instance.rule),
        "priority": short.priority,
        "date": problem.date(short.day).isoformat() if short.day is not None else None,
        "where": short.instance.place or short.instance.kind or short.instance.source or None,
        "short": short.amount,
        "sentences": [finding.sentence for finding in told.findings],
        "missing": missing_unit_json(short.unit, problem) if short.unit else None,
        "proved": {"unavoidable": True, "avoidable": False, "open": None}[told.reason.verdict],
        "reasons": list(told.reason.said),
        "facts": list(told.reason.facts),
        "tried": list(told.reason.tried),
        "reason_seconds": round(told.reason.seconds, 3),
        "people": told.heads or None,
        "forced_by": _clash_json(told.told, problem) if told.told else None,
        "cures": [cures.as_json(cure, numbers) for cure in told.cures],
        "cured_by": sorted(numbers[id(cure)] for cure in told.shown),
        "no_cure": cures.missing_json(told.missing),
    }
