"""What goes into another system, a file of its own filled or one formed: made, told in lines and JSON, and written."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from openpyxl.utils import get_column_letter

from roster.i18n import N_, _
from roster.io.exchange.bodies import PATHS, bodies, write_bodies
from roster.io.exchange.fill import fill
from roster.io.exchange.fill_map import read_map
from roster.io.exchange.filled import write_filled
from roster.io.exchange.filling import Filling
from roster.io.exchange.foreign import open_foreign
from roster.io.exchange.formats import table_of, write_table
from roster.io.exchange.planned import Planned, spans_text
from roster.io.exchange.profile import FORMS, read_profile
from roster.report import Json

FIELDS = {"id": N_("id"), "account": N_("account"), "name": N_("name")}
SOURCES = {
    "map": N_("as the map says"),
    "shift_codes": N_("as the table shift_codes says"),
    "name": N_("by its name"),
    "hours": N_("by its hours"),
    "own": N_("our own name: the file names none"),
}
MOST_CELLS = 4


@dataclass(frozen=True)
class Export:
    """What is to be written, and what is said of it."""

    write: Callable[[], None]
    lines: list[str]
    as_json: Json
    asked: bool = False
    """Whether something must be answered, and was left out."""


def filled(into: Path, answers: Path | None, overwrite: bool, planned: Planned, target: Path) -> Export:
    """What another system exported, filled. Raises InputError where it has no grid, or answers do not fit."""
    done = fill(open_foreign(into), planned, read_map(answers), overwrite)
    lines = list(_lines(done, planned, target))
    asked = bool(done.questions or done.only_ours)
    return Export(lambda: write_filled(done, target), lines, _as_json(done, target), asked)


def formed(name: str, planned: Planned, given: Mapping[str, str], target: Path) -> Export:
    """A roster in a vendor's or a profile's form. Raises InputError with everything that is missing."""
    dates = spans_text(planned.dates)
    as_json: Json = {"file": str(target), "format": name, "dates": dates}
    if name in FORMS:
        found = bodies(name, planned, given)
        rows = sum(len(value) for body in found for value in body.values() if isinstance(value, list))
        text = _("{form}: {dates}, rows: {rows}, calls: {calls} ({path})")
        line = text.format(form=name, dates=dates, rows=rows, calls=len(found), path=PATHS[name])
        as_json |= {"rows": rows, "calls": len(found)}

        def write() -> None:
            write_bodies(name, found, target)
    else:
        profile = read_profile(name)
        table = table_of(planned, profile, given)
        text = _("{form}: {dates}, rows: {rows}, columns: {columns}")
        line = text.format(form=profile.name, dates=dates, rows=len(table) - 1, columns=len(table[0]))
        as_json |= {"rows": len(table) - 1, "columns": table[0]}

        def write() -> None:
            write_table(table, profile, target)

    doubled = [f"{officer} {date}" for (officer, date), duties in sorted(planned.in_cells.items()) if len(duties) > 1]
    lines = [line]
    if doubled:
        lines.append(_("note: two duties on one date: {which}").format(which=_(", ").join(doubled)))
    lines.append(_("written: {file}; nothing was sent").format(file=target))
    return Export(write, lines, as_json)


def _lines(done: Filling, planned: Planned, target: Path) -> Iterator[str]:
    """Lines for people: found, written, asked, in one and not in the other."""
    layout, book = done.layout, done.book
    columns = _(", ").join(
        f"{_(FIELDS[name])} {get_column_letter(column)}" for name, column in layout.labels.items() if name in FIELDS
    )
    yield _("found: {place}, keys: {columns}").format(place=book.place(layout.sheet), columns=columns)
    for block in layout.blocks:
        if block.days:
            text = _("  days: row {row}, columns {first} to {last}, {dates}; people: rows {top} to {bottom}")
            yield text.format(
                row=block.day_row,
                first=get_column_letter(min(block.days)),
                last=get_column_letter(max(block.days)),
                dates=spans_text(block.days.values()),
                top=block.first_row,
                bottom=block.last_row,
            )
    for key, (word, source) in done.words.items():
        if source == "asked":
            continue
        text = _("  {ours} = {word} ({source})")
        yield text.format(ours=_spoken(key), word=word or _("an empty cell"), source=_(SOURCES[source]))
    yield from (_("note: {note}").format(note=note) for note in done.notes)
    if done.outside:
        yield _("days there that no roster given plans, left as they are: {dates}").format(
            dates=spans_text(done.outside)
        )
    if done.missing:
        yield _("planned days without a column there: {dates}").format(dates=spans_text(done.missing))
    if done.matches.only_theirs:
        shown = _(", ").join(f"{cell} {words}" for cell, words in done.matches.only_theirs)
        yield _("only in the file, left as they are: {people}").format(people=shown)
    if done.only_ours:
        yield _("only in the roster, with duties and no row there: {people}").format(
            people=_(", ").join(done.only_ours)
        )
    yield from (_("replaced {change}").format(change=change) for change in done.replaced)
    for question in done.questions:
        yield _("asked: {question}").format(question=question.text)
        if question.cells and question.kind != "occupied":
            more = len(question.cells) - MOST_CELLS
            cells = _(", ").join(question.cells[:MOST_CELLS])
            cells += _(" and {count} more").format(count=more) if more > 0 else ""
            yield _("       not written: {cells}").format(cells=cells)
        if question.answer:
            yield _("       to answer: `{answer}`").format(answer=question.answer)
    counts = _("cells written: {written}; already so: {same}; asked about: {asked}")
    yield counts.format(written=len(done.texts), same=done.same, asked=done.asked_cells)
    yield _("written: {file}; read back: every other cell, and every other part, is as it was").format(file=target)


def _spoken(key: str) -> str:
    from roster.io.codes import leave_name

    if key == "rest":
        return _("a day off")
    return leave_name(key.removeprefix("leave:")) if key.startswith("leave:") else key


def _as_json(done: Filling, target: Path) -> Json:
    layout = done.layout
    return {
        "file": str(target),
        "sheet": layout.sheet.title,
        "columns": {name: get_column_letter(column) for name, column in layout.labels.items() if name in FIELDS},
        "days": [
            {
                "row": block.day_row,
                "people": [block.first_row, block.last_row],
                "columns": {get_column_letter(c): date.isoformat() for c, date in block.days.items()},
            }
            for block in layout.blocks
        ],
        "matched_by": dict(Counter(done.matches.by)),
        "words": {key: {"word": word, "source": source} for key, (word, source) in done.words.items()},
        "written": {layout.sheet.cell_name(place): text for place, text in done.texts.items()},
        "already_so": done.same,
        "replaced": done.replaced,
        "questions": [vars(question) for question in done.questions],
        "only_theirs": [{"cell": cell, "row": words} for cell, words in done.matches.only_theirs],
        "only_ours": done.only_ours,
        "days_not_planned": [date.isoformat() for date in done.outside],
        "days_without_column": [date.isoformat() for date in done.missing],
        "notes": done.notes,
    }
