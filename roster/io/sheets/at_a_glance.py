"""What a leader reads in a minute: may this be signed, what is missing, who carries most, what changed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import zip_longest
from statistics import mean

from openpyxl.worksheet.worksheet import Worksheet

from roster.domain.outcome import Outcome
from roster.domain.people import Duty
from roster.domain.week import DAYS_A_WEEK
from roster.i18n import _
from roster.io import missing_lines, staffing, styles, texts
from roster.io.amounts import short_text
from roster.io.sheets import fairness
from roster.io.styles import Look, put, put_merged

LEFT, RIGHT = (1, 5), (6, 8)
"""Columns of the two halves: what is missing; who carries most and what changed."""
MOST_MISSING, MOST_BROKEN, MOST_PEOPLE, MOST_NAMES = 8, 4, 3, 8
VERDICT = styles.GOOD_CENTRE._replace(bold=True, size=14)
BODY = styles.TEXT._replace(boxed=False)
HEADING = styles.SECTION
Line = tuple[str, Look]


def write(sheet: Worksheet, row: int, outcome: Outcome, widths: Sequence[float]) -> int:
    """Write the page from a row on; returns its last row."""
    last = RIGHT[1]
    verdict, fill = _verdict(outcome)
    put_merged(sheet, row, 1, last, verdict, VERDICT._replace(fill=fill))
    sheet.row_dimensions[row].height = 28
    row += 1
    for line in _how_good(outcome):
        put_merged(sheet, row, 1, last, line, styles.CENTRE._replace(boxed=False))
        styles.fit_height(sheet, row, [(sum(widths), line)])
        row += 1
    left = [(_("What is missing"), HEADING), *((line, BODY) for line in _missing(outcome))]
    right = [
        (_("Who carries most"), HEADING),
        *((line, BODY) for line in _carried(outcome)),
        ("", BODY),
        (_("What changed since last week"), HEADING),
        *((line, BODY) for line in _changed(outcome)),
    ]
    nothing: Line = ("", BODY)
    for one, other in zip_longest(left, right, fillvalue=nothing):
        row += 1
        fitting = []
        for (first, final), (text, look) in ((LEFT, one), (RIGHT, other)):
            put_merged(sheet, row, first, final, text, look)
            fitting.append((sum(widths[first - 1 : final]), text))
        styles.fit_height(sheet, row, fitting)
    row += 2
    for index, line in enumerate(texts.signatures()):
        put(sheet.cell(row, (1, 4, 8)[index]), line, styles.LINE)
    return row


def look_at(outcome: Outcome) -> Iterator[str]:
    """The page in some ten lines, for a screen that has told how good the roster is and what is missing."""
    yield _verdict(outcome)[0]
    yield from _carried(outcome)
    yield from _changed(outcome)


def _verdict(outcome: Outcome) -> tuple[str, str]:
    """Whether the roster may be signed, and the colour that says so."""
    kept = {exception.spot for exception in outcome.amendment.acknowledged}
    broken = [finding for finding in outcome.report.must_violations if finding.spot not in kept]
    if broken:
        return _("Do not sign: musts are broken ({count}).").format(count=len(broken)), styles.BAD
    if staffing.nearly_empty(outcome):
        share = staffing.share(outcome) or 0.0
        return _("Do not sign: only {share:.0%} of what is asked for is staffed.").format(share=share), styles.BAD
    acknowledged = len(outcome.report.must_violations)
    if acknowledged:
        text = _("May be signed by who answers for it: musts are broken by consent ({count}); see the sheet Rules.")
        return text.format(count=acknowledged), styles.WARN
    if outcome.report.open:
        return _("May be signed with what is missing: every must is kept, not all that is asked for."), styles.WARN
    if outcome.patrols.planned and outcome.patrols.planned.report.open:
        return _("May be signed: all crews that are asked for are there; the patrol plan lacks something."), styles.WARN
    if outcome.report.unmeetable:
        text = _(
            "May be signed: every must is kept, and all is there that a roster of this brigade can give; "
            "entries that ask for more: {count}."
        )
        return text.format(count=len(outcome.report.unmeetable)), styles.GOOD
    return _("May be signed: every must is kept, and all that is asked for is there."), styles.GOOD


def _how_good(outcome: Outcome) -> Iterator[str]:
    """One line on the roster, one on its patrol plan."""
    text = _("Roster: {status}; open wishes cost {objective}, at least {bound} whatever is done (gap {gap:.1%}).")
    yield text.format(
        status=staffing.result(outcome), objective=outcome.objective, bound=outcome.proof.bound, gap=outcome.gap
    )
    planned = outcome.patrols.planned
    if planned:
        met, asked = planned.met
        short = len(planned.report.open)
        text = _("Patrol plan: passes and visits made: {met} of {asked}; rows short: {short}; {status}.")
        yield text.format(status=texts.status(planned.status), met=met, asked=asked, short=short)
    elif outcome.problem.has_map:
        yield outcome.patrols.unplanned.message if outcome.patrols.unplanned else _("No patrol plan was made.")


def _missing(outcome: Outcome) -> Iterator[str]:
    """Musts that are broken, kinds that never run, missing crews and what else is short: the first of each."""
    broken = [finding.sentence for finding in outcome.report.must_violations]
    yield from broken[:MOST_BROKEN]
    found = missing_lines.account(outcome)
    lines = [*staffing.missing_lines(outcome)]
    lines += [missing_lines.missing_line(unit, outcome.problem) for unit in found.units]
    lines += [finding.sentence for finding in found.alone]
    if outcome.patrols.planned and outcome.patrols.planned.report.open:
        short = short_text(outcome.patrols.planned.report.open, outcome.policy.rules)
        lines.append(_("patrol plan: {short}; see the sheet Patrol plan").format(short=short))
    yield from lines[:MOST_MISSING]
    more = max(0, len(broken) - MOST_BROKEN) + max(0, len(lines) - MOST_MISSING)
    if more:
        yield _("and {number} more, below this page").format(number=more)
    if not broken and not lines:
        yield _("Nothing.")
    yield from (missing_lines.unmeetable_line(finding, outcome) for finding in found.unmeetable)


def _carried(outcome: Outcome) -> Iterator[str]:
    """Who on the line has the most hours, nights and weekends, with the mean of those who have any."""
    problem = outcome.problem
    table = fairness.counts(outcome)
    line = {duty.officer for duty in outcome.roster.work() if problem.shift[duty.shift].line}
    table = table[table.index.isin(line)]
    names = texts.names(problem)
    for column, most, alike in (
        ("hours", _("Hours: {people}; the mean is {mean:.1f}"), _("Hours: {value:g} each")),
        ("nights", _("Nights: {people}; the mean is {mean:.1f}"), _("Nights: {value:g} each")),
        (
            "all_nights",
            _("Nights with history: {people}; the mean is {mean:.1f}"),
            _("Nights with history: {value:g} each"),
        ),
        ("weekends", _("Weekends: {people}; the mean is {mean:.1f}"), _("Weekends: {value:g} each")),
    ):
        counts = [(names[str(officer)], float(count)) for officer, count in table[column].items() if count > 0]
        if counts:
            yield most_text(counts, most, alike)
    if table.empty:
        yield _("Nobody is on duty.")


def most_text(counts: Sequence[tuple[str, float]], most: str, alike: str) -> str:
    """Those with the highest counts and the mean, in the words `most`; `alike` where everybody has as much."""
    ranked = sorted(counts, key=lambda pair: -pair[1])
    values = [count for _name, count in ranked]
    if len(values) > 1 and values[0] == values[-1]:
        return alike.format(value=values[0])
    shown = [f"{name} {count:g}" for name, count in ranked[:MOST_PEOPLE]]
    if as_many := values[MOST_PEOPLE:].count(values[:MOST_PEOPLE][-1]):
        shown.append(_("{number} more with as many").format(number=as_many))
    return most.format(people=_(", ").join(shown), mean=mean(values))


def _changed(outcome: Outcome) -> Iterator[str]:
    """Duties, nights and people of the week before the first date, beside those of now (a week of several)."""
    problem = outcome.problem
    before = [duty for duty in problem.history if -DAYS_A_WEEK <= duty.day < 0]
    if not before:
        yield _("The week before is not known.")
        return
    weeks = max(1.0, problem.horizon.days / DAYS_A_WEEK)
    now = [duty for line in problem.lines_of_work(outcome.roster).values() for duty in line.values() if duty.day >= 0]
    yield _("Duties: {now:.0f}; last week {before}").format(now=len(now) / weeks, before=len(before))
    nights = sum(duty.night for duty in now) / weeks, sum(duty.night for duty in before)
    yield _("Night duties: {now:.0f}; last week {before}").format(now=nights[0], before=nights[1])
    yield from _come_and_gone(before, now, outcome)


def _come_and_gone(before: Sequence[Duty], now: Sequence[Duty], outcome: Outcome) -> Iterator[str]:
    names = texts.names(outcome.problem)
    was, working = {duty.officer for duty in before}, {duty.officer for duty in now}
    for officers, text in (
        ([o for o in names if o in was - working], _("Off all the time, on duty last week: {people}")),
        ([o for o in names if o in working - was], _("On duty, off all of last week: {people}")),
    ):
        shown = [names[officer] for officer in officers[:MOST_NAMES]]
        if len(officers) > MOST_NAMES:
            shown.append(_("{number} more").format(number=len(officers) - MOST_NAMES))
        if shown:
            yield text.format(people=_(", ").join(shown))
