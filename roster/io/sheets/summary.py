"""The summary: one page for the leader, which alone is printed; below it all figures and every shortfall by name."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from roster.domain.findings import Report
from roster.domain.outcome import Outcome, Planned
from roster.domain.presence import ARMED, LIT, SEEN
from roster.i18n import N_, _
from roster.io import printing, staffing, styles, texts
from roster.io.sheets import at_a_glance, rules
from roster.io.sheets.heading import put_heading
from roster.io.sheets.missing import put_missing
from roster.io.styles import Look, Value, put, put_merged, put_row
from roster.rules.shared.positions import given, standing

TITLE = N_("Summary")
WIDTHS = (12, 22, 13, 14, 22, 9, 9, 60)
LAST = len(WIDTHS)
FIRST_ROW = 4


def write(sheet: Worksheet, outcome: Outcome) -> None:
    problem = outcome.problem
    title = _("{brigade}: duty roster").format(brigade=problem.settings.name)
    put_heading(sheet, LAST, title, texts.dates(problem))
    styles.widths(sheet, WIDTHS)
    last = at_a_glance.write(sheet, FIRST_ROW, outcome, WIDTHS)
    row = _facts(sheet, last + 2, _("Result"), list(_result(outcome)))
    for line in staffing.missing_lines(outcome):
        row += 1
        put(sheet.cell(row, 1), line, styles.LINE)
    row = _facts(sheet, row + 2, _("On the street"), list(_headline(outcome)))
    if outcome.patrols.planned:
        row = _facts(sheet, row + 2, _("Patrol plan"), list(_plan(outcome.patrols.planned)))
    row = _shortfalls(sheet, row + 2, outcome)
    _scores(sheet, row + 2, outcome)
    printing.page(sheet, problem.settings.name, pages_high=1)
    sheet.print_area = f"A1:{get_column_letter(LAST)}{last}"


def _facts(sheet: Worksheet, row: int, heading: str, facts: Sequence[tuple[str, Value, Look]]) -> int:
    """A heading and a list of name and value; returns the last row."""
    put(sheet.cell(row, 1), heading, styles.SECTION)
    for name, value, look in facts:
        row += 1
        put_merged(sheet, row, 1, 2, name, styles.LABEL)
        put_merged(sheet, row, 3, 5, value, look)
    return row


def _result(outcome: Outcome) -> Iterator[tuple[str, Value, Look]]:
    broken = sum(finding.amount for finding in outcome.report.must_violations)
    short = sum(outcome.report.short.values())
    best = styles.GOOD_CENTRE if outcome.proof.status in ("optimal", "within_gap") else styles.CENTRE
    yield _("Status"), staffing.result(outcome), styles.BAD_CENTRE if staffing.nearly_empty(outcome) else best
    yield _("Musts broken"), broken, styles.BAD_CENTRE if broken else styles.GOOD_CENTRE
    yield _("Shortfalls"), short, styles.WARN_CENTRE if short else styles.GOOD_CENTRE
    yield _("Cost of open wishes"), outcome.objective, styles.CENTRE._replace(shape="#,##0")
    yield _("Proven bound"), outcome.proof.bound, styles.CENTRE._replace(shape="#,##0")
    yield _("Gap to the bound"), outcome.gap, styles.CENTRE._replace(shape="0.00%")


def _plan(planned: Planned) -> Iterator[tuple[str, Value, Look]]:
    short = sum(planned.report.short.values())
    best = styles.GOOD_CENTRE if planned.status in ("optimal", "within_gap") else styles.CENTRE
    yield _("Status"), texts.status(planned.status), best
    met, asked = planned.met
    yield (
        _("Passes and visits"),
        _("{met} of {asked} asked for").format(met=met, asked=asked),
        (styles.GOOD_CENTRE if met == asked else styles.WARN_CENTRE),
    )
    yield _("Shortfalls"), short, styles.WARN_CENTRE if short else styles.GOOD_CENTRE
    yield _("Cost of open wishes"), planned.objective, styles.CENTRE._replace(shape="#,##0")
    if planned.status == "kept":
        return
    bound = _("Proven bound beside crews kept") if planned.status == "replanned" else _("Proven bound")
    yield bound, planned.bound, styles.CENTRE._replace(shape="#,##0")
    yield _("Gap to the bound"), planned.gap, styles.CENTRE._replace(shape="0.00%")


def _headline(outcome: Outcome) -> Iterator[tuple[str, Value, Look]]:
    days = max(1, outcome.problem.horizon.days)
    count = styles.CENTRE._replace(shape="#,##0")
    average = _("{total} ({average:.1f} a day)")
    yield (
        _("Person-shifts (leaders not counted)"),
        average.format(total=outcome.person_shifts, average=outcome.person_shifts / days),
        count,
    )
    yield (
        _("Vehicle-shifts (a vehicle on a date)"),
        average.format(total=outcome.vehicle_shifts, average=outcome.vehicle_shifts / days),
        count,
    )
    yield from _presence(outcome)


def _presence(outcome: Outcome) -> Iterator[tuple[str, Value, Look]]:
    """In how many slots, zone by zone where each is asked for, the street sees what the rules want."""
    there = standing(outcome.roster, outcome.problem)
    for sort, name in (
        (SEEN, _("Seen by day, {hours}")),
        (LIT, _("Lit by night, {hours}")),
        (ARMED, _("Armed units, {hours}")),
    ):
        wanted = [one for one in outcome.policy.presence if one.sort == sort]
        met = sum(given(one, there.get(slot, ())) >= one.asked for one in wanted for slot in one.slots)
        total = sum(len(one.slots) for one in wanted)
        if total:
            hours = _(", ").join(dict.fromkeys(str(one.hours) if one.hours else _("every hour") for one in wanted))
            zones = all(one.place for one in wanted)
            text = (
                _("{share:.1%} ({met} of {wanted} by zone and slot)")
                if zones
                else _("{share:.1%} ({met} of {wanted} by slot)")
            )
            good = styles.GOOD_CENTRE if met == total else styles.WARN_CENTRE
            yield name.format(hours=hours), text.format(share=met / total, met=met, wanted=total), good


def _shortfalls(sheet: Worksheet, row: int, outcome: Outcome) -> int:
    put(sheet.cell(row, 1), _("Shortfalls by priority"), styles.SECTION)
    for tier in outcome.open_tiers:
        row += 1
        put_merged(sheet, row, 1, 2, _("Priority {priority}").format(priority=tier.priority), styles.LABEL)
        text = _("{short} short; {bound} proven unavoidable").format(short=tier.short, bound=tier.bound)
        put_merged(sheet, row, 3, 5, text, styles.WARN_CENTRE if tier.short else styles.GOOD_CENTRE)
    row += 1
    if not outcome.report.open:
        put(sheet.cell(row, 1), _("No shortfall: everything asked for is met."), styles.LINE)
        if not outcome.report.unmeetable:
            return row
        row += 1
    return put_missing(sheet, row, outcome, WIDTHS)


def _scores(sheet: Worksheet, row: int, outcome: Outcome) -> None:
    """Rules with anything to say, dearest first."""
    put(sheet.cell(row, 1), _("Scores by rule"), styles.SECTION)
    told = [
        line
        for line in outcome.policy.rules
        if not line.of_plan or (outcome.patrols.planned and line.rule != rules.SECRET)
    ]
    entries = {line.name: line for line in told}
    unlisted = {line.name for line in outcome.policy.rules} - entries.keys()
    scores = Report(tuple(f for f in outcome.findings if f.rule not in unlisted)).by_rule()
    kept = sum(line.name not in scores and not line.idle for line in told)
    idle = sum(line.name not in scores and line.idle for line in told)
    text = _("Rules kept in full: {kept} of {all}.")
    if idle:
        text = _("Rules kept in full: {kept} of {all}; rules with nothing to bind here: {idle}.")
    row += 1
    put(
        sheet.cell(row, 1),
        text.format(kept=kept, all=len(entries), idle=idle),
        styles.LINE,
    )
    if not scores:
        return
    row += 1
    put_merged(sheet, row, 1, 2, _("Rule"), styles.HEADER)
    put_row(sheet, row, (_("Binding"), _("Findings"), _("Amount")), styles.HEADER, first=3)
    put_merged(sheet, row, 6, 7, _("Cost"), styles.HEADER)
    put(sheet.cell(row, 8), _("Policy"), styles.HEADER)
    for name in sorted(scores, key=lambda rule: rules.order_of(entries.get(rule))):
        count, amount, cost = scores[name]
        line = entries.get(name)
        row += 1
        called = outcome.name_of(name)
        put_merged(sheet, row, 1, 2, called, styles.STRONG)
        put(sheet.cell(row, 3), rules.binding(line), styles.CENTRE)
        put(sheet.cell(row, 4), count, styles.WHOLE)
        shown = _("{unit}: {amount}").format(unit=line.unit, amount=amount) if line and line.unit else str(amount)
        put(sheet.cell(row, 5), shown, styles.CENTRE)
        put_merged(sheet, row, 6, 7, cost, styles.CENTRE._replace(shape="#,##0"))
        policy = line.policy if line else ""
        put(sheet.cell(row, 8), policy, styles.TEXT)
        styles.fit_height(sheet, row, {22.0: shown, 34.0: called, 60.0: policy})
