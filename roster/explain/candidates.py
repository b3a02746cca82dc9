"""Changes that could cure a clash: of a table's row, of a number in a rule, or of how a rule binds."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from functools import reduce
from operator import add

from roster import api
from roster.domain.letters import shift_text
from roster.explain.candidate import Candidate, Kind
from roster.explain.changes import Change, drop, written
from roster.explain.exceptions import for_them_only
from roster.explain.field_words import field_words
from roster.explain.lend import lend_officer, lend_vehicle
from roster.explain.row_changes import ask_less, change_maintenance, cost_hours_only
from roster.explain.rows import Rows
from roster.explain.rule_changes import rule_change, valid
from roster.explain.table_changes import OfTables
from roster.explain.trial import Asked
from roster.i18n import _
from roster.io.selected import listed
from roster.io.tables import absences, demand, fixed, requests
from roster.io.tables.table import TableRow
from roster.rules.base import Rule
from roster.rules.roster.cover import Cover
from roster.rules.scopes import ForceRule
from roster.rules.shared.words import date_text, person, span_text, whoever
from roster.search.explain.clashes import Clash, Explainer
from roster.search.explain.constraint_groups import ConstraintGroup
from roster.search.explain.excess import Excess, least_excess
from roster.search.explain.mus import Clock
from roster.search.explain.past import PAST

LAW_WORDS = ("law", "regulation", "法", "条例", "规定", "条令")
"""In the `why` of a rule: it is asked for from outside."""
MOVABLE = ("annual", "personal", "training")
"""Kinds of absence that people may agree to move."""
SECONDS_OF_AMOUNTS = 15.0
"""For how far the members of one clash must give way; those that come later keep their numbers."""
NEXT_PRIORITY = 4
DEAR_WISH = 100
NAMED = 4
"""So many of those who are away are named."""


def lawful(rule: Rule) -> str:
    """What outside asks for a must; empty for what the brigade itself decided."""
    outside = type(rule).lawful or any(word in rule.why.lower() for word in LAW_WORDS)
    return (_(rule.why) if rule.why else rule.spoken) if rule.must and outside else ""


class Candidates:
    """What a leader could change about the members of a clash of an explainer's groups."""

    def __init__(self, asked: Asked, case: api.Case, explainer: Explainer, clock: Clock | None = None) -> None:
        self.asked, self.case, self.explainer = asked, case, explainer
        self._clock = clock or Clock(SECONDS_OF_AMOUNTS)
        self.groups = explainer.groups
        self.rows = Rows(case.tables)
        self._amounts = Clock(self._clock.left(SECONDS_OF_AMOUNTS))
        self._blocked: dict[Kind, list[str]] = {}
        self._laws: dict[Kind, list[str]] = {}
        self._kept_leave: dict[str, list[str]] = {}  # who is away, by kind of absence

    def of(self, clash: Clash) -> list[Candidate]:
        """Candidates for a clash, the easiest first, those that break what the law asks last."""
        self._amounts = Clock(self._clock.left(SECONDS_OF_AMOUNTS))
        found: list[Candidate] = list(self._of_tables(clash, clash.members))
        for member in clash.members:
            for row in self.rows.of(member) if member.rule else ():
                found += self._of_row(row, member, clash)
        for rule in self._rules_of(clash):
            found += [*self._numbers(rule, clash, clash.members), *self._binding(rule, clash)]
        for rule in (*self._rules_of_demand(clash), *self._rules_of_wishes(clash)):
            found += self._binding(rule, clash)
        found += lend_officer(self.asked, self.case, clash)
        found += lend_vehicle(self.asked, self.case, clash)
        return sorted(found, key=lambda candidate: (bool(candidate.law), candidate.effort))

    def larger(self, clash: Clash) -> Iterator[Candidate]:
        """Numbers that give way far enough for all musts to hold, not only for this clash to end: slower to find."""
        self._amounts = Clock(self._clock.left(SECONDS_OF_AMOUNTS))
        yield from self._of_tables(clash, None)
        for member in clash.members:
            for row in self.rows.of(member) if member.rule else ():
                if isinstance(row, demand.Row) and row.minimum > 0 and self._asks_minimum(member):
                    yield from self._ask_less(row, member, clash)
        for rule in sorted(self._rules_of(clash), key=lambda rule: bool(lawful(rule))):
            yield from self._numbers(rule, clash, None)
        for rule in (*self._rules_of(clash), *self._rules_of_wishes(clash)):
            yield from self._for_those_concerned(rule, clash, None)

    def _of_tables(self, clash: Clash, among: Collection[ConstraintGroup] | None) -> Iterator[Candidate]:
        """Changes of tables for the members that no rule asks for, and for parts of rules that speak of tables."""

        def excess(member: ConstraintGroup) -> int:
            found = self.excess(clash, among, {member})
            return found.amount if found else 0

        tables = OfTables(self.case, self.asked.brigade, self.rows, clash, excess)
        for member in clash.members:
            yield from tables.candidates(member)

    def _rules_of(self, clash: Clash) -> list[Rule]:
        names = dict.fromkeys(member.rule for member in clash.members if member.rule and not self.rows.of(member))
        return [self.case.rulebook[name] for name in names]

    def _rules_of_demand(self, clash: Clash) -> list[Rule]:
        """Rules of the whole force that ask for what rows say."""
        asking = (m.rule for m in clash.members if m.rule and any(isinstance(r, demand.Row) for r in self.rows.of(m)))
        rules = (self.case.rulebook[name] for name in dict.fromkeys(asking))
        return [rule for rule in rules if isinstance(rule, ForceRule) and rule.must]

    def _rules_of_wishes(self, clash: Clash) -> list[Rule]:
        """Rules that make musts of what rows of `requests` and `fixed` say of one officer."""
        said = (m.rule for m in clash.members if any(isinstance(r, requests.Row | fixed.Row) for r in self.rows.of(m)))
        return [rule for name in dict.fromkeys(said) if (rule := self.case.rulebook[name]).must]

    def _of_row(self, row: TableRow, member: ConstraintGroup, clash: Clash) -> Iterator[Candidate]:
        loosens, brigade = frozenset({member}), self.asked.brigade
        facts = self.case.problem
        match row:
            case fixed.Row():
                text = _("no longer fix {officer} on {date}").format(
                    officer=person(row.officer, facts), date=date_text(row.date)
                )
                yield Candidate((drop(row, written(row), brigade),), text, loosens, "row", effort=1)
            case requests.Row():
                text = _("no longer hold {officer} to the request for {date}")
                if row.shift:
                    text = _("no longer hold {officer} to the request for {shift} on {date}")
                shift = shift_text(row.shift, facts) if row.shift else ""
                text = text.format(officer=person(row.officer, facts), date=date_text(row.date), shift=shift)
                yield Candidate((drop(row, written(row), brigade),), text, loosens, "leave", effort=1)
            case absences.Row() if row.begins.date() < facts.horizon.start:
                kind: Kind = "vehicle" if row.id in facts.vehicle else "leave"
                text = _("what has begun stays: {who} is away from {date}")
                self._block(kind, text.format(who=whoever(row.id, facts), date=date_text(row.begins.date())))
            case absences.Row() if row.id in facts.vehicle:
                yield from change_maintenance(row, loosens, facts, brigade)
            case absences.Row():
                yield from cost_hours_only(row, loosens, facts, brigade)
                if row.kind not in MOVABLE:
                    self._kept_leave.setdefault(row.kind, []).append(whoever(row.id, facts))
                    return
                text = _("ask {officer} to take the leave of {dates} at another time")
                text = text.format(officer=person(row.id, facts), dates=span_text(row.start, row.end))
                yield Candidate((drop(row, written(row), brigade),), text, loosens, "leave", effort=4)
            case demand.Row() if row.minimum > 0 and self._asks_minimum(member):
                yield from self._ask_less(row, member, clash, clash.members)

    def keep_to_the_law(self, candidates: Iterable[Candidate]) -> None:
        """Note that those which break what the law asks were not tried, as something else helps."""
        for candidate in candidates:
            if candidate.law:
                self._laws.setdefault(candidate.kind, []).append(candidate.law)

    def _block(self, kind: Kind, sentence: str) -> None:
        self._blocked.setdefault(kind, []).append(sentence)

    @property
    def blocked(self) -> dict[Kind, list[str]]:
        """Why changes of a kind that come to mind were not thought of, in words."""
        text = _("a law or an order is kept as long as something else helps: {law}")
        found = {kind: list(dict.fromkeys(sentences)) for kind, sentences in self._blocked.items()}
        for absence, names in self._kept_leave.items():
            people = list(dict.fromkeys(names))
            away = _("{who} is away ({kind}), which nobody can put off")
            if len(people) > 1:
                away = _("{who} are away ({kind}), which nobody can put off")
            more = _(", and {count} more").format(count=len(people) - NAMED) if len(people) > NAMED else ""
            told = away.format(who=_(", ").join(people[:NAMED]) + more, kind=_(absence))
            found.setdefault("leave", []).append(told)
        for kind, laws in self._laws.items():
            found.setdefault(kind, []).append(text.format(law=_("; ").join(dict.fromkeys(laws))))
        return found

    def _asks_minimum(self, member: ConstraintGroup) -> bool:
        """Whether the rule asks for the minimum of its demand rows, and not for their target or for no more."""
        rule = self.case.rulebook[member.rule]
        return not isinstance(rule, Cover) or rule.asks == "minimum"

    def _ask_less(
        self, row: demand.Row, member: ConstraintGroup, clash: Clash, among: Collection[ConstraintGroup] | None = None
    ) -> Iterator[Candidate]:
        heads = self.excess(clash, among, {member})
        fewer = ask_less(row, heads.amount, member, self.case.problem, self.asked.brigade) if heads else None
        if fewer is not None:
            yield fewer

    def both(self, clash: Clash, one: Candidate, other: Candidate) -> Candidate:
        """Both changes together; where both ask for less, as much less in each row as it takes for all to hold."""
        members = one.loosens | other.loosens
        rows = {m: row for m in members for row in self.rows.of(m) if isinstance(row, demand.Row)}
        if one.kind == other.kind == "demand" and rows.keys() == members:
            heads = self.excess(clash, None, members, each=True)
            told = heads.each if heads else {}
            fewer = (ask_less(rows[m], told[m], m, self.case.problem, self.asked.brigade) for m in told)
            found = sorted(filter(None, fewer), key=lambda candidate: candidate.sentence)
            if found:
                return reduce(add, found)
        return one + other

    def _numbers(self, rule: Rule, clash: Clash, among: Collection[ConstraintGroup] | None) -> Iterator[Candidate]:
        """A number of the rule loosened as far as it must be: for as few officers as possible, and for everybody."""
        every, law = self._instances(rule), lawful(rule)
        numbers = [(field, way) for field, way in type(rule).relaxable if getattr(rule, field, None) is not None]
        few = self.excess(clash, among, every, few=True) if numbers else None
        whole = self.excess(clash, among, every) if numbers else None
        for field, way in numbers:
            if few is not None and few.amount:
                yield from self._for_few(rule, few, law, field, way)
            if whole and not valid(rule, field, getattr(rule, field) + way * whole.amount):
                text = _("{rule}: no number that such a rule may have would do")
                self._block("rule", text.format(rule=rule.spoken))
            old = getattr(rule, field)
            new = old + way * (whole.amount if whole else 0)
            change = rule_change(self.asked, self.case, rule, field, f"{old:g}", f"{new:g}")
            if new != old and valid(rule, field, new) and change:
                text = _("{rule}: {field} {new} instead of {old}").format(
                    rule=rule.spoken, field=field_words(field), new=f"{new:g}", old=f"{old:g}"
                )
                yield Candidate((change,), text, every, "rule", law, effort=self._effort(change, 8 if law else 2))

    def _binding(self, rule: Rule, clash: Clash) -> Iterator[Candidate]:
        """A must that no longer speaks of those concerned, or becomes a priority or a wish."""
        every, law = self._instances(rule), lawful(rule)
        numbers = any(getattr(rule, field, None) is not None for field, _way in type(rule).relaxable)
        if law and numbers:
            self._laws.setdefault("binding", []).append(law)
        if not rule.must or (law and numbers):
            return
        yield from self._for_those_concerned(rule, clash, clash.members)
        field, new_text = (
            ("priority", str(NEXT_PRIORITY)) if isinstance(rule, ForceRule) else ("weight", str(DEAR_WISH))
        )
        change = rule_change(self.asked, self.case, rule, field, "must", new_text)
        if change:
            priority = _("{rule}: no longer a must; what is missing is a shortfall of priority {new}")
            text = priority if field == "priority" else _("{rule}: no longer a must, but a wish of weight {new}")
            text = text.format(rule=rule.spoken, new=new_text)
            yield Candidate((change,), text, every, "binding", law, effort=self._effort(change, 9 if law else 5))

    def _for_those_concerned(
        self, rule: Rule, clash: Clash, among: Collection[ConstraintGroup] | None
    ) -> Iterator[Candidate]:
        """A must without numbers that no longer speaks of the few who have to give way."""
        if rule.must and not any(getattr(rule, field, None) is not None for field, _way in type(rule).relaxable):
            few = self.excess(clash, among, self._instances(rule), few=True)
            if few is not None:
                yield from self._for_few(rule, few, lawful(rule))

    def _instances(self, rule: Rule) -> frozenset[ConstraintGroup]:
        return frozenset(instance for instance in self.groups if instance.rule == rule.name)

    def _for_few(self, rule: Rule, few: Excess, law: str, field: str = "", way: int = 0) -> Iterator[Candidate]:
        """The rule changed only for the officers who have to give way: a number, or that it speaks of them at all."""
        officers = sorted({instance.officer for instance in few.giving if instance.officer})
        old = getattr(rule, field) if field else 0
        new = old + way * few.amount
        if field and not valid(rule, field, new):
            field = ""  # no number is low enough: then nothing is asked of them at all
        changes = for_them_only(rule, officers, self.asked, self.case, field, new)
        if not changes:
            if {officer.id for officer in rule.officers(self.case.problem)} == set(officers):
                self._block("limit", _("{rule} is about nobody else").format(rule=rule.spoken))
            return
        people = listed(person(officer, self.case.problem) for officer in officers)
        text = (
            _("{rule}: {field} {new} instead of {old}, only for {people}")
            if field
            else _("{rule}: no longer for {people}")
        ).format(rule=rule.spoken, field=field_words(field), new=f"{new:g}", old=f"{old:g}", people=people)
        yield Candidate(changes, text, few.giving, "limit", law, effort=self._effort(changes[0], 7 if law else 1))

    def _effort(self, change: Change, own: int) -> int:
        """Rules that every brigade shares are changed less readily than the brigade's own."""
        return own + 2 * (bool(change.base))

    def excess(
        self,
        clash: Clash,
        among: Collection[ConstraintGroup] | None,
        giving: Collection[ConstraintGroup],
        few: bool = False,
        each: bool = False,
    ) -> Excess | None:
        """How far these must give way for all that are `among` to hold, by default for everything to hold.

        None too where the time for it is over.
        """
        if self._amounts.over:
            return None
        asked = self.explainer
        if any(not member.rule and member.part != PAST for member in clash.members):
            asked = asked.whole(clash, alone=among is not None)
        members = asked.groups if among is None else among
        groups = {member: asked.groups[member] for member in members if member in asked.groups}
        return least_excess(asked.problem, groups, groups.keys() & giving, asked.always, few, each)
