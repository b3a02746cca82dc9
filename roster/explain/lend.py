"""Help from outside: an officer or a vehicle lent for the time of the roster."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence

from roster import api
from roster.domain.seating import ARMED, COACH, LEADER, NOT_LEARNT, SWORN
from roster.explain.candidate import Candidate
from roster.explain.changes import Change, add
from roster.explain.trial import Asked, Neighbour
from roster.i18n import N_, _
from roster.rules.roster.crew import COACHED, QUALITY, Crew
from roster.rules.roster.duty_leader import DutyLeader
from roster.rules.roster.heads import Heads
from roster.rules.roster.vehicle import LICENCE, Vehicle
from roster.search.explain.clashes import Clash
from roster.search.explain.sentences import asking

OFFICER, VEHICLE = "LENT", "LENTV"
AUXILIARY = "auxiliary"
SEX_WORDS = {"f": N_("woman"), "m": N_("man")}
MOST = 3
"""So many officers lent at the most."""
NEAREST = 3
"""So many brigades that could lend are named."""


def lend_officer(asked: Asked, case: api.Case, clash: Clash) -> Iterator[Candidate]:
    """One officer more, then two, with the qualities that the clash is about, then with all that its units ask for."""
    found = list(dict.fromkeys(_needed(case, clash)))
    free = _free(OFFICER, case.problem.officer)
    for number in range(1, MOST + 1):
        for place, (category, qualifications, sex) in enumerate(found):
            changes: list[Change] = []
            for index in free[:number]:
                values = {
                    "id": f"{OFFICER}{index}",
                    "name": f"{OFFICER.title()} {index}",
                    "category": category,
                    "sex": sex,
                    "qualifications": ";".join(qualifications),
                }
                changes.append(add(case.tables.officers[-1], values, asked.brigade))
            words = [*filter(None, [category]), *qualifications, *filter(None, [SEX_WORDS.get(sex, "")])]
            text = _("borrow {count} more: {qualities}") if words else _("borrow {count} more, of any kind")
            text = text.format(count=number, qualities=_(", ").join(map(_, words)))
            text = _from(text, [n for n in asked.neighbours if _has(n, number, category, qualifications, sex)])
            yield Candidate(tuple(changes), text, frozenset(), "lent", effort=3 + 2 * number + place)


def _has(neighbour: Neighbour, number: int, category: str, qualifications: tuple[str, ...], sex: str) -> bool:
    """Whether a brigade has so many officers of this kind at all; whether it can spare them is not known here."""
    fitting = (
        officer
        for officer in neighbour.officers
        if officer.category in (category, "") and officer.qualifications.issuperset(qualifications)
    )
    return sum(sex in ("", officer.sex) for officer in fitting) >= number


def _from(text: str, neighbours: Sequence[Neighbour]) -> str:
    """The text with whom to ask: brigades of the province that have what is needed."""
    told = [_("{brigade} ({minutes} minutes)").format(brigade=n.name, minutes=n.minutes) for n in neighbours[:NEAREST]]
    return _("{change}; to be asked: {brigades}").format(change=text, brigades=_(", ").join(told)) if told else text


def _free(prefix: str, known: Collection[str]) -> list[int]:
    """Numbers that nobody lent has yet."""
    return [number for number in range(1, len(known) + MOST + 1) if f"{prefix}{number}" not in known]


def _needed(case: api.Case, clash: Clash) -> Iterator[tuple[str, tuple[str, ...], str]]:
    """Category, qualifications and sex of somebody who would help: as few as the clash speaks of, then as many as its
    units ask for; nothing where nobody more would."""
    rules = [case.rulebook[rule] for rule in dict.fromkeys(member.rule for member in clash.members if member.rule)]
    codes = {m.kind for m in clash.members if m.kind and m.rule and isinstance(case.rulebook[m.rule], Crew)}
    codes |= {rule.kind for rule in rules if isinstance(rule, DutyLeader)}
    asked_for = [member for member in clash.members if asking(member.source, case.problem)]
    scarce = any(member.part in ("one_place", "one_start") for member in clash.members)
    scarce = scarce or (bool(asked_for) and any(member.officer for member in clash.members))
    for member in clash.members if scarce else ():
        codes |= {line.kind for line in asking(member.source, case.problem)}
    kinds = [kind for kind in case.problem.kinds if kind.code in codes]
    heads = [rule for rule in rules if isinstance(rule, Heads)]
    own = [case.problem.officer[member.officer].coach for member in clash.members if member.part == COACHED]
    coach = bool(own) and not any(own)  # of a trainee who may have any coach
    if not kinds and not heads and not scarce and not coach:
        return
    spoken = {member.of for member in clash.members if member.part in (QUALITY, LICENCE)}
    spoken |= {name for rule in heads for name in rule.who.qualification}
    if coach:
        spoken.add(COACH)
    for qualities in (spoken, spoken | {name for kind in kinds for name in kind.composition}):
        sworn = bool(qualities & {SWORN, ARMED, LEADER}) or any(SWORN in rule.who.category for rule in heads)
        women = "women" in qualities or any("f" in rule.who.sex for rule in heads)
        sex = "f" if women else "m" if "men" in qualities else ""
        named = sorted(qualities - NOT_LEARNT)
        known = any(officer.category for officer in case.problem.officers)
        yield SWORN if sworn else AUXILIARY if known else "", tuple(named), sex


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
            name = f"{VEHICLE}{_free(VEHICLE, case.problem.vehicle)[0]}"
            values = {
                "id": name,
                "name": name,
                "kind": like.kind,
                "seats": str(max(like.seats, kind.crew)),
                "lights": "yes" if like.lights else "no",
                "licence": like.licence,
            }
            text = _("borrow one more vehicle: {kind}").format(kind=like.kind)
            text = _from(text, [n for n in asked.neighbours if like.kind in n.vehicles])
            yield Candidate((add(like, values, asked.brigade),), text, frozenset(), "vehicle", effort=4)
