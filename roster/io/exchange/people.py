"""Whose row is whose: by id, by account, by name; what is not beyond doubt is a question."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass, field

from roster.i18n import _
from roster.io.exchange.fill_map import FillMap
from roster.io.exchange.foreign import ForeignBook
from roster.io.exchange.labels import bare_name, without_remark
from roster.io.exchange.layout import Block, Layout
from roster.io.exchange.planned import Person, Planned

NO_VALUE = ("", "-", "--", "—", "/", "无")
NEAR_ENOUGH = 70
"""Of 100, as rapidfuzz's `ratio` counts: a name so near is shown beside the one that nobody has."""


@dataclass(frozen=True)
class Question:
    """What must be answered before some cells can be written; `answer` is the line of the map that does."""

    kind: str
    text: str
    cells: tuple[str, ...] = ()
    answer: str = ""


@dataclass
class Matches:
    """Officer by (block, row); rows of nobody of ours; what must be asked."""

    officer: dict[tuple[int, int], str] = field(default_factory=dict)
    by: Counter[str] = field(default_factory=Counter)
    only_theirs: list[tuple[str, str]] = field(default_factory=list)
    """Cell and what stands in it."""
    questions: list[Question] = field(default_factory=list)
    asked_about: set[str] = field(default_factory=set)
    """Officers who may be those of a row in question."""


@dataclass(frozen=True)
class _Row:
    block: int
    row: int
    id: str
    account: str
    name: str
    remark: str
    cell: str

    @property
    def shown(self) -> str:
        words = [word for word in (f"{self.name}{self.remark}", self.id or self.account) if word]
        return " ".join(words)


def match_people(layout: Layout, book: ForeignBook, planned: Planned, answers: FillMap) -> Matches:
    """Match every row of the grid with an officer, or ask."""
    found = Matches()
    names = planned.by_name()
    rows = list(_rows(layout, names))
    accounts: dict[str, set[str]] = {}
    for (system, officer), account in planned.accounts.items():
        if not answers.system or system == answers.system.strip().casefold():
            accounts.setdefault(account, set()).add(officer)
    told = {row: answers.people[key] for row in rows for key in _keys(row) if key in answers.people}
    keyed = {row: _by_key(row, planned, accounts) for row in rows}
    have_keys = any(row.id or row.account for row in rows if row.id or row.account in accounts)
    any_key = any(keyed.values())
    for row in rows:
        if row in told:
            if told[row] in planned.people:
                found.officer[row.block, row.row] = told[row]
                found.by["map"] += 1
            elif told[row]:
                _ask(
                    found,
                    layout,
                    book,
                    row,
                    "person",
                    _("the map names '{id}', and no officer has this id"),
                    id=told[row],
                )
            else:
                found.only_theirs.append((row.cell, row.shown))
            continue
        alike = names.get(bare_name(row.name), []) if row.name else []
        officers = keyed[row]
        if len(officers) > 1:
            text = _("its id and its account are those of two officers ({ids})")
            _ask(found, layout, book, row, "person", text, officers, ids=_(", ").join(sorted(officers)))
        elif officers:
            _of_key(found, layout, book, row, planned.people[next(iter(officers))])
        elif row.id and (any_key or not have_keys):
            _of_unknown_id(found, layout, book, row, alike)
        else:
            _of_name(found, layout, book, row, alike, planned, answers.by_name or not any_key)
    if have_keys and not any_key and not answers.by_name:
        by_name = [key for key in found.officer if key not in {(r.block, r.row) for r in told}]
        if by_name:
            for key in by_name:
                found.asked_about.add(found.officer.pop(key))
            text = _("none of their ids is one of ours: may their rows ({count}) be matched by name?")
            found.questions.append(Question("by-name", text.format(count=len(by_name)), (), "by_name: true"))
    _twice(found, layout, book, rows)
    return found


def _rows(layout: Layout, names: Collection[str]) -> list[_Row]:
    sheet, labels = layout.sheet, layout.labels
    numbers = {id(block): number for number, block in enumerate(layout.blocks)}

    def text(row: int, field_: str) -> str:
        found = sheet.text_at(row, labels[field_]) if field_ in labels else ""
        return "" if found in NO_VALUE else found

    rows = []
    for block, row in layout.person_rows():
        name, remark = text(row, "name"), ""
        if bare_name(name) not in names:
            name, remark = without_remark(name)
        label = next(labels[one] for one in ("name", "id", "account") if text(row, one))
        cell = sheet.cell_name((row, label))
        rows.append(_Row(numbers[id(block)], row, text(row, "id"), text(row, "account"), name, remark, cell))
    return rows


def _keys(row: _Row) -> list[str]:
    return [key for key in (row.cell, row.id, row.account, f"{row.name}{row.remark}", row.name) if key]


