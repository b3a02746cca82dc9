"""What every rule shares: how it binds, whom and when it selects, and its faces for solver, checker and reader.

A rule is a pydantic model whose fields are its YAML. It says what it limits; how the limit binds (`weight: must`,
`priority: 2`, `weight: 40`) is decided outside. Its `limits` speak to the solver, its `check` reads a finished roster
without looking at `limits`, its `say` turns a violation into one sentence.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Annotated, ClassVar, Literal

from pydantic import ConfigDict, Field, PositiveInt, model_validator

from roster.domain.clock import Window, hours_of_day
from roster.domain.people import Officer
from roster.domain.presence import Presence
from roster.domain.problem import Facts, Problem
from roster.domain.roster import Roster
from roster.domain.service import DemandLine, Slot, Unit
from roster.i18n import _, language
from roster.rules.limits import Limit
from roster.rules.shared.selectors import Strict, When, Where, Who
from roster.rules.violation import Violation


class Names(Strict):
    """A name in each language; where one is missing, the other stands for it."""

    en: str = ""
    zh: str = ""


class Weights(Strict):
    """What each unit costs: one that is missing, and one that is too many."""

    too_few: PositiveInt
    too_many: PositiveInt


class Rule(Strict):
    """A policy: who and what it is about, and how it binds."""

    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)

    rule: str
    id: str = Field(default="", description="names this entry, so that a profile can override it; default: the rule")
    called: str | Names = Field(
        default="",
        alias="name",
        description="what people read in place of the id: a text, or `{en: ..., zh: ...}`; default: the rule's title",
    )
    weight: Literal["must"] | Annotated[int, Field(gt=0)] | Weights | None = Field(
        default=None,
        description="`must`, or the cost per unit of amount in whole numbers; of rules with `min` and `max` also "
        "`{too_few: 3, too_many: 7}`",
    )
    priority: Annotated[int, Field(ge=1, le=9)] | None = Field(
        default=None, description="1 to 9: a named shortfall, strictly before every wish and every later priority"
    )
    why: str = Field(default="", description="the order or law behind it")
    who: Who = Who()
    where: Where = Where()
    when: When = When()

    title: ClassVar[str] = ""
    """What an entry of this rule is called that has no name of its own. A message id; default: the rule's words."""

    unit_of_amount: ClassVar[str] = ""
    """What one unit of amount is: hours, days, heads. A message id."""

    relaxable: ClassVar[tuple[tuple[str, int], ...]] = ()
    """Numbers by which this rule can be loosened: with 1 by raising them, with -1 by lowering them."""

    lawful: ClassVar[bool] = False
    """Whether laws and standing orders ask for this; see also `why`."""

    reach: ClassVar[Literal["shift", "horizon"]] = "shift"
    """Over whose seats one of its limits may speak: those of one shift, or those of several. The law holds it to that.

    Seats are decided shift by shift; a must that reaches further is kept by seating shifts again beside the others.
    """

    two_sided: ClassVar[bool] = False
    """Whether too few and too many may have weights of their own: its limits and violations ask `factor`."""

    refused: ClassVar[tuple[str, ...]] = ()
    """Selectors that this rule has no use for, as `who` or `when.slot`: given, they are an error."""

    @model_validator(mode="after")
    def _binds_one_way(self) -> Rule:
        if (self.weight is None) == (self.priority is None):
            raise ValueError(_("give either `weight: must`, `weight: <whole number>` or `priority: 1..9`"))
        if isinstance(self.weight, Weights) and not self.two_sided:
            raise ValueError(_("one `weight`: this rule has no `min` and `max` that could have weights of their own"))
        return self

    @model_validator(mode="after")
    def _uses_its_selectors(self) -> Rule:
        for selector in self.refused:
            part, _dot, name = selector.partition(".")
            given = getattr(self, part)
            default = type(given)()
            if (getattr(given, name) != getattr(default, name)) if name else given != default:
                raise ValueError(_("`{selector}` has no meaning in this rule").format(selector=selector))
        return self

    @property
    def name(self) -> str:
        """The key of the entry in its rulebook."""
        return self.id or self.rule

    @property
    def spoken(self) -> str:
        """The name that people read, in the language in use; never the bare key of the entry."""
        called = self.called
        if isinstance(called, Names):
            called = getattr(called, language()) or called.en or called.zh
        title = _(title_of(type(self)))
        return called or (f"{title} ({self.id})" if self.id not in ("", self.rule) else title)

    @property
    def must(self) -> bool:
        return self.weight == "must"

    def factor(self, few: bool) -> int:
        """How many times a unit counts that is missing (`few`), or too many."""
        if not isinstance(self.weight, Weights):
            return 1
        return self.weight.too_few if few else self.weight.too_many

    def officers(self, facts: Facts) -> tuple[Officer, ...]:
        """The officers that `who` selects."""
        known = facts.selections
        if self.who not in known:
            known[self.who] = tuple(officer for officer in facts.officers if self.who.matches(officer, facts))
        return known[self.who]

    def selects(self, unit: Unit, facts: Facts) -> bool:
        """Whether `where` and `when` select a unit."""
        return (
            self.where.matches_unit(unit, facts)
            and self.when.matches_shift(facts.shift[unit.shift])
            and self.when.matches_day(unit.day, facts)
        )

    def counted_in(self) -> str:
        """What one unit of this entry's amount is, in words."""
        return _(type(self).unit_of_amount)

    def names(self) -> Iterator[tuple[str, str, str]]:
        """What this entry names in the tables, as (field, kind of thing, name), to be checked for existence.

        Kinds: officer, squad, contract, qualification, zone, site, unit_kind, shift, day_type.
        """
        yield from named_people(self.who, "who")
        for field_name in ("zone", "site", "unit_kind"):
            yield from ((f"where.{field_name}", field_name, n) for n in getattr(self.where, field_name))
        yield from (("when.shift", "shift", n) for n in self.when.shift)
        yield from (("when.day_type", "day_type", n) for n in self.when.day_type)

    def missing_subject(self, facts: Facts) -> str:
        """What this rule is about and the brigade has none of, as `no visible unit kind`; empty where it has some."""
        return ""

    def demand(self, facts: Facts) -> Iterable[DemandLine]:
        """Demand lines that this rule adds to the table's: units of these kinds may then run there."""
        return ()

    def boundaries(self) -> Iterable[Window]:
        """Hours at whose ends what this rule asks for changes; slots are cut there."""
        return (self.when.slot,) if self.when.slot else ()

    def light_hours(self) -> Iterable[Window]:
        """Hours in which this rule wants light bars on."""
        return ()

    def presence(self, problem: Problem) -> Iterable[Presence]:
        """What this rule wants to be in the street, by place and slot."""
        return ()

    def unserved(self, problem: Problem) -> tuple[Window, ...]:
        """Hours of the day in which this rule asks for what no unit that counts has a shift for."""
        return hours_of_day(slot.span for slot in self.unserved_slots(problem))

    def unserved_slots(self, problem: Problem) -> frozenset[Slot]:
        """Slots in which this rule asks for units, and none that count has a shift on any date."""
        asked = ((slot, one.kinds) for one in self.presence(problem) for slot in one.slots)
        return frozenset(slot for slot, kinds in asked if not problem.ever_on_duty(slot.span, kinds))

    def unmeetable(self, problem: Problem) -> str:
        """What the brigade lacks for any roster to meet this entry, or the hours in which it does; empty for nothing.

        Told of the brigade's tables alone, whatever other rules ask for. What is short for that reason is one violation
        at `NOWHERE`, whose finding is `unmeetable`.
        """
        if lack := self.missing_subject(problem):
            return lack
        hours = _(", ").join(map(str, self.unserved(problem)))
        return _("no unit that counts has a shift within {hours}").format(hours=hours) if hours else ""

    def policy(self, facts: Facts) -> Iterator[str]:
        """What this entry asks for with its own values, in parts; none where the docstring's first line says it all."""
        return iter(())

    def tell(self, officers: tuple[str, ...], group: str, days: tuple[int, ...], problem: Problem) -> str:
        """What this entry asks of these officers on these dates, or of a group; empty where `policy` says it."""
        return ""

    def say(self, violation: Violation, problem: Problem) -> str:
        """One sentence that a leader understands."""
        raise NotImplementedError

    def say_lack(self, problem: Problem) -> str:
        """The one sentence on all that is missing because the brigade has none of what the rule is about then."""
        text = _(
            "{rule}: {lack}; no roster can meet that: add it to the tables, or change the entry (`off: true` ends it)"
        )
        return text.format(rule=self.spoken, lack=self.unmeetable(problem))

    def check_all(self, roster: Roster, problem: Problem) -> Iterator[Violation]:
        """Every violation of this rule in a finished roster, whatever its scope."""
        raise NotImplementedError

    def limit_all(self, problem: Problem) -> Iterator[Limit]:
        """Every limit of this rule, whatever its scope."""
        raise NotImplementedError


def title_of(rule: type[Rule]) -> str:
    """What an entry without a name is called. A message id."""
    return rule.title or str(rule.model_fields["rule"].default).replace("_", " ").capitalize()


def named_people(selector: Who, field: str) -> Iterator[tuple[str, str, str]]:
    """What a selector of people in a field names in the tables, as (field, kind of thing, name)."""
    for field_name in ("id", "squad", "contract", "home_zone", "qualification", "serves"):
        kind = {"id": "officer", "home_zone": "zone", "serves": "unit_kind"}.get(field_name, field_name)
        for who, prefix in ((selector, field), *((but, f"{field}.but") for but in selector.but)):
            yield from ((f"{prefix}.{field_name}", kind, name) for name in getattr(who, field_name))
