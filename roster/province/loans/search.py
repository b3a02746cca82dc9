"""The search for loans: tables of worth, rounds of prices, and bundles solved until none can be better.

A *choice* takes one bundle for each brigade. Its cost is what the brigades' rosters cost with these bundles, and the
ways; the least of that, with each bundle's proved bound in place of its cost (by prices where it was not solved),
bounds the province. The bundles of that least choice are solved next; when all are solved, cost and bound meet.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from roster.i18n import _
from roster.province.folder import Province
from roster.province.loans.choice import Choice, choose
from roster.province.loans.cost import NOTHING, Cost, plus, total
from roster.province.loans.lending import Cases, Lending, agreed, overlay_of
from roster.province.loans.market import Bundle, Side, market_of
from roster.province.loans.overlay import Going
from roster.province.loans.prices import Cut, between, offers, rounded
from roster.province.loans.trials import Question, Trial, Trials
from roster.province.settings import Lending as Terms

Key = tuple[str, Bundle]


@dataclass
class Found:
    """The best loans found, and what is proved; `trials` are the brigades as they were solved with them."""

    loans: list[Lending] = field(default_factory=list)
    trials: dict[str, Trial] = field(default_factory=dict)
    best: Cost | None = None
    bound: Cost = NOTHING
    alone: Cost | None = None
    ways: int = 0
    rounds: int = 0
    note: str = ""
    worth: list[tuple[str, str, int, Cost]] = field(default_factory=list)


class Search:
    """One search for loans in a province."""

    def __init__(
        self, province: Province, cases: Cases, terms: Terms, trials: Trials, progress: Callable[[str], None]
    ) -> None:
        self._province, self._cases, self._terms, self._trials = province, cases, terms, trials
        self._progress = progress
        self.market = market_of(province, cases, terms)
        self._minutes = province.lent.minutes
        self._by_hand = agreed(province)
        self._solved: dict[Key, Trial] = {}
        self._cuts: dict[str, list[Cut]] = {}
        self._found = Found()

    def run(self) -> Found:
        """Search until cost and bound meet, the solves are used up, or it is asked to stop."""
        if not self.market.sides:
            return self._found
        self._tell()
        nothing = (0,) * len(self.market.items)
        self._none = Bundle(nothing, nothing)
        if not self._solve([(side.name, self._none) for side in self.market.sides]):
            return self._result()
        alone = self._upper()
        self._found.alone = alone[1] if alone else None
        singles = [(side.name, one) for side in self.market.sides for one in side.bundles if one.size == 1]
        borrowing = [(name, one) for name, one in singles if any(one.into)]
        lending = [(name, one) for name, one in singles if any(one.out)]
        whole = self._solve(borrowing[: self._left])
        if whole and len(lending) * 2 <= self._left:
            whole = self._solve(lending)
        whole = whole and self._price_rounds()
        again: set[Key] = set()
        while whole and self._left > 0:
            lower, upper = self._lower(), self._upper()
            if lower is None or (upper is not None and lower[1] >= upper[1]):
                break
            missing = [key for key in lower[0].items() if key not in self._solved]
            if missing:
                whole = self._solve(missing)
                continue
            doubtful = [key for key in lower[0].items() if key not in again and self._solved[key].doubtful]
            if not doubtful:
                break
            again.update(doubtful)
            whole = self._solve(doubtful, longer=True)
        return self._result()

    @property
    def _left(self) -> int:
        return max(0, self._terms.solves - self._trials.solved)

    def _loans(self, name: str, bundle: Bundle) -> tuple[list[Lending], list[Lending]]:
        """What a brigade lends and what comes to it, what is agreed by hand included."""
        out = [one for one in self._by_hand if one.lender == name] + self.market.loans(name, bundle)
        into = [one for one in self._by_hand if one.borrower == name] + self.market.guests(bundle)
        return out, into

    def _question(self, name: str, bundle: Bundle, priced: tuple[Going, ...] = ()) -> Question:
        return Question(name, overlay_of(name, self._province, self._cases, *self._loans(name, bundle), priced))

    def _solve(self, keys: list[Key], longer: bool = False) -> bool:
        """Solve bundles, or solve them again; whether all of them were, before it was asked to stop."""
        asked = {key: self._question(*key) for key in keys if longer or key not in self._solved}
        answers = self._trials.ask(asked.values(), longer)
        self._solved |= {key: answers[question] for key, question in asked.items() if question in answers}
        self._tell()
        return all(key in self._solved for key in keys)

    def _way(self, name: str, bundle: Bundle) -> int:
        """What the ways of a bundle's crews cost."""
        lent = zip(self.market.items, bundle.out, strict=True)
        minutes = (self._minutes[name, item.loan.borrower] * count for item, count in lent if count)
        return self._terms.per_minute * sum(minutes)

    def _with_way(self, cost: Cost, name: str, bundle: Bundle) -> Cost:
        return (*cost[:-1], cost[-1] + self._way(name, bundle))

    def _upper(self) -> tuple[Choice, Cost] | None:
        """The best choice among bundles with a verified roster."""
        costs = {(n, b): self._with_way(one.cost, n, b) for (n, b), one in self._solved.items() if one.cost is not None}
        return choose(self.market, costs)

    def _lower(self) -> tuple[Choice, Cost] | None:
        """The least choice by what is proved of each bundle; its cost is a bound on the province."""
        costs = {}
        for side in self.market.sides:
            for bundle in side.bundles:
                known = self._solved.get((side.name, bundle))
                if known is None or not known.impossible:
                    costs[side.name, bundle] = self._with_way(self._least(side.name, bundle, known), side.name, bundle)
        return choose(self.market, costs)

    def _least(self, name: str, bundle: Bundle, known: Trial | None) -> Cost:
        cuts = [cut.least(bundle.out) for cut in self._cuts.get(name, ()) if not any(bundle.into)]
        return max([NOTHING, *([known.bound] if known else []), *cuts])

    def _price_rounds(self) -> bool:
        """Price what is lent by what it is worth, then halfway between what was lent and what was not."""
        worth = [self._worth_of(at) for at in range(len(self.market.items))]
        low = {side.name: [NOTHING] * len(worth) for side in self.market.sides}
        high: dict[str, list[Any]] = {side.name: [None] * len(worth) for side in self.market.sides}
        prices = {side.name: self._rounded(side, worth) for side in self.market.sides if any(side.offers)}
        for _round in range(self._terms.rounds):
            lower, upper = self._lower(), self._upper()
            met = lower is None or (upper is not None and lower[1] >= upper[1])
            open_sides = [s for s in self.market.sides if s.name in prices and self._is_open(s)]
            if met or not open_sides or len(open_sides) > self._left:
                break
            asked = {
                side.name: self._question(
                    side.name,
                    self._none,
                    offers(side, self.market, prices[side.name], self._cases, self._minutes),
                )
                for side in open_sides
            }
            answers = self._trials.ask(asked.values())
            if len(answers) < len(set(asked.values())):
                return False
            self._found.rounds += 1
            for side in open_sides:
                trial = answers[asked[side.name]]
                cut = Cut(trial.bound, tuple(prices[side.name]), side.offers)
                self._cuts.setdefault(side.name, []).append(cut)
                self._next(side, trial, prices, low[side.name], high[side.name])
            self._tell()
        return True

    def _next(self, side: Side, trial: Trial, prices: dict[str, list[Cost]], low: list[Cost], high: list[Any]) -> None:
        """The prices of a side's next round."""
        lent = self._lent(side, trial)
        now = prices[side.name]
        for at, price in enumerate(now):
            if lent[at]:
                high[at] = price
            else:
                low[at] = price
        halfway = [between(low[at], high[at]) if high[at] is not None else low[at] for at in range(len(now))]
        following = self._rounded(side, halfway, ways=False)
        if following == now:
            del prices[side.name]
        else:
            prices[side.name] = following

    def _lent(self, side: Side, trial: Trial) -> list[int]:
        """How many crews of each item a roster under prices lends."""
        counts = [0] * len(self.market.items)
        if trial.roster is None or trial.case is None:
            return counts
        problem = trial.case.problem
        for crew in trial.roster.crews:
            shift = problem.shift[crew.unit.shift]
            for at, item in enumerate(self.market.items):
                if side.offers[at] and shift.away and crew.unit.kind.rpartition("-")[0] == item.loan.kind:
                    span = shift.span(crew.unit.day)
                    begins, ends = problem.horizon.moment(span.start), problem.horizon.moment(span.end)
                    counts[at] += begins <= item.start and item.end <= ends
        return counts

    def _is_open(self, side: Side) -> bool:
        return any((side.name, bundle) not in self._solved for bundle in side.bundles if not any(bundle.into))

    def _rounded(self, side: Side, prices: list[Cost], ways: bool = True) -> list[Cost]:
        """Prices as a side can ask them, the way taken off."""
        found = []
        for item, price in zip(self.market.items, prices, strict=True):
            way = self._minutes.get((side.name, item.loan.borrower), 0) * self._terms.per_minute if ways else 0
            kind = self._cases[side.name].problem.kind.get(item.loan.kind)
            found.append(rounded((*price[:-1], price[-1] - way), kind.crew if kind else 1))
        return found

    def _worth_of(self, at: int) -> Cost:
        """What the first crew of an item is worth to its borrower; nothing where that is not known."""
        name = self.market.items[at].loan.borrower
        one = tuple(int(place == at) for place in range(len(self.market.items)))
        without, with_it = (self._solved.get((name, b)) for b in (self._none, Bundle(self._none.out, one)))
        if without is None or with_it is None or without.cost is None or with_it.cost is None:
            return NOTHING
        return plus(without.cost, with_it.cost, -1)

    def _tell(self) -> None:
        text = _("loans: {count} solves of {most} at the most")
        self._progress(text.format(count=self._trials.solved, most=self._terms.solves))

    def _result(self) -> Found:
        found, upper, lower = self._found, self._upper(), self._lower()
        if any(side.cut for side in self.market.sides):
            found.note = _("so much could be lent that fewer crews at once were looked at; the bound is of these")
        if lower is not None:
            found.bound = lower[1]
        if upper is None:
            return found
        choice, found.best = upper
        without = [self._solved[side.name, self._none].cost for side in self.market.sides]  # some solved again since
        found.alone = total(one for one in without if one is not None) if None not in without else None
        found.trials = {name: self._solved[name, bundle] for name, bundle in choice.items()}
        found.loans = sorted(one for name, bundle in choice.items() for one in self.market.loans(name, bundle))
        found.ways = sum(self._way(name, bundle) for name, bundle in choice.items())
        found.worth = list(self._worth())
        return found

    def _worth(self) -> Any:
        """What each single crew changes, for those that were solved."""
        for (name, bundle), trial in sorted(
            self._solved.items(), key=lambda pair: (pair[0][0], pair[0][1].size, pair[0][1].out, pair[0][1].into)
        ):
            without = self._solved.get((name, self._none))
            if not bundle.size or trial.cost is None or without is None or without.cost is None:
                continue
            loans = self.market.loans(name, bundle) or self.market.guests(bundle)
            if not (any(bundle.out) and any(bundle.into)):
                text = _("lends {what}") if any(bundle.out) else _("gets {what}")
                words = [
                    _("{crews} x {kind} for {shift} of {borrower} on {date}").format(**one._asdict()) for one in loans
                ]
                yield name, text.format(what=_("; ").join(words)), bundle.size, plus(trial.cost, without.cost, -1)
