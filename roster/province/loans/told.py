"""The loans of a run, as people and programs read them: lines, JSON, sheets of the summary, a CSV file."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from roster.i18n import N_, _
from roster.io.csv_out import write_rows
from roster.province.loans.journal import Journal
from roster.province.loans.record import Lent, Record, read
from roster.report.table import Column, Sheet, Table

TITLE, WORTH = N_("Loans"), N_("Worth of crews")
CSV = "loans.csv"
HEADINGS = (
    "from",
    "to",
    "kind",
    "date",
    "shift",
    "place",
    "crews",
    "minutes",
    "by_hand",
    "vehicles",
    "members",
    "fault",
)


def cost_text(cost: Sequence[tuple[int, int]]) -> str:
    """Shortfalls by priority and wishes (priority 0), in words."""
    told = [_("priority {priority}: {amount}").format(priority=p, amount=amount) for p, amount in cost if p and amount]
    told += [_("wishes {amount}").format(amount=amount) for priority, amount in cost if priority == 0]
    return _(", ").join(told)


def lines(folder: Path) -> Iterator[str]:
    """The loans of a run, on the screen."""
    record = read(folder)
    for one in record.lent:
        yield f"  {line(one)}"
    if record.best:
        text = _("with loans: {best}; proven least: {bound}; without: {alone}")
        yield text.format(best=cost_text(record.best), bound=cost_text(record.bound), alone=cost_text(record.alone))
    if record.note:
        yield record.note
    yield from (*record.faults, *record.scenarios)
    if Journal(folder).names:
        yield _("publishing was cut off; `roster province publish` finishes it, or takes it back")


def line(one: Lent) -> str:
    """One loan in a line."""
    text = _("{lender} lends {borrower} {crews} x {kind} for {shift} on {date}: {what}")
    crews = [f"{vehicle} {people}".strip() for vehicle, people in zip(one.vehicles, one.members, strict=True)]
    return text.format(**one.loan._asdict(), what=one.fault or _("; ").join(crews))


def as_json(folder: Path) -> Mapping[str, Any]:
    """The loans of a run, for programs."""
    record = read(folder)
    return {
        "loans": [dict(zip(HEADINGS, _row(one), strict=True)) for one in record.lent],
        **{name: dict(map(_keyed, getattr(record, name))) for name in ("best", "bound", "alone")},
        "note": record.note,
        "faults": [*record.faults, *record.scenarios],
    }


def _keyed(pair: tuple[int, int]) -> tuple[str, int]:
    return str(pair[0]) if pair[0] else "wishes", pair[1]


def _row(one: Lent) -> tuple[str | int, ...]:
    loan = one.loan
    said = (loan.lender, loan.borrower, loan.kind, loan.date.isoformat(), loan.shift, loan.place, loan.crews)
    crews = (_("; ").join(filter(None, one.vehicles)), _("; ").join(one.members))
    return (*said, one.minutes, "yes" if one.by_hand else "no", *crews, one.fault)


def write_csv(folder: Path) -> list[Path]:
    """Write the loans as CSV, where there are any. Raises OutputError."""
    record = read(folder)
    rows = [*map(_row, record.lent), *map(_remark, (*record.faults, *record.scenarios))]
    return [write_rows(folder / CSV, HEADINGS, rows)] if rows else []


def _remark(fault: str) -> tuple[str | int, ...]:
    """What is wrong with no loan of the others, as a row of its own."""
    return (*[""] * (len(HEADINGS) - 1), fault)


def sheets(folder: Path, province: str) -> list[Sheet]:
    """The sheets of the summary that tell of loans; none where there are none."""
    record = read(folder)
    if not any((record.lent, record.worth, record.faults, record.scenarios)):
        return []
    return [_loans(record, province), *([_worth(record, province)] if record.worth else [])]


def _loans(record: Record, province: str) -> Sheet:
    columns = (
        *map(Column, (_("From"), _("To"), _("Unit"), _("Date"), _("Shift"), _("Place"))),
        Column(_("Crews"), "whole"),
        Column(_("Minutes of the way"), "whole"),
        Column(_("Agreed by hand")),
        Column(_("Vehicles"), wrapped=True),
        Column(_("Members"), wrapped=True),
        Column(_("Remarks"), wrapped=True),
    )
    rows = [(*row[:8], _("yes") if row[8] == "yes" else "", *row[9:]) for row in map(_row, record.lent)]
    rows += map(_remark, (*record.faults, *record.scenarios))
    text = _("with loans: {best}; proven least: {bound}; without: {alone}")
    proved = text.format(best=cost_text(record.best), bound=cost_text(record.bound), alone=cost_text(record.alone))
    text = record.note or (proved if record.best else _("crews lent between brigades, the way within their hours"))
    table = Table(columns, rows, empty=_("none"))
    return Sheet(_(TITLE), province, province, text, [table], (14, 14, 14, 12, 9, 12, 8, 10, 10, 24, 44, 40))


def _worth(record: Record, province: str) -> Sheet:
    columns = (
        Column(_("Brigade")),
        Column(_("Crews"), wrapped=True),
        Column(_("How many"), "whole"),
        Column(_("Change"), wrapped=True),
    )
    text = _("what lending a crew costs a brigade, and what a crew more is worth to it")
    return Sheet(_(WORTH), province, province, text, [Table(columns, list(record.worth))], (18, 44, 10, 50))