def _by_key(row: _Row, planned: Planned, accounts: dict[str, set[str]]) -> set[str]:
    """The officers whose id or account stands in a row."""
    found = set(accounts.get(row.account, set()) & planned.people.keys()) if row.account else set()
    if row.id in planned.people:
        found.add(row.id)
    elif row.id:
        alike = [p for p in planned.people.values() if p.id.lstrip("0") == row.id.lstrip("0")]
        if len(alike) == 1 and bare_name(alike[0].name) == bare_name(row.name):
            found.add(alike[0].id)
    if not found and row.account in planned.people:
        found.add(row.account)
    return found


def _of_key(found: Matches, layout: Layout, book: ForeignBook, row: _Row, person: Person) -> None:
    if row.name and bare_name(row.name) != bare_name(person.name):
        text = _("its id is that of {name}: who is it?")
        _ask(found, layout, book, row, "person", text, [person.id], name=person.name)
    elif row.remark:
        text = _("'{remark}' stands behind the name: may the row be filled?")
        _ask(found, layout, book, row, "remark", text, [person.id], remark=row.remark)
    else:
        found.officer[row.block, row.row] = person.id
        found.by["id"] += 1


def _of_unknown_id(found: Matches, layout: Layout, book: ForeignBook, row: _Row, alike: list[Person]) -> None:
    if not alike:
        found.only_theirs.append((row.cell, row.shown))
        return
    text = _("no officer has this id, and {ids} has this name: is it the same person?")
    ids = [person.id for person in alike]
    _ask(found, layout, book, row, "person", text, ids, ids=_(", ").join(ids))


def _of_name(
    found: Matches, layout: Layout, book: ForeignBook, row: _Row, alike: list[Person], planned: Planned, by_name: bool
) -> None:
    ids = [person.id for person in alike]
    if not alike:
        near = _nearest(row.name, planned)
        if near:
            text = _("nobody has this name; {near} is near it: is it the same person?")
            _ask(found, layout, book, row, "person", text, [near.id], near=near.called)
        else:
            found.only_theirs.append((row.cell, row.shown))
    elif len(alike) > 1:
        text = _("officers of this name: {ids}; which one is it?")
        _ask(found, layout, book, row, "two-of-one-name", text, ids, ids=_(", ").join(ids))
    elif row.remark:
        text = _("'{remark}' stands behind the name: may the row be filled?")
        _ask(found, layout, book, row, "remark", text, ids, remark=row.remark)
    elif not by_name:
        text = _("no id in this row: is it {ids}, who has this name?")
        _ask(found, layout, book, row, "by-name", text, ids, ids=_(", ").join(ids))
    else:
        found.officer[row.block, row.row] = ids[0]
        found.by["name"] += 1


def _nearest(name: str, planned: Planned) -> Person | None:
    from rapidfuzz import fuzz, process

    if not name:
        return None
    names = {person.id: bare_name(person.name) for person in planned.people.values()}
    best = process.extract(bare_name(name), names, scorer=fuzz.ratio, score_cutoff=NEAR_ENOUGH, limit=2)
    if not best or (len(best) > 1 and best[0][1] == best[1][1]):
        return None
    return planned.people[best[0][2]]


def _twice(found: Matches, layout: Layout, book: ForeignBook, rows: list[_Row]) -> None:
    """Rows of one block that are one officer's are all asked about."""
    by_officer: dict[tuple[int, str], list[_Row]] = {}
    for row in rows:
        officer = found.officer.get((row.block, row.row))
        if officer:
            by_officer.setdefault((row.block, officer), []).append(row)
    for (_block, officer), several in by_officer.items():
        if len(several) < 2:
            continue
        for row in several:
            del found.officer[row.block, row.row]
            text = _("rows {cells} are all {id}: which one is?")
            cells = _(", ").join(one.cell for one in several)
            _ask(found, layout, book, row, "twice", text, [officer], cells=cells, id=officer)


def _ask(
    found: Matches,
    layout: Layout,
    book: ForeignBook,
    row: _Row,
    kind: str,
    text: str,
    officers: set[str] | list[str] = (),  # type: ignore[assignment]
    **words: str,
) -> None:
    place = book.place(layout.sheet, (row.row, layout.labels.get("name", layout.labels.get("id", 1))))
    sentence = _("{place} ({row}): {question}").format(place=place, row=row.shown, question=text.format(**words))
    found.asked_about |= set(officers)
    known = sorted(officers)
    answer = f'people: {{"{row.cell}": "{known[0] if known else ""}"}}'
    block: Block = layout.blocks[row.block]
    cells = tuple(layout.sheet.cell_name((row.row, column)) for column in block.days)
    found.questions.append(Question(kind, sentence, cells, answer))
