"""Why a unit can never run, in sentences."""

from __future__ import annotations

from collections.abc import Iterator

from roster.arithmetic.impossible_units import Hindrance, Impossible, Never, Unfit
from roster.domain.letters import shift_text
from roster.domain.problem import Problem
from roster.i18n import _
from roster.io.selected import listed
from roster.rules import Rulebook
from roster.rules.shared.words import kind_name, on_date

ROWS_SHOWN = 3


def never_sentence(never: Never, problem: Problem, rulebook: Rulebook) -> str:
    """`Car unit, asked for in demand.csv:9, can never run: nobody may drive V1-V3 (their licence is `yes`)`."""
    rows = listed([*never.sources[:ROWS_SHOWN], *(["..."] if len(never.sources) > ROWS_SHOWN else [])])
    reasons = _("; ").join(
        hindrance_sentence(hindrance, never.kind, problem, rulebook) for hindrance in never.hindrances
    )
    return _("{kind} can never run, though {rows} asks for it: {reasons}").format(
        kind=kind_name(never.kind, problem), rows=rows or _("a rule"), reasons=reasons
    )


def never_lines(problem: Problem, rulebook: Rulebook) -> Iterator[str]:
    """A sentence for each unit kind that is asked for and can never run."""
    yield from (never_sentence(never, problem, rulebook) for never in Impossible(problem, rulebook).never())


def why_sentence(hindrance: Hindrance, kind: str, day: int, shift: str, problem: Problem, rulebook: Rulebook) -> str:
    """`Car unit cannot run on Mon 2026-11-02, N: ...`."""
    return _("{kind} cannot run on {date}, {shift}: {reason}").format(
        kind=kind_name(kind, problem),
        date=on_date(day, problem),
        shift=shift_text(shift, problem),
        reason=hindrance_sentence(hindrance, kind, problem, rulebook),
    )


def hindrance_sentence(hindrance: Hindrance, kind: str, problem: Problem, rulebook: Rulebook) -> str:
    """The reason alone: what is missing, of which table or must."""
    known = problem.kind[kind]
    by_rule = listed(f"{rulebook.spoken(rule)} ({number})" for rule, number in hindrance.reasons)
    kept = _(" (kept away: {rules})").format(rules=by_rule) if by_rule else ""
    match hindrance.cause:
        case "demand":
            return _("no row of demand asks for it in the hours of this shift")
        case "shift":
            return _("the table units does not let it work this shift")
        case "hours":
            return _("no shift that it may work covers whole the hours that {row} asks for").format(
                row=hindrance.source or "demand"
            )
        case "nobody":
            return _("nobody could start this shift") + kept
        case "crew":
            return _("{rule}: {asked} {quality} are asked for in a crew of {crew}").format(
                rule=rulebook.spoken(hindrance.rule),
                asked=hindrance.asked,
                quality=_(hindrance.quality),
                crew=known.crew,
            )
        case "members":
            return (
                _("{rule}: {asked} {quality} asked for in each crew; of {known}, {there} could be there").format(
                    rule=rulebook.spoken(hindrance.rule),
                    asked=hindrance.asked,
                    quality=_(hindrance.quality),
                    known=hindrance.known,
                    there=hindrance.there,
                )
                + kept
            )
    if not hindrance.unfit:
        return _("the brigade has no vehicle of the kind {kinds}").format(kinds=_(" or ").join(known.vehicle_kinds))
    return _("; ").join(_unfit(one, known.crew) for one in _together(hindrance.unfit))


def _together(unfit: tuple[Unfit, ...]) -> Iterator[Unfit]:
    """Groups of vehicles with one and the same fault put together."""
    found: dict[tuple[object, ...], Unfit] = {}
    for one in unfit:
        key = (one.fault, one.licence if one.fault == "licence" else "", one.seats if one.fault == "seats" else 0)
        known = found.get(key)
        row = ", ".join(dict.fromkeys(filter(None, (known.row if known else "", one.row))))
        vehicles = sorted((*(known.vehicles if known else ()), *one.vehicles))
        found[key] = one._replace(vehicles=tuple(vehicles), row=row)
    yield from found.values()


def _unfit(one: Unfit, crew: int) -> str:
    vehicles = listed(one.vehicles)
    match one.fault:
        case "licence":
            return _("nobody who could be there may drive {vehicles}: the licence asked for is `{licence}`").format(
                vehicles=vehicles, licence=_(one.licence)
            )
        case "seats":
            return _("{vehicles}: seats {seats}, for a crew of {crew}").format(
                vehicles=vehicles, seats=one.seats, crew=crew
            )
    return _("{vehicles}: in maintenance").format(vehicles=vehicles) + (f" ({one.row})" if one.row else "")
