"""Why somebody works or is off on a date, and what it would cost otherwise: lines, JSON and a sheet of all officers."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from roster.domain.letters import shift_text
from roster.domain.problem import Problem
from roster.domain.roster import Placeless
from roster.explain.own_line import OwnLines
from roster.explain.solved_case import SolvedCase
from roster.explain.why import Answer
from roster.i18n import N_, _, every_form
from roster.io import texts
from roster.report import Json
from roster.report.prices import price_json, price_text
from roster.report.table import Column, Sheet, Table
from roster.rules.shared.words import on_date, person

TITLE = N_("Why")
SHOWN = 12


def lines(answer: Answer, problem: Problem) -> Iterator[str]:
    """What is, and what would be otherwise."""
    now = shift_text(answer.shift, problem) if answer.shift else _("a day off")
    wanted = {"off": _("a day off"), "on": _("a duty")}.get(answer.other) or shift_text(answer.other, problem)
    yield _("{officer}, {date}: {now}").format(
        officer=person(answer.officer, problem), date=on_date(answer.day, problem), now=now
    )
    if answer.shift == answer.other:
        yield _("the roster has it so already")
        return
    if answer.forced_by is not None:
        if not answer.forced_by.lines:
            yield _("{wanted} is impossible, whatever else is given up").format(wanted=wanted)
        elif len(answer.forced_by.clash.members) == 1:
            yield _("{wanted} is impossible; it would break this:").format(wanted=wanted)
        elif not answer.forced_by.clash.smallest:
            text = _("{wanted} is impossible; it would break one of these, not yet shortened (lines left: {count}):")
            yield text.format(wanted=wanted, count=len(answer.forced_by.lines))
        else:
            yield _("{wanted} is impossible; it would break one of these:").format(wanted=wanted)
        for line in answer.forced_by.lines:
            yield from line.printed(problem)
        return
    if answer.difference is None:
        text = _("{wanted}: no roster was found in the time given; --time-limit gives more")
        if answer.possible:
            text = _("{wanted} is possible; what it costs was not found out in the time given; --time-limit gives more")
        yield text.format(wanted=wanted)
        return
    if answer.price is not None:
        yield _("{wanted} is possible: {price}; duties moved: {moved}").format(
            wanted=wanted, price=price_text(answer.price), moved=answer.difference.moved
        )
    diff = answer.telling
    if diff is None:
        return
    if answer.better > 0:
        yield _("the roster found with it is {better} cheaper than this one: this one is not the best there is").format(
            better=answer.better
        )
    yield _("the roster found beside this one:")
    yield from (f"  {diff.names[rule]}: {before} -> {after}" for rule, (before, after) in diff.by_rule.items())
    yield from (_("  short now: {sentence}").format(sentence=text) for text in diff.gained[:SHOWN])
    yield from (_("  no longer short: {sentence}").format(sentence=text) for text in diff.lost[:SHOWN])
    moves = [(duty, "-") for duty in diff.gone] + [(duty, "+") for duty in diff.new]
    for duty, sign in sorted(moves, key=lambda move: (move[0].day, move[0].officer, move[1]))[: 2 * SHOWN]:
        who, date = person(duty.officer, problem), on_date(duty.day, problem)
        yield f"  {sign} {date} {shift_text(duty.shift, problem)} {who}"
    if len(moves) > 2 * SHOWN:
        yield _("  and {number} more").format(number=len(moves) - 2 * SHOWN)


def as_json(answer: Answer, problem: Problem) -> Json:
    """Described in docs/json.md."""
    diff = answer.telling
    return {
        "officer": answer.officer,
        "date": problem.date(answer.day).isoformat(),
        "now": answer.shift or "off",
        "instead": answer.other,
        "possible": False if answer.forced_by is not None else answer.possible or None,
        "forced_by": None if answer.forced_by is None else [
            {
                "rule": line.rule or None,
                "name": line.name or None,
                "sentence": line.sentence,
                "places": list(line.places),
            }
            for line in answer.forced_by.lines
        ],
        "short": list(diff.short) if diff else None,
        "objective": list(diff.objective) if diff else None,
        "price": price_json(answer.price) if answer.price else None,
        "by_rule": {rule: list(pair) for rule, pair in diff.by_rule.items()} if diff else {},
        "names": {rule: diff.names[rule] for rule in diff.by_rule} if diff else {},
        "moves": moves_json(diff.gone, diff.new, problem) if diff else [],
        "seconds": round(answer.seconds, 3),
    }  # fmt: skip


def moves_json(gone: Iterable[Placeless], new: Iterable[Placeless], problem: Problem) -> list[Json]:
    """Duties that went and came, by officer and date."""
    dates: dict[tuple[str, int], list[str]] = {}
    for index, duties in enumerate((gone, new)):
        for officer, day, shift in duties:
            dates.setdefault((officer, day), ["off", "off"])[index] = shift
    return [
        {"officer": officer, "date": problem.date(day).isoformat(), "before": before, "after": after}
        for (officer, day), (before, after) in sorted(dates.items())
    ]


def add_sheet(opened: SolvedCase, file: Path) -> None:
    """Add a sheet with a paragraph for each officer to a roster's workbook. Raises OutputError."""
    from roster.io.edited import sealed
    from roster.io.files import open_workbook, replace_file
    from roster.report.book import fill

    book = open_workbook(file)
    for form in every_form(TITLE):
        if form in book.sheetnames:
            book.remove(book[form])
    sheet = _sheet(opened)
    fill(book.create_sheet(sheet.name), sheet)
    replace_file(file, sealed(book))


def _sheet(opened: SolvedCase) -> Sheet:
    """A paragraph for each officer."""
    problem = opened.case.problem
    own = OwnLines(problem, opened.roster, opened.checked.report)
    brigade = problem.settings.name
    columns = [Column(_("ID"), "centre"), Column(_("Name"), "strong"), Column(_("In words"), "text", wrapped=True)]
    return Sheet(
        _(TITLE),
        brigade,
        _("{brigade}: why").format(brigade=brigade),
        texts.dates(problem),
        [Table(columns, [(one.id, one.name, own.paragraph(one.id)) for one in problem.officers])],
        (10, 14, 110),
        top=4,
        frozen="A5",
        repeated=4,
    )
