"""What `roster reconcile` says: counts, every duty that was not simply done, and who could not be told."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from roster.i18n import _
from roster.io.exchange.foreign import ForeignBook
from roster.io.exchange.planned import Planned
from roster.io.exchange.punches import Punches
from roster.io.exchange.reconcile import DONE, STATES, Found, Reconciled
from roster.report import Json


def lines(
    done: Reconciled, punches: Punches, book: ForeignBook, planned: Planned, rows: int, target: Path
) -> Iterator[str]:
    text = _("read: {place}, punches: {count}")
    yield text.format(place=book.place(punches.sheet), count=punches.count)
    for one in done.found:
        if one.state != DONE:
            yield _line(one, planned)
    for name, cells in ((_("void in the report"), punches.void), (_("no time could be read"), punches.unread)):
        if cells:
            yield _("{what}: {cells}").format(what=name, cells=_(", ").join(cells[:10]))
    if punches.matches.only_theirs:
        shown = _(", ").join(f"{cell} {words}" for cell, words in punches.matches.only_theirs)
        yield _("only in the file: {people}").format(people=shown)
    for question in punches.matches.questions:
        yield _("asked: {question}").format(question=question.text)
        yield _("       to answer: `{answer}`").format(answer=question.answer)
    counts = [f"{_(words)} {len(done.of(state))}" for state, words in STATES.items() if done.of(state)]
    yield _("duties: {counts}").format(counts=_(", ").join(counts))
    yield _("written: {file} (rows of the table worked: {rows})").format(file=target, rows=rows)


def _line(one: Found, planned: Planned) -> str:
    name = planned.people[one.officer].name if one.officer in planned.people else ""
    shift = f" {one.duty.shift_code} {one.duty.start:%H:%M}-{one.duty.end:%H:%M}" if one.duty else ""
    seen = _(" to ").join(f"{moment:%m-%d %H:%M}" for moment in (one.began, one.ended) if moment)
    text = _("  {date} {officer} {name}{shift}: {state}")
    line = text.format(date=one.date, officer=one.officer, name=name, shift=shift, state=_(STATES[one.state]))
    return line + (_(" (punched {seen})").format(seen=seen) if seen else "")


def as_json(done: Reconciled, punches: Punches, target: Path) -> Json:
    return {
        "file": str(target),
        "sheet": punches.sheet.title,
        "punches": punches.count,
        "counts": {state: len(done.of(state)) for state in STATES},
        "duties": [
            {
                "officer": one.officer,
                "date": one.date.isoformat(),
                "state": one.state,
                "shift": one.duty.shift_code if one.duty else "",
                "planned": [one.duty.start.isoformat(), one.duty.end.isoformat()] if one.duty else None,
                "punched": [m.isoformat() if m else None for m in (one.began, one.ended)],
            }
            for one in done.found
        ],
        "void": punches.void,
        "unread": punches.unread,
        "only_theirs": [{"cell": cell, "row": words} for cell, words in punches.matches.only_theirs],
        "questions": [vars(question) for question in punches.matches.questions],
    }
