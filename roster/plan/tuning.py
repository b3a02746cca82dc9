"""What makes a patrol plan better or sooner there: seconds, shares, sizes and numbers of tries.

One class a step, all of them in one `Tuning` that goes in with `PlanOptions`. A comment says `measured` where figures
are known; where it does not, a value was chosen in trials of which no figures were kept.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from roster.plan.orders import Sharing


@dataclass(frozen=True)
class Days:
    """What a day of the plan has of the time, and what a search of it needs."""

    redrawing: float = 0.35  # of what is left when its choices are known, for minutes that are drawn again
    in_search: float = 3.0  # times as long as its choices are made, a search of any use takes
    in_relaxation: float = 2.0  # the same of one by the linear relaxation
    at_once: float = 3.0  # the same of a plan that is made at once, its choices included
    making: float = 0.5  # of its time, for making what may be chosen; what is not made then is left out
    checks_share: float = 0.03  # of the time limit, for inspections and checks of the whole plan at the end
    checking: float = 0.35  # the same, of the time in which the choices of all days are made, where that is more
    much: int = 25  # price of a unit of the last priority over that of the dearest wish
    more: int = 2  # price of a unit of each priority over the next
    heavy: float = 0.25  # of the weight of the dearest wish: wishes so dear count where there is no time for all


@dataclass(frozen=True)
class Choices:
    """The activities from which a crew chooses."""

    longest: int = 4  # slots that one may take
    most: tuple[int, int, int] = (2, 6, 4)  # tours of two tasks, of one, and elsewhere, in a slot
    few: tuple[int, int, int] = (0, 6, 4)  # the same in haste
    between: int = 2  # pairs of waiting places between which a tour may lead
    neighbours: int = 6  # tasks, the nearest, to which a tour goes on from another
    paired: int = 1  # the same elsewhere
    calls: int = 2  # checkpoints of its zone at which a crew may wait as two slots meet
    near: int = 4  # zones, the nearest, that a crew patrols which may be in all


@dataclass(frozen=True)
class Construction:
    """A plan made crew by crew, and mended. Measured on the bundled week: 0.1 to 0.3 s a day, every demand met."""

    followed: int = 2  # ways to one place at one time
    widely: tuple[int, ...] = (4, 8, 24)  # the same where something is mended; one number is drawn
    pressures: tuple[float, ...] = (30.0, 8.0, 1.0)  # prices of using up a shift's stops and kilometres early, by turns
    room: int = 6  # a row with room for so much is one of the whole shift
    ahead: float = 0.15  # by so much of a shift a crew may be ahead of an even use
    failures: int = 60  # crews decided again in a row without any gain
    beside: tuple[int, ...] = (0, 1, 1, 2)  # others decided again with one that may change what is short; one is drawn
    drawn: float = 0.5  # how often the meal of a crew that stands is drawn: whoever relieves it is decided after that


@dataclass(frozen=True)
class Programs:
    """A day's program: its linear relaxation, a dive, then two crews at a time, then branch and cut."""

    least_seconds: float = 0.2  # of any run
    diving: float = 1.4  # of the time, for a first plan: what comes after is of no use without one
    hasty: float = 4.0  # seconds below which the dive leaves out the cheapest rows
    light: float = 0.5  # of all entries, those of the rows that it leaves out at most
    many: int = 20_000  # entries of a program that takes longer than moments
    jump: float = 0.5  # of the price of a unit of the last priority: so much at once is what a dive avoids
    most_nodes: int = 200  # of branch and cut where no clock counts
    nearly: float = 0.7  # of a choice in the relaxation, from which on a dive takes it
    most_failures: int = 12  # how often the dive may come to what has no solution
    pair_seconds: float = 1.0  # for two crews
    pair_gap: float = 0.02  # how near to their best
    most_pairs: int = 400  # where there are more, so many are drawn


@dataclass(frozen=True)
class Minutes:
    """Minutes drawn again once it is decided who goes where."""

    draws: int = 12  # of each crew's minutes in one round
    rounds: int = 4  # each begins with the best of the one before
    tries: int = 4  # for each draw, until the ways fit; and for each move, of which the best is taken


@dataclass(frozen=True)
class TakingBack:
    """Days planned again that were taken back, and the proof that there is no plan."""

    share: float = 0.4  # of the time that is left
    days: tuple[int, ...] = (0, 1, 2, 4, 6)  # before one that are planned again with it, one number after the other
    draws: tuple[Sharing, ...] = ("parts", "open", "groups", "open")  # of times: two at first, all in the end
    proving_seconds: float = 1.0  # for what is asked for at each place, also where no time is left
    proving_work: float = 2.0  # deterministic seconds for each question of the proof
    most_minutes: int = 40_000  # of crews at one place, beyond which nothing is tried there
    nearest_seconds: float = 5.0  # for the plan that breaks the musts least


@dataclass(frozen=True)
class Inspecting:
    """The duty leader's inspections of a day."""

    drawn: int = 12  # of each sort to choose from, for each leader
    work: float = 2.0  # deterministic seconds for a day's choice


@dataclass(frozen=True)
class Tuning:
    """All of them."""

    days: Days = field(default_factory=Days)
    choices: Choices = field(default_factory=Choices)
    construction: Construction = field(default_factory=Construction)
    programs: Programs = field(default_factory=Programs)
    minutes: Minutes = field(default_factory=Minutes)
    taking_back: TakingBack = field(default_factory=TakingBack)
    inspecting: Inspecting = field(default_factory=Inspecting)


DEFAULT = Tuning()
