"""The changes since a roster was published: before and after, why, who must be told; and what they do to the score."""

from __future__ import annotations

from collections.abc import Iterator

from openpyxl.worksheet.worksheet import Worksheet

from roster.domain.clock import MINUTES_A_DAY
from roster.domain.letters import shift_text
from roster.domain.outcome import Outcome, RuleLine
from roster.domain.problem import Problem
from roster.domain.repair import Change, Repair, Undone, UnitChange
from roster.i18n import N_, _
from roster.io import codes, printing, styles, texts
from roster.io.sheets import rules
from roster.io.sheets.heading import put_heading
from roster.io.styles import Value, put, put_merged, put_row
from roster.rules.shared.words import on_date, person

TITLE = N_("Changes")
WIDTHS = (13, 9, 9, 15, 9, 10, 10, 15, 15, 52, 30)
LAST = len(WIDTHS)
FIRST_ROW = 4


def write(sheet: Worksheet, outcome: Outcome) -> None:
    repair = outcome.amendment.repair
    if repair is None:
        return
    problem = outcome.problem
    title = _("{brigade}: changes to the published roster").format(brigade=problem.settings.name)
    put_heading(sheet, LAST, title, texts.dates(problem))
    row = FIRST_ROW
    for line in summary_lines(repair, problem):
        put_merged(sheet, row, 1, LAST, line, styles.LINE)
        row += 1
    row = _people(sheet, row + 1, repair, outcome)
    row = _units(sheet, row + 2, repair, outcome)
    row = _acknowledged(sheet, row + 2, outcome)
    _scores(sheet, row + 2, repair, outcome)
    styles.widths(sheet, WIDTHS)
    printing.page(sheet, problem.settings.name)


def summary_lines(repair: Repair, problem: Problem) -> list[str]:
    """How many people and duties change, how few are proved to be possible, whom it burdens, and edits undone."""
    lines = [
        _("people disturbed: {people}, proven at least {bound}").format(
            people=repair.people, bound=repair.people_bound
        ),
        _("duties changed: {duties}, proven at least {bound}").format(duties=repair.duties, bound=repair.duties_bound)
        if repair.people == repair.people_bound
        else _("duties changed: {duties}; how few are possible is not proven").format(duties=repair.duties),
    ]
    lines += _handed(repair, problem)
    lines += _burden(repair, problem)
    lines += [undone_text(undone) for undone in repair.edits_undone]
    if repair.edits_undone and not repair.undone_proved:
        lines.append(_("that no more of the hand edits can be kept is not proven: more time may keep more"))
    return lines


def _handed(repair: Repair, problem: Problem) -> Iterator[str]:
    """What was handed over to whom, and each duty that does not fit, with its reason."""
    for pair in dict.fromkeys((one.leaves, one.takes) for one in repair.handed):
        duties = [one for one in repair.handed if (one.leaves, one.takes) == pair]
        leaves, takes = (person(officer, problem) for officer in pair)
        yield _("duties handed over from {leaves} to {takes}: {done} of {all}").format(
            leaves=leaves, takes=takes, done=sum(not one.why_not for one in duties), all=len(duties)
        )
        for one in duties:
            if one.why_not:
                yield _("not handed over: {shift} on {date}: {why}").format(
                    shift=shift_text(one.shift, problem), date=on_date(one.day, problem), why=one.why_not
                )


def _burden(repair: Repair, problem: Problem) -> Iterator[str]:
    """Who is called in, whose week changes more than once, and how soon."""
    burden = repair.burden
    if not repair.duties:
        return
    yield _("recalls from a day off: {recalls}, on the first day after sick leave: {back}").format(
        recalls=burden.recalls, back=burden.first_days_back
    )
    yield _("people whose week changes twice or more: {twice}").format(twice=burden.twice)
    if burden.short_notice is not None and burden.told is not None:
        day, minute = divmod(burden.told, MINUTES_A_DAY)
        moment = f"{on_date(day, problem)} {minute // 60:02d}:{minute % 60:02d}"
        yield _("at short notice, within 24 hours of {moment}: {number}").format(
            moment=moment, number=burden.short_notice
        )


def undone_text(undone: Undone) -> str:
    """A hand edit that is not kept: its cell, why, and whether there is a way to keep it."""
    if undone.in_part:
        text = _("the hand edit in {cell} is kept in part only: {why}")
    else:
        text = _("the hand edit in {cell} is not kept: {why}")
    if undone.keepable:
        text = _("{text}; --keep-edits keeps it").format(text=text)
    return text.format(cell=undone.cell, why=undone.why)


