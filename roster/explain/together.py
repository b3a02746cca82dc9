"""What the least that can be short of a priority says of the crews that are missing there, one by one and together."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from roster.domain.outcome import Outcome
from roster.rules.limits import Linear
from roster.search.explain.shortfalls import Binding, Shortfall
from roster.search.score import values
from roster.tiers import tier_of


class TooFew(NamedTuple):
    """With a crew `less` would be short of a priority, instead of `short`; no roster has less than `least`."""

    priority: int
    short: int
    least: int
    less: int


class AtLeast(NamedTuple):
    """Of so many crews that are missing at a priority, at least so many are in every roster."""

    priority: int
    crews: int
    least: int


class Together:
    """The shortfalls of one roster beside what is proved of each priority.

    Both hold of rosters in which all that is asked for as urgently is as well met as there. A bound of the roster's
    search holds while no more of the earlier priorities is short, so for these as well.
    """

    def __init__(self, binding: Binding, outcome: Outcome, least: Mapping[int, int]) -> None:
        self._binding = binding
        self._value = values(binding.problem, outcome.roster)
        self._short = outcome.report.short
        self._least = {tier.priority: tier.bound for tier in outcome.proof.tiers}
        self._least |= {priority: max(bound, self._least.get(priority, 0)) for priority, bound in least.items()}

    def too_few(self, short: Shortfall) -> TooFew | None:
        """What shows that no roster closes a shortfall; None where that is not proved."""
        now, least = self._short.get(short.priority, 0), self._least.get(short.priority, 0)
        less = now - self._gain(short, Counter())
        return TooFew(short.priority, now, least, less) if less < least <= now else None

    def at_least(self, shorts: Sequence[Shortfall]) -> dict[int, AtLeast]:
        """By priority, where any of these must be missing, how many: those that would gain least are had first."""
        sharing = Counter(id(limit) for short in shorts for _rule, limit in short.own)
        found: dict[int, AtLeast] = {}
        for priority in dict.fromkeys(short.priority for short in shorts):
            own = [short for short in shorts if short.priority == priority]
            room = self._short.get(priority, 0) - self._least.get(priority, 0)
            missing = len(own)
            for gain in sorted(self._gain(short, sharing) for short in own):
                room -= gain
                if room < 0:
                    found[priority] = AtLeast(priority, len(own), missing)
                    break
                missing -= 1
        return found

    def _gain(self, short: Shortfall, sharing: Counter[int]) -> int:
        """How much less is sure to be short at its own priority if a shortfall is closed.

        Where several share a limit, as much as each of them is sure to gain.
        """
        total = 0
        for (rule, own), asked in zip(short.own, short.limits, strict=True):
            if tier_of(self._binding.rulebook[rule], own) != short.priority:
                continue
            gain = now = own.amount(self._value)
            if asked is not own and isinstance(own, Linear) and isinstance(asked, Linear):
                gain -= _amount(own, asked.at_least or 0)
            shared = sharing[id(own)]
            if shared <= 1 or (isinstance(own, Linear) and own.per == 1 and now >= shared * gain):
                total += gain
        return total


def _amount(limit: Linear, given: int) -> int:
    """What a limit still misses if so much is given."""
    short = max(0, (limit.at_least or 0) - given)
    return limit.factor * -(-short // limit.per)
