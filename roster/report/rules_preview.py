"""What an edit of the rules would change: lines, JSON and a sheet."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from roster.domain.letters import shift_text
from roster.explain.diff_rules import Preview
from roster.i18n import N_, _
from roster.io import texts
from roster.report import Json
from roster.report.prices import bound_of, cost_text, effect_text, price_json
from roster.report.table import Column, Sheet, Table, Value
from roster.report.why import moves_json
from roster.rules.shared.words import on_date, person

TITLE = N_("Preview")


def lines(preview: Preview) -> list[str]:
    """The preview in one screen."""
    diff, problem = preview.difference, preview.case.problem
    told = [
        _("duties moved: {count}, people: {people}").format(count=diff.moved, people=len(diff.officers)),
        _("old rules: {cost}").format(cost=cost_text(preview.price.before)),
        _("new rules: {cost}").format(cost=cost_text(preview.price.after)),
        effect_text(preview.price),
    ]
    if preview.moved_before:
        told.append(_("duties that the old rules alone already move: {count}").format(count=preview.moved_before))
    told += [_("  short now: {sentence}").format(sentence=text) for text in diff.gained[:10]]
    told += [_("  no longer short: {sentence}").format(sentence=text) for text in diff.lost[:10]]
    told += [f"  {diff.names[name]}: {before} -> {after}" for name, (before, after) in diff.by_rule.items()]
    for words, counts in ((_("nights"), diff.nights), (_("weekend dates"), diff.weekends)):
        parts = [f"{squad or '-'}: {before} -> {after}" for squad, (before, after) in counts.items()]
        told.append(_("{what} by squad: {counts}").format(what=words, counts=_("; ").join(parts)))
    people = [problem.officer[name].name or name for name in diff.officers[:20]]
    told += [_("whose: {people}").format(people=_(", ").join(people))] if people else []
    return told


def as_json(preview: Preview, file: Path) -> Json:
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
        "file": str(file),
    }


def sheet(preview: Preview) -> Sheet:
    """Figures before and after, and the duties that move."""
    diff, problem = preview.difference, preview.case.problem
    brigade = problem.settings.name
    rows: list[tuple[Value, ...]] = [
        (_("Amount short"), *diff.short, ""),
        (_("Cost of open wishes"), *diff.objective, ""),
        (_("Proven bound"), bound_of(preview.price.before), bound_of(preview.price.after), effect_text(preview.price)),
        (_("Duties moved"), "", diff.moved, ""),
        *((name, *pair, "") for name, pair in diff.by_rule.items()),
        *((_("Nights of squad {squad}").format(squad=squad or "-"), *pair, "") for squad, pair in diff.nights.items()),
        *(
            (_("Weekend duties of squad {squad}").format(squad=squad or "-"), *pair, "")
            for squad, pair in diff.weekends.items()
        ),
        *((_("Short now"), "", "", text) for text in diff.gained),
        *((_("No longer short"), "", "", text) for text in diff.lost),
    ]
    moves: dict[tuple[str, int], list[str]] = {}
    for index, duties in enumerate((diff.gone, diff.new)):
        for officer, day, shift in duties:
            moves.setdefault((officer, day), ["-", "-"])[index] = shift_text(shift, problem)
    moved = [(person(officer, problem), *pair, on_date(day, problem)) for (officer, day), pair in sorted(moves.items())]
    return Sheet(
        _(TITLE),
        brigade,
        _("{brigade}: preview of the rules").format(brigade=brigade),
        texts.dates(problem),
        [
            _table((_("What"), _("Before"), _("After"), ""), rows),
            _table((_("Officer"), _("Before"), _("After"), _("Date")), moved),
        ],
        (34, 12, 12, 70),
        top=4,
        frozen="A5",
        repeated=4,
    )


def _table(headings: tuple[str, ...], rows: Sequence[Sequence[Value]]) -> Table:
    return Table([Column(heading, "text") for heading in headings], rows)