def _people(sheet: Worksheet, row: int, repair: Repair, outcome: Outcome) -> int:
    problem, names = outcome.problem, texts.names(outcome.problem)
    put(sheet.cell(row, 1), _("Who changes, the most urgent first"), styles.SECTION)
    row += 1
    headings = (
        _("Date"),
        _("Weekday"),
        _("Starts"),
        _("Name"),
        _("ID"),
        _("Before"),
        _("After"),
        _("Crew before"),
        _("Crew after"),
        _("Why"),
        _("To be told"),
    )
    put_row(sheet, row, headings, styles.HEADER)
    for change in repair.changes:
        row += 1
        told = _(", ").join(names.get(officer, officer) for officer in change.tell)
        values: tuple[Value, ...] = (
            problem.date(change.day),
            texts.weekday(change.day, problem),
            starts(change, outcome),
            names.get(change.officer, change.officer),
            change.officer,
            shown(change.before, outcome),
            shown(change.after, outcome),
            change.before_unit,
            change.after_unit,
            change.why,
            told,
        )
        looks = (styles.DATE, *[styles.CENTRE] * 2, styles.STRONG, *[styles.CENTRE] * 5, styles.TEXT, styles.TEXT)
        for column, (value, look) in enumerate(zip(values, looks, strict=True), start=1):
            put(sheet.cell(row, column), value, look)
        styles.fit_height(sheet, row, [(WIDTHS[9], change.why), (WIDTHS[10], told)])
    if not repair.changes:
        row += 1
        put_merged(sheet, row, 1, LAST, _("Nobody's duties change."), styles.CENTRE)
    return row


def starts(change: Change, outcome: Outcome) -> str:
    """When the first duty concerned begins."""
    shifts = outcome.problem.shift
    found = [shifts[code] for code in (*change.before.split("/"), *change.after.split("/")) if code in shifts]
    first = min(found, key=lambda shift: shift.hours.start, default=None)
    return str(first.hours).partition("-")[0] if first else ""


def shown(shift: str, outcome: Outcome) -> str:
    """Shifts as the grid shows them."""
    parts = [shift_text(code, outcome.problem) for code in shift.split("/") if code]
    return "/".join(parts) or codes.rest_text()


def _units(sheet: Worksheet, row: int, repair: Repair, outcome: Outcome) -> int:
    put(sheet.cell(row, 1), _("Crews with another vehicle or at other places"), styles.SECTION)
    row += 1
    put_row(sheet, row, (_("Date"), _("Weekday"), _("Shift")), styles.HEADER)
    put_merged(sheet, row, 4, 5, _("Crew"), styles.HEADER)
    put_merged(sheet, row, 6, 8, _("Before"), styles.HEADER)
    put_merged(sheet, row, 9, 10, _("After"), styles.HEADER)
    put(sheet.cell(row, 11), _("To be told"), styles.HEADER)
    for change in repair.units:
        row += 1
        _unit(sheet, row, change, outcome)
    if not repair.units:
        row += 1
        put_merged(sheet, row, 1, LAST, _("None."), styles.CENTRE)
    return row


def _unit(sheet: Worksheet, row: int, change: UnitChange, outcome: Outcome) -> None:
    problem, names = outcome.problem, texts.names(outcome.problem)
    put(sheet.cell(row, 1), problem.date(change.day), styles.DATE)
    put(sheet.cell(row, 2), texts.weekday(change.day, problem), styles.CENTRE)
    put(sheet.cell(row, 3), shift_text(change.shift, problem), styles.CENTRE)
    put_merged(sheet, row, 4, 5, change.unit, styles.CENTRE)
    put_merged(sheet, row, 6, 8, change.before, styles.CENTRE)
    put_merged(sheet, row, 9, 10, change.after, styles.CENTRE)
    told = _(", ").join(names.get(officer, officer) for officer in change.tell)
    put(sheet.cell(row, 11), told, styles.TEXT)
    styles.fit_height(sheet, row, [(WIDTHS[10], told)])


def _acknowledged(sheet: Worksheet, row: int, outcome: Outcome) -> int:
    if not outcome.amendment.acknowledged:
        return row - 2
    put(sheet.cell(row, 1), _("Musts that hand edits break, kept all the same"), styles.SECTION)
    for exception in outcome.amendment.acknowledged:
        row += 1
        put_merged(sheet, row, 1, LAST, rules.acknowledged_text(exception), styles.TEXT)
    return row


def _scores(sheet: Worksheet, row: int, repair: Repair, outcome: Outcome) -> None:
    """Amount and cost of every rule that has anything to say, before and after."""
    now = outcome.report.by_rule()
    lines: dict[str, RuleLine] = {line.name: line for line in outcome.policy.rules}
    put(sheet.cell(row, 1), _("Score by rule, as published and now"), styles.SECTION)
    row += 1
    put_merged(sheet, row, 1, 3, _("Rule"), styles.HEADER)
    put(sheet.cell(row, 4), _("Binding"), styles.HEADER)
    headings = (_("Amount before"), _("Amount after"), _("Cost before"), _("Cost after"), _("Difference"))
    put_row(sheet, row, headings, styles.HEADER, first=5)
    sheet.row_dimensions[row].height = 2 * styles.POINTS_A_LINE + 4
    names = sorted(repair.before.keys() | now.keys(), key=lambda name: rules.order_of(lines.get(name)))
    for name in names:
        row += 1
        was, are = repair.before.get(name, (0, 0, 0)), now.get(name, (0, 0, 0))
        put_merged(sheet, row, 1, 3, outcome.name_of(name), styles.STRONG)
        put(sheet.cell(row, 4), rules.binding(lines.get(name)), styles.CENTRE)
        put_row(sheet, row, (was[1], are[1], was[2], are[2], are[2] - was[2]), styles.WHOLE, first=5)
