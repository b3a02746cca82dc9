"""The patrol plan at a glance: crews x slots, coloured by mode, and what is lost if one crew is called away."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from openpyxl.utils import get_column_letter
from openpyxl.worksheet.pagebreak import Break
from openpyxl.worksheet.worksheet import Worksheet

from roster.domain.clock import MINUTES_A_DAY, clock_text
from roster.domain.ids import ShiftId
from roster.domain.itinerary import CAR, FOOT, STATIC, Stop, during
from roster.domain.letters import shift_text
from roster.domain.outcome import Outcome, Planned
from roster.domain.patrol import OnDuty
from roster.domain.problem import Facts
from roster.domain.service import Slot
from roster.i18n import N_, _, sentences
from roster.io import printing, styles, texts
from roster.io.plan_shortfalls import plan_shortfalls
from roster.io.sheets.heading import put_heading
from roster.io.styles import Colour, Look, Value, put, put_merged, put_row
from roster.plan.figures import Loss, called_away, worst_first
from roster.rules.shared.words import place

TITLE = N_("Patrol plan")
FIRST_SLOT = 4
SLOT_WIDTH, WIDTHS = 8.0, (18, 13, 14)
MODE_COLOURS = {
    STATIC: Colour("E5E7EB", styles.INK),
    CAR: Colour("A5D8FF", styles.INK),
    FOOT: Colour("B2F2BB", styles.INK),
}
SLOTS_ACROSS = 24


def write(sheet: Worksheet, outcome: Outcome) -> None:
    planned = outcome.patrols.planned
    title = _("{brigade}: patrol plan").format(brigade=outcome.problem.settings.name)
    last = FIRST_SLOT + SLOTS_ACROSS - 1
    put_heading(sheet, last, title, texts.dates(outcome.problem))
    printing.page(sheet, outcome.problem.settings.name, paper=printing.A3, title_rows="1:2")
    if planned is None:
        put(
            sheet.cell(4, 1),
            outcome.patrols.unplanned.message if outcome.patrols.unplanned else _("No patrol plan was made."),
            styles.LINE,
        )
        return
    lost = called_away(planned.plan, planned.patrol)
    row = _result(sheet, 3, outcome, planned, lost, last)
    for day in outcome.problem.horizon.range:
        if day:
            sheet.row_breaks.append(Break(row))
        slots = planned.patrol.slots_of_day.get(day, ())
        for first in range(0, len(slots), SLOTS_ACROSS):
            row = _day(sheet, row + 1, day, slots[first : first + SLOTS_ACROSS], planned, last)
        row = _losses(
            sheet, row + 1, [losses for (on, _shift), losses in lost.items() if on == day], last, outcome.problem
        )
    styles.widths(sheet, [*WIDTHS, *[SLOT_WIDTH] * (last - FIRST_SLOT + 1)])
    sheet.freeze_panes = f"{get_column_letter(FIRST_SLOT)}3"


def _result(
    sheet: Worksheet,
    row: int,
    outcome: Outcome,
    planned: Planned,
    lost: Mapping[ShiftId, Sequence[Loss]],
    last: int,
) -> int:
    short = sum(planned.report.short.values())
    text = _("{status}; shortfalls: {short}; {cost}").format(
        status=texts.status(planned.status), short=short, cost=texts.plan_cost(planned)
    )
    put_merged(sheet, row, 1, last, text, styles.WARN_CENTRE if short else styles.GOOD_CENTRE)
    for note in planned.notes:
        row += 1
        put_merged(sheet, row, 1, last, note, styles.TEXT)
    for line in plan_shortfalls(outcome):
        row += 1
        put_merged(sheet, row, 1, last, line, styles.TEXT)
    for worst in worst_first(lost)[:1]:
        row += 1
        text = _("The worst case of one crew called away: {unit} on {date}. {loss}").format(
            unit=f"{shift_text(worst.crew.shift, planned.patrol.problem)} {worst.crew.label}",
            date=planned.patrol.problem.date(worst.crew.day).isoformat(),
            loss=sentences(_loss_text(worst, planned.patrol.problem)),
        )
        put_merged(sheet, row, 1, last, text, styles.TEXT)
    row += 1
    for column, mode in enumerate((STATIC, CAR, FOOT), start=FIRST_SLOT):
        put(sheet.cell(row, column), texts.mode(mode), styles.coloured(MODE_COLOURS[mode]))
    return row


def _day(sheet: Worksheet, row: int, day: int, slots: Sequence[Slot], planned: Planned, last: int) -> int:
    """Some slots of a roster day: a row a crew, a column a slot; returns the last row."""
    patrol, problem = planned.patrol, planned.patrol.problem
    dates = dict.fromkeys(slot.calendar_day for slot in slots) or [day]
    title = _(", ").join(f"{problem.date(on)} {texts.weekday(on, problem)}" for on in dates)
    put_merged(sheet, row, 1, last, title, styles.SECTION)
    row += 1
    headings: list[Value] = [_("Unit"), _("Vehicle"), _("Zone")]
    put_row(sheet, row, [*headings, *(clock_text(slot.start % MINUTES_A_DAY) for slot in slots)], styles.HEADER)
    for crew in sorted(patrol.crews, key=lambda crew: (crew.span, crew.id)):
        own = {part.slot: part for part in crew.parts}
        if not any(slot in own for slot in slots):
            continue
        row += 1
        put(sheet.cell(row, 1), f"{shift_text(crew.id.shift, problem)} {crew.id.label}", styles.STRONG)
        put(sheet.cell(row, 2), texts.vehicle_name(crew.crew.vehicle, problem), styles.TEXT)
        zones = dict.fromkeys(own[slot].zone for slot in slots if slot in own)
        put(sheet.cell(row, 3), ", ".join(zones), styles.TEXT)
        height = 1
        for column, slot in enumerate(slots, start=FIRST_SLOT):
            if slot in own:
                text, mode = _said(crew, slot, planned)
                height = max(height, text.count("\n") + 1)
                put(sheet.cell(row, column), text, _look(mode))
        sheet.row_dimensions[row].height = styles.POINTS_A_LINE * height + 2
    return row


def _look(mode: str) -> Look:
    colour = MODE_COLOURS.get(mode, MODE_COLOURS[STATIC])
    return Look(across="center", size=8, fill=colour.fill, ink=colour.ink)


def _said(crew: OnDuty, slot: Slot, planned: Planned) -> tuple[str, str]:
    """What a crew does in a slot: the places that it sees, and what it spends most of the slot on, ways included."""
    stops = [s for s in during(planned.plan.stops.get(crew.id, ()), slot.span) if s.span.overlap(slot.span)]

    def weight(stop: Stop) -> int:
        return stop.span.overlap(slot.span)

    moving = [stop for stop in stops if stop.mode != STATIC]
    shown = moving or stops[:1]
    minutes = {mode: sum(weight(stop) for stop in stops if stop.mode == mode) for mode in (FOOT, CAR, STATIC)}
    minutes[crew.mode] += slot.span.minutes - sum(minutes.values())
    mode = max(minutes, key=lambda mode: minutes[mode])
    return "\n".join(dict.fromkeys(stop.place for stop in shown)), mode


def _losses(sheet: Worksheet, row: int, of_day: Sequence[Sequence[Loss]], last: int, facts: Facts) -> int:
    """What each shift of a date loses if one crew is called away, the worst crews of it."""
    put_merged(sheet, row, 1, last, _("If one crew is called away (the worst of each shift first)"), styles.LABEL)
    for losses in of_day:
        for loss in losses:
            row += 1
            look = styles.STRONG if loss is losses[0] else styles.TEXT
            put(sheet.cell(row, 1), f"{shift_text(loss.crew.shift, facts)} {loss.crew.label}", look)
            put_merged(sheet, row, 2, last, sentences(_loss_text(loss, facts)), styles.TEXT)
    return row + 1


def _loss_text(loss: Loss, facts: Facts) -> Iterator[str]:
    if not loss.slots and not loss.zones:
        yield _("nothing loses its cover")
    if loss.slots:
        text = _("Checkpoints that nobody reaches in time, slot by slot: {slots} ({checkpoints}).")
        yield text.format(slots=loss.slots, checkpoints=_(", ").join(loss.checkpoints))
    if loss.zones:
        yield _("Nobody is left in {zones} for a time.").format(
            zones=_(", ").join(place(zone, facts) for zone in loss.zones)
        )
