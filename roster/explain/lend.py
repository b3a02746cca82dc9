"""Help from outside: an officer or a vehicle lent for the time of the roster."""

from __future__ import annotations

from collections.abc import Iterator

from roster import api
from roster.domain.seating import ARMED, DRIVER, LEADER, SWORN
from roster.explain.candidate import Candidate
from roster.explain.changes import Change, add
from roster.explain.trial import Asked
from roster.i18n import _
from roster.rules.crew import Crew
from roster.rules.duty_leader import DutyLeader
from roster.rules.heads import Heads
from roster.rules.vehicle import LICENCE, Vehicle
from roster.search.explain.clashes import Clash
from roster.search.explain.sentences import asking

OFFICER, VEHICLE = "LENT1", "LENTV1"
MOST = 2
"""So many officers lent at the most."""


def lend_officer(asked: Asked, case: api.Case, clash: Clash) -> Iterator[Candidate]:
    """One officer more, then two, with the qualities that the units of the clash ask for."""
    needed = _needed(case, clash)
    if needed is None:
        return
    category, qualifications, sex = needed
    for number in range(1, MOST + 1):
        changes: list[Change] = []
        for index in range(1, number + 1):
            values = {
                "id": f"{OFFICER[:-1]}{index}",
                "name": f"{OFFICER[:-1].title()} {index}",
                "category": category,
                "sex": sex,
                "qualifications": ";".join(qualifications),
            }
            changes.append(add(case.tables.officers[-1], values, asked.brigade))
        words = [_(category), *(_(name) for name in qualifications), *([_("woman")] if sex == "f" else [])]
        text = _("borrow {count} more: {qualities}").format(count=number, qualities=_(", ").join(words))
        yield Candidate(tuple(changes), text, frozenset(), effort=3 + 2 * number)


def _needed(case: api.Case, clash: Clash) -> tuple[str, tuple[str, ...], str] | None:
    """Category, qualifications and sex of somebody who would help; None where nobody more would."""
    rules = [case.rulebook[rule] for rule in dict.fromkeys(member.rule for member in clash.members if member.rule)]
    codes = {m.kind for m in clash.members if m.kind and m.rule and isinstance(case.rulebook[m.rule], Crew)}
    codes |= {rule.kind for rule in rules if isinstance(rule, DutyLeader)}
    scarce = any(member.part in ("one_place", "one_start") for member in clash.members)
    for member in clash.members if scarce else ():
        codes |= {line.kind for line in asking(member.source, case.problem)}
    kinds = [kind for kind in case.problem.kinds if kind.code in codes]
    women = any(isinstance(rule, Heads) and "f" in rule.who.sex for rule in rules)
    heads = any(isinstance(rule, Heads) for rule in rules)
    qualities = {name for kind in kinds for name in kind.composition}
    if not kinds and not heads and not scarce:
        return None
    if LEADER in qualities:
        return SWORN, (LEADER,), ""
    category = SWORN if qualities & {SWORN, ARMED} else "auxiliary"
    named = [name for name in (ARMED, DRIVER) if name in qualities]
    named += [member.of for member in clash.members if member.part == LICENCE and member.of not in named]
    return category, tuple(named), "f" if women else ""


def lend_vehicle(asked: Asked, case: api.Case, clash: Clash) -> Iterator[Candidate]:
    """One vehicle more, like those that the units of the clash drive."""
    for member in clash.members:
        of_rule = bool(member.rule) and isinstance(case.rulebook[member.rule], Vehicle)
        if not of_rule or member.kind not in case.problem.kind:
            continue
        kind = case.problem.kind[member.kind]
        wanted = kind.vehicle_kinds[:1]
        like = next((row for row in case.tables.vehicles if row.kind in wanted), None)
        if like is not None:
            values = {
                "id": VEHICLE,
                "name": VEHICLE,
                "kind": like.kind,
                "seats": str(max(like.seats, kind.crew)),
                "lights": "yes" if like.lights else "no",
                "licence": like.licence,
            }
            text = _("borrow one more vehicle: {kind}").format(kind=like.kind)
            yield Candidate((add(like, values, asked.brigade),), text, frozenset(), effort=4)
