"""What an edit of the rules would change: both rulebooks solved from the same roster, each moving what it must."""

from __future__ import annotations

import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from pathlib import Path

from roster import api
from roster.domain.errors import NoRosterError
from roster.domain.price import Price, Proved, price
from roster.domain.roster import Roster
from roster.domain.week import DAYS_A_WEEK
from roster.explain.compare import Difference, difference
from roster.explain.prices import cost_text, effect_text, price_json
from roster.explain.why_lines import moves_json
from roster.i18n import _
from roster.io.disruptions import in_force
from roster.io.outcome_json import Json
from roster.io.read_book import Book, read_book, read_roster
from roster.io.read_book.stands import recut
from roster.io.recorded import brigade_of, history_files_of
from roster.search.clash import clashing_rules
from roster.search.near import Near, Neighbour
from roster.search.run import Options

FIRST, SECOND, AGAIN, PROOF = 0.25, 0.3, 0.1, 0.25
"""Parts of the time: under the old rules, under the new ones, once more under each from the other's roster, and what is
proved of both."""


@dataclass(frozen=True)
class Preview:
    """The best rosters near the workbook's under the old and the new rules."""

    case: api.Case  # under the new rules
    moved_before: int  # duties that the old rules alone would already move
    difference: Difference
    price: Price  # of the new rules against the old ones
    seconds: float


def diff_rules(
    old: Path,
    new: Path,
    file: Path,
    brigade: Path | None = None,
    history: Sequence[Path] = (),
    time_limit: float = 40.0,
) -> Preview:
    """Solve under both rulebooks from the workbook's roster. Raises InputError, NoRosterError where musts clash."""
    started = time.monotonic()
    book = read_book(file)
    folder = brigade or brigade_of(book)
    one, two = (case_of(folder, rules, book, history) for rules in (old, new))
    present = read_roster(book, one.problem).roster
    first = Near(one.problem, one.rulebook, present)
    before = first.best(Options(time_limit=time_limit * FIRST))
    if before is None:
        raise NoRosterError(*clashing_rules(one.problem, one.rulebook))
    after = _near(two, before.roster, time_limit * SECOND)
    if after is None:
        raise NoRosterError(*clashing_rules(two.problem, two.rulebook))
    back = _near(one, after.roster, time_limit * AGAIN)
    if back is not None and back.cost < before.cost:  # what the old rules gain by it too is not the edit's doing
        before = back
        after = min(filter(None, (after, _near(two, before.roster, time_limit * AGAIN))), key=lambda near: near.cost)
    after = nearer(two, after, before)
    compared = difference(two.problem, before.roster, before.report, after.roster, after.report)
    moved = first.moved(before.roster)
    cost = price(*_proved((one, before), (two, after), time_limit * PROOF))
    return Preview(two, moved, compared, cost, time.monotonic() - started)


def _proved(
    before: tuple[api.Case, Neighbour], after: tuple[api.Case, Neighbour], seconds: float
) -> tuple[Proved, Proved]:
    """What is proved of two cases beside the best roster of each, both at once."""
    with ThreadPoolExecutor(2) as threads:
        one, two = threads.map(
            lambda pair: Near(pair[0].problem, pair[0].rulebook, pair[1].roster).proved(pair[1], seconds),
            (before, after),
        )
    return one, two


def case_of(folder: Path, rules: Path, book: Book, history: Sequence[Path]) -> api.Case:
    """The case of a workbook under one rulebook. Raises InputError."""
    past = history or history_files_of(book, folder)
    case = api.load(folder, [rules], book.start, book.days // DAYS_A_WEEK, past)
    if book.written is None:
        return case
    return replace(case, problem=in_force(case.problem, book.written.disruption, case.rulebook))


def _near(case: api.Case, roster: Roster, seconds: float) -> Neighbour | None:
    """The best roster near one that was made under other rules."""
    near = Near(case.problem, case.rulebook, recut(roster, case.problem))
    return near.best(Options(time_limit=seconds))


def nearer(case: api.Case, known: Neighbour, before: Neighbour) -> Neighbour:
    """The old rules' roster itself, where the new rules find it as good."""
    near = Near(case.problem, case.rulebook, recut(before.roster, case.problem))
    same = near.cost(near.present)
    return same if same is not None and same.cost <= known.cost else known


def summary(preview: Preview) -> list[str]:
    """The preview in one screen."""
    diff, problem = preview.difference, preview.case.problem
    lines = [
        _("duties moved: {count}, people: {people}").format(count=diff.moved, people=len(diff.officers)),
        _("old rules: {cost}").format(cost=cost_text(preview.price.before)),
        _("new rules: {cost}").format(cost=cost_text(preview.price.after)),
        effect_text(preview.price),
    ]
    if preview.moved_before:
        lines.append(_("duties that the old rules alone already move: {count}").format(count=preview.moved_before))
    lines += [_("  short now: {sentence}").format(sentence=text) for text in diff.gained[:10]]
    lines += [_("  no longer short: {sentence}").format(sentence=text) for text in diff.lost[:10]]
    lines += [f"  {diff.names[name]}: {before} -> {after}" for name, (before, after) in diff.by_rule.items()]
    for words, counts in ((_("nights"), diff.nights), (_("weekend dates"), diff.weekends)):
        parts = [f"{squad or '-'} {before} -> {after}" for squad, (before, after) in counts.items()]
        lines.append(_("{what} by squad: {counts}").format(what=words, counts=_(", ").join(parts)))
    people = [problem.officer[name].name or name for name in diff.officers[:20]]
    lines += [_("whose: {people}").format(people=_(", ").join(people))] if people else []
    return lines


def as_json(preview: Preview) -> Json:
    """Described in docs/json.md; pairs are before and after."""
    diff = preview.difference
    return {
        "moved": diff.moved,
        "officers": list(diff.officers),
        "moves": moves_json(diff.gone, diff.new, preview.case.problem),
        "short": list(diff.short),
        "shortfalls_gained": list(diff.gained),
        "shortfalls_lost": list(diff.lost),
        "objective": list(diff.objective),
        "price": price_json(preview.price),
        "by_rule": {rule: list(pair) for rule, pair in diff.by_rule.items()},
        "names": {rule: diff.names[rule] for rule in diff.by_rule},
        "nights": {squad: list(pair) for squad, pair in diff.nights.items()},
        "weekends": {squad: list(pair) for squad, pair in diff.weekends.items()},
        "moved_by_old_rules": preview.moved_before,
        "seconds": round(preview.seconds, 3),
    }
