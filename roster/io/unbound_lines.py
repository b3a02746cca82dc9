"""Which entries of the rulebook bind nothing in a brigade, in one paragraph, grouped by what is missing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from roster.arithmetic.unbound import Unbound, known_names, unread
from roster.domain.problem import Problem
from roster.domain.roster import Roster
from roster.i18n import N_, _
from roster.io.rulebook.names import place_of
from roster.io.selected import listed, selected, selector_words
from roster.io.tables.text import SAME_WORD, nearest
from roster.rules import Rulebook
from roster.rules.base import Rule
from roster.rules.scopes import ForceRule
from roster.rules.shared.selectors import When, Where, Who
from roster.rules.shared.words import kind_name

ROWS_SHOWN = 3

THINGS = {
    "officer": N_("no officer {names}"),
    "squad": N_("no squad {names}"),
    "contract": N_("nobody has the contract {names}"),
    "qualification": N_("nobody has the qualification {names}"),
    "zone": N_("no zone {names}"),
    "home_zone": N_("nobody has the home zone {names}"),
    "site": N_("no site {names}"),
    "unit_kind": N_("no unit kind {names}"),
    "shift": N_("no shift {names}"),
}
FIELDS = {
    "who.id": "officer",
    "who.squad": "squad",
    "who.contract": "contract",
    "who.home_zone": "home_zone",
    "where.zone": "zone",
    "where.site": "site",
    "where.unit_kind": "unit_kind",
    "when.shift": "shift",
    "who.qualification": "qualification",
}


LEAVE_UNREAD = N_("leave keeps nobody off duty: an entry `- rule: absence` with `weight: must` does")
WISHES_UNREAD = N_("nothing looks at wishes: an entry `- rule: requests` with `weight: 5` does")
FIXED_UNREAD = N_("nothing keeps what is fixed: an entry `- rule: fixed` with `weight: must` does")


def unbound_lines(found: Iterable[Unbound], rulebook: Rulebook, problem: Problem) -> Iterator[str]:
    """A heading, and a line for each thing that is missing with the entries that ask for it; nothing for none."""
    groups: dict[str, list[Unbound]] = {}
    for one in found:
        groups.setdefault(_missing(one, problem), []).append(one)
    if not groups:
        return
    number = sum(map(len, groups.values()))
    yield _("entries of the rulebook that bind nothing in this brigade ({number}):").format(number=number)
    told = {rule.name for rule in rulebook.rules if _told_missing(rule, problem)}
    for missing, entries in groups.items():
        places = listed(place_of(rulebook, one.entry, one.field) for one in entries)
        short = _(" (no roster can meet that: add it to the tables, or end the entry with `off: true`)")
        yield f"  {missing}: {places}" + (short if any(one.entry in told for one in entries) else "")


def stray_lines(found: Iterable[Unbound], rulebook: Rulebook, problem: Problem) -> Iterator[str]:
    """The same for names that no table has, in entries that bind all the same."""
    groups: dict[str, list[str]] = {}
    for one in found:
        groups.setdefault(_missing(one, problem), []).append(place_of(rulebook, one.entry, one.field))
    if groups:
        yield _("names in the rulebook that no table has, in entries that bind by others:")
        yield from (f"  {missing}: {listed(places)}" for missing, places in groups.items())


def unserved_lines(rulebook: Rulebook, problem: Problem) -> Iterator[str]:
    """A heading, and a line for hours in which entries ask for units that have no shift then; nothing for none."""
    groups: dict[str, list[str]] = {}
    for rule in rulebook.rules:
        hours = rule.unserved(problem) if rule.priority and not rule.missing_subject(problem) else ()
        if hours:
            groups.setdefault(listed(map(str, hours)), []).append(place_of(rulebook, rule.name, ""))
    if groups:
        yield _(
            "hours in which no unit that counts has a shift (no roster can meet that: "
            "give a unit a shift then, or the entry other hours, or end it with `off: true`):"
        )
        yield from (f"  {hours}: {listed(places)}" for hours, places in groups.items())


def unread_line(problem: Problem, rulebook: Rulebook, only: Iterable[str] = ()) -> str:
    """Demand that no entry reads, of these unit kinds or of all, in one sentence; empty where every row is read."""
    kinds = {kind: rows for kind, rows in unread(problem, rulebook).items() if not only or kind in only}
    if not kinds:
        return ""
    rows = [row for found in kinds.values() for row in found]
    text = _(
        "nothing in the rulebook asks for what {rows} ask for ({kinds}): "
        "an entry `- rule: cover` with `priority: 1` does"
    )
    return text.format(
        rows=_first(rows),
        kinds=listed(kind_name(kind, problem) for kind in kinds),
    )


def unread_lines(problem: Problem, rulebook: Rulebook) -> Iterator[str]:
    """What the tables tell and no entry of the rulebook reads, a sentence each."""
    if told := unread_line(problem, rulebook):
        yield told
    written = {rule.rule for rule in rulebook.rules}
    for rows, rule, text in (
        (problem.absences, "absence", LEAVE_UNREAD),
        (problem.requests, "requests", WISHES_UNREAD),
        (problem.pins, "fixed", FIXED_UNREAD),
    ):
        if rows and rule not in written:
            places = list(dict.fromkeys(row.source for row in rows if row.source))
            yield (_("{rows}: {text}").format(rows=_first(places), text=_(text)) if places else _(text))


def _first(places: Sequence[str]) -> str:
    """The first few places of a list."""
    return listed([*places[:ROWS_SHOWN], *(["..."] if len(places) > ROWS_SHOWN else [])])


def _told_missing(rule: Rule, problem: Problem) -> bool:
    """Whether every roster is told to lack what an entry asks for: it asks for something, and the brigade has none."""
    return (
        isinstance(rule, ForceRule)
        and not rule.must
        and bool(rule.missing_subject(problem))
        and any(True for _found in rule.check(Roster(()), problem))
    )


def unbound_note(found: Iterable[Unbound], rulebook: Rulebook, problem: Problem) -> str:
    """The same in one sentence, without what every roster is told to lack in its shortfalls; empty for none."""
    told = {rule.name for rule in rulebook.rules if rule.priority and _told_missing(rule, problem)}
    names = [rulebook.spoken(one.entry) for one in found if one.entry not in told]
    text = _("entries that bind nothing in this brigade: {names} (`roster check` says why)")
    return text.format(names=listed(names)) if names else ""


def _missing(one: Unbound, problem: Problem) -> str:
    """What the brigade has none of: `no shift O`, `nobody here: women`, `on no date of this roster: ...`."""
    if one.names:
        return _thing(one.kind, one.names, problem)
    if one.lack:
        return one.lack
    if one.together is not None:
        return _("nothing here for the entry to bind: {what}").format(what=selected(one.together, problem))
    if one.field in FIELDS and one.selector is not None:
        return _thing(FIELDS[one.field], getattr(one.selector, one.field.partition(".")[2]), problem)
    assert one.selector is not None
    words = selector_words(one.selector, problem)
    match one.selector:
        case Who():
            return _("nobody here: {who}").format(who=words)
        case Where():
            return _("no unit here: {where}").format(where=words)
        case When() if one.selector.any_shift:
            return _("on no date of this roster: {when}").format(when=words)
    return _("no shift here: {when}").format(when=words)


def _thing(kind: str, names: tuple[str, ...], problem: Problem) -> str:
    known = known_names(problem).get(kind, set())
    meant = [near for name in names if len(name) > 1 and (near := nearest(name, known, SAME_WORD))]
    text = _(THINGS[kind]).format(names=_(" or ").join(names))
    return text + (_(" (did you mean {names}?)").format(names=listed(dict.fromkeys(meant))) if meant else "")
