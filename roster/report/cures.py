"""Cures of a clash or a shortfall, and kinds of change that have none: lines and JSON."""

from __future__ import annotations

from collections.abc import Iterator

from roster.explain.by_kind import NoCure
from roster.explain.candidate import KINDS
from roster.explain.changes import Change
from roster.explain.cures import Cure
from roster.i18n import N_, _
from roster.report import Json
from roster.report.prices import alike, cost_text, price_json, price_text, proved_json

FIELDS = (N_("row"), N_("entry"), N_("header"), N_("priority"))
"""What a change is about where that is no field of a file, in words; names of fields stay as they are in the files."""


def _field(name: str) -> str:
    return _(name) if name in FIELDS else name


def lines(
    cures: tuple[Cure, ...],
    missing: tuple[NoCure, ...],
    numbers: dict[int, int],
    about: str = "",
    shown: tuple[Cure, ...] = (),
) -> Iterator[str]:
    """Each cure with what it changes, then the kinds of change that have none; `about` says of which shortfall.

    Those that are `shown` elsewhere are told by their numbers.
    """
    if shown:
        told = _(", ").join(str(number) for number in sorted(numbers[id(cure)] for cure in shown))
        text = _("also for {shortfall}, cures shown above that help here too: {numbers}")
        text = text if about else _("cures shown above that help here too: {numbers}")
        yield text.format(shortfall=about, numbers=told)
    if not cures and not shown:
        yield _("no cure of one, two or three changes was found in the time given")
    if cures:
        heading = _("what would cure it, each solved again:")
        if about:
            heading = _("also for {shortfall}, what would cure it, each solved again:").format(shortfall=about)
        yield heading
        yield from _found(cures, numbers)
    if missing:
        yield _("no cure of another kind:") if cures or shown else _("by kind of change:")
    for why in dict.fromkeys(none.why for none in missing):
        kinds = [_(KINDS[none.kind]) for none in missing if none.why == why]
        yield _("  - {kinds}: {why}").format(kinds=_("; ").join(kinds), why=why)


def _cost(cure: Cure) -> str:
    return cost_text(cure.cost) if cure.price is None else price_text(cure.price)


def _changes(cure: Cure) -> Iterator[str]:
    """What is written where."""
    for change in cure.candidate.changes:
        yield _("     {place}, {field}: {old} -> {new}").format(
            place=change.named_place, field=_field(change.field), old=change.old or "-", new=change.new or "-"
        )


def _found(cures: tuple[Cure, ...], numbers: dict[int, int]) -> Iterator[str]:
    equal = alike([cure.cost for cure in cures])
    for cure in cures:
        yield _("  {number}. {change} ({cost})").format(
            number=numbers[id(cure)], change=cure.candidate.sentence, cost=_cost(cure)
        )
        if cure.candidate.law:
            yield _("     this breaks a law or an order: {law}").format(law=cure.candidate.law)
        yield from _changes(cure)
        for other in cure.also:
            yield _("     or {number}. {change} ({cost})").format(
                number=numbers[id(other)], change=other.candidate.sentence, cost=_cost(other)
            )
            yield from _changes(other)
    if equal:
        yield _("  (which of them is the cheapest cannot be told: their costs are not proved to differ)")


def missing_json(missing: tuple[NoCure, ...]) -> Json:
    """Why each kind of change without a cure has none."""
    return {none.kind: none.why for none in missing}


def as_json(cure: Cure, numbers: dict[int, int]) -> Json:
    """A patch; the fields of the first change are also those of the cure."""
    changes = [_change(change) for change in cure.candidate.changes]
    return {
        "number": numbers[id(cure)],
        "kind": cure.candidate.kind,
        "sentence": cure.candidate.sentence,
        **changes[0],
        "changes": changes,
        "cost": proved_json(cure.cost),
        "price": price_json(cure.price) if cure.price else None,
        "verified": True,
        "against_the_law": cure.candidate.law or None,
        "also": [
            {
                "number": numbers[id(other)],
                "sentence": other.candidate.sentence,
                "changes": [_change(change) for change in other.candidate.changes],
                "cost": proved_json(other.cost),
                "price": price_json(other.price) if other.price else None,
            }
            for other in cure.also
        ],
    }


def _change(change: Change) -> Json:
    line = change.line
    where: Json = {"line": line} if line is not None else {"cell": change.place}
    return {"file": str(change.file), **where, "field": change.field, "old": change.old, "new": change.new}
