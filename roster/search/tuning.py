"""What makes a search faster or better without changing what it may find: seconds, shares, sizes and numbers of tries.

One class an engine or a step, all of them in one `Tuning` that goes in with `Options` and down with what steps share
(the clock, the linear relaxation). A comment says `measured` where figures are known; where it does not, a value was
chosen in trials of which no figures were kept.
"""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Stages:
    """The stages of one search, and what each has of the time that is left."""

    first_share: float = 0.3  # for a roster without any shortfall
    first_share_in_turn: float = 0.8  # the same where it is made officer by officer
    rough_share: float = 0.3  # for a roster with few shortfalls
    near_share: float = 0.4  # the same near the linear relaxation
    rough_gap: float = 0.02  # its gap that is enough; further from it, it is first decided again part by part
    rough_weight: int = 10  # one unit short of an earlier priority beside one of the next, far from the relaxation
    far_share: float = 0.7  # for deciding such a roster again part by part
    short_share: float = 0.5  # the same where too much is short when all priorities are settled
    warm_share: float = 0.3  # for parts decided again before a roster with as little short as can be is a hint
    wishes_share: float = 0.7  # for the wishes by unit kind, before those by crew
    wishes_share_large: float = 0.75  # the same of a large model
    again_seconds: float = 10.0  # a large model by kind is worked on again if so much time is left
    seating_seconds: float = 10.0  # for a roster whose people cannot be seated; half of what is left where less is
    learning_share: float = 0.25  # of all time: while so much is left, the model by kind is solved again with cuts
    late_share: float = 0.1  # of the limit, beyond it, for a first roster where there is none: half for looking,
    late_seconds: float = 3.0  # and more seconds beside it; the other half is for verifying what was found
    late_until: float = 25.0  # second until which one is looked for, however short the limit is
    late_work: float = 20.0  # the same where work counts, or as long as the limit where that is longer
    far_gap: float = 0.1  # wishes further from the bound are decided again by crew part by part before the whole
    parts_share: float = 0.5  # for that
    check_seconds: float = 4.0  # between two checks of a roster that gets better crew by crew
    check_times: float = 4.0  # the same in times of what a check takes, where that is longer


@dataclass(frozen=True)
class Checking:
    """Solutions of a model made rosters and verified while it is still worked on."""

    seconds: float = 2.0  # between two of them at least
    share: float = 0.1  # of the time, for them at most


@dataclass(frozen=True)
class Haste:
    """A whole first roster where the machine is slow for its limit, in times of what the models took to be made."""

    slow: float = 8.0  # a shorter limit is one in which no search comes to its end
    patience: float = 6.0  # for making a roster near the relaxation better as a whole
    patience_share: float = 0.3  # of the time near the relaxation, for the same at most
    near_share: float = 0.6  # of what is left, for a roster near the relaxation; the rest is for its crews
    alone_share: float = 0.5  # of that, for the relaxation where there is one thread
    crowded: float = 2.5  # times as long as it works a thread takes where others have most of the processors
    day_seconds: float = 4.0  # for one day beside those before it
    near_weight: int = 100  # one unit short of an earlier priority beside one of the next


@dataclass(frozen=True)
class Selection:
    """Which engines work on a model by unit kind."""

    largest_proved: int = 14_000  # variables up to which HiGHS proves bounds; larger models are rounded
    most_ties: float = 2.0  # limits over several officers, an officer and day, up to which lines are generated
    # measured: public instances have 0.2 to 0.5, the bundled brigade 7
    first_alone_seconds: float = 2.0  # of CP-SAT by itself for a first roster: mostly it has one before
    least_near_seconds: float = 6.0  # from which on a first roster with shortfalls is sought near the relaxation
    trial_share: float = 0.15  # of a stage, for CP-SAT and branch and cut before lines are generated
    trial_times: float = 10.0  # the same in times of what the models took, where that is longer
    trial_most: float = 0.3  # of a stage, for a trial at most
    closing: float = 0.9  # of the gap on the whole: lines with no more at the end of theirs go on, many ties or few
    nearly_done: float = 0.03  # gap at the end of that with which they go on instead
    rough_patience: float = 3.0  # seconds in which that is made better as a whole, where shortfalls come first


@dataclass(frozen=True)
class Rounding:
    """Large models: groups, a first roster near the linear relaxation, extremes of spreads."""

    group_officers: int = 60  # at least in a group of zones; measured: its relaxation takes 1 s, the whole's a minute
    tied_officers: int = 5  # a limit of no more ties its officers to one group
    wider: float = 3.0  # by how much the reduced cost of ways that are open grows while there is no roster
    seconds: float = 10.0  # in which a first roster is made better
    share: float = 0.1  # of the limit, for the same where that is more
    group_seconds: float = 10.0  # the same for all groups together
    spread_members: int = 10  # rows over people that bound a variable which is then an extreme of a spread
    spread_credit: int = 5  # so many people fewer beyond an extreme are worth one unit of it


@dataclass(frozen=True)
class Neighbourhoods:
    """Parts of a roster decided again (large neighbourhood search)."""

    part_seconds: float = 4.0  # for one part
    half_life: float = 20.0  # seconds of tries after which what a neighbourhood has gained counts half
    steps: int = 3  # rows over which amounts follow from a decision: a count, a shortfall of it, a spread
    fewest: int = 10  # officers whose lines are decided again together
    most: int = 80
    tied: float = 0.7  # share of them who are tied by what costs too much
    alike: float = 0.75  # share of the others who stand in the same limit; the rest come by chance
    unit_days: tuple[int, ...] = (1, 3, 7)  # days, one of these, whose units are decided with officers' lines
    zone_days: int = 3  # units of so many zones on a day for each of these officers


@dataclass(frozen=True)
class Adaptation:
    """How a neighbourhood and its size are chosen by their success."""

    forgetting: float = 0.3  # weight of the last try
    curiosity: float = 0.4  # share of the time that goes to each choice alike
    step: float = 1.6  # how much larger each size is than the one before
    easy: float = 0.05  # share of a part's time: decided in less, it may be larger
    hard: float = 0.3  # the same: taking more, it should be smaller; many short tries gain more than a few long ones


@dataclass(frozen=True)
class Columns:
    """Lines of work generated, and parts of a roster decided beside that."""

    # diagrams
    largest: int = 20_000_000  # states of all, times officers and choices; what would add most beyond is left to rows
    small: int = 3  # states on a day: limits with no more are put together at once, others one by one
    raw: int = 3  # times as many states as allowed before those with the same future are made one
    most_states: int = 5_000  # of a limit on one day, above which it is left to rows, as groups that overlap may have
    # rows
    most_places: int = 4  # other rows in which a variable may stand that is put in its place there
    most_fill: int = 100_000  # weights that one such step may write
    # pricing and dives
    rounds_a_fixing: int = 20  # pricings after each fixing of a dive; measured: fewer gave far worse rosters
    rounds_a_part: int = 30  # pricings at most of lines of a few officers
    smooth: float = 0.7  # weight of the prices that proved most beside those of the last optimum
    nearly_priced: float = 0.001  # share of the objective: priced no further when all lines could gain less
    nearly_fixed: float = 0.003  # the same in a dive, whose time the master problem takes
    fixed_at_once: float = 0.1  # share of the free officers whose lines are fixed together at least
    nearly_whole: float = 0.8  # share from which on columns are fixed together
    generating_share: float = 0.7  # of the time, after which the first dive begins in any case
    part_seconds: float = 2.0  # for the best roster from a master's lines, by CP-SAT (HiGHS: ten times its limit)
    program_seconds: float = 5.0  # for a master problem, by the simplex method, then by the interior point method
    known_lines: int = 100  # of each officer, the cheapest, with which a part begins
    # parts decided by exact models
    fewest: int = 3  # officers whose lines are decided again together at least
    fewest_days: int = 2  # the same of days of all officers
    crowds: tuple[float, ...] = (1.0, 0.5, 0.25)  # shares of the officers of whom some days are decided again
    window_seconds: float = 3.0  # for some days
    completing_seconds: float = 10.0  # for everything that follows from lines
    turn_seconds: float = 5.0  # for lines decided one by one
    line_seconds: float = 10.0  # for one officer's line
    line_patience: float = 0.15  # seconds after which a line that was found is good enough
    left_to_first: int = 3  # a second thread leaves one officer in so many to the first
    # the whole model by CP-SAT
    trial_share: float = 0.1  # of the time, until it gains something, at first
    most_share: float = 0.3  # the same in the end
    least_seconds: float = 2.0  # of that
    patience_share: float = 0.5  # of its time: it goes on while its latest gain is no longer ago
    strategies: tuple[str, ...] = ("max_lp", "lns")  # CP-SAT's own names


@dataclass(frozen=True)
class Crews:
    """People put in crews, and days decided again by crew."""

    most_seats: int = 4_000  # possible seats of a shift above which only those are open that the relaxation takes
    few_seats: int = 500  # the same up to which a search without the relaxation proves most, and sooner
    strategies: tuple[tuple[str, float], ...] = (("reduced_costs", 0.5), ("no_lp", 2.0), ("default_lp", 2.0))
    # CP-SAT's ways to search, with deterministic seconds, in turn: the first proves most, the second finds most
    refining_seconds: float = 10.0  # for shifts with their crews told apart; half of it once there is an answer
    step_seconds: float = 2.0  # for one part decided again by crew
    earlier_weight: int = 1000  # one unit short of an earlier priority beside one of the next, in such a part
    cut_scale: int = 60  # prices of a cut are whole numbers: at most so much
    cut_lifted: float = 0.01  # price of somebody who does not serve: small, so that the row says more elsewhere
    cut_rounds: int = 60  # crews after which no cut is looked for any further
    cut_work: float = 0.5  # deterministic seconds for the cheapest crew


@dataclass(frozen=True)
class Proximity:
    """The best roster near another one."""

    short_share: float = 0.5  # of the time, for shortfalls; and of that what one priority may take
    mending_seconds: float = 10.0  # for days on which people cannot be seated
    improving_share: float = 0.7  # of the time, for wishes; in the rest the nearest of equally good ones is looked for
    strategies: tuple[str, ...] = ("reduced_costs",)  # measured: wishes cost half of what `max_lp`, `lns` leave


@dataclass(frozen=True)
class Proving:
    """What no roster can cost less than, beside one that is known."""

    share: float = 0.5  # of the time that is left, for one priority; the wishes get all that is left then
    shortest: float = 1.0  # seconds in which branch and cut may prove more than the linear relaxation


@dataclass(frozen=True)
class Rolling:
    """Weeks settled one after the other."""

    ahead: int = 2  # weeks looked at together; the first is kept
    look_seconds: float = 20.0  # for any roster of the next week that goes on from this one


@dataclass(frozen=True)
class Repairs:
    """Published rosters repaired, and duties handed over."""

    crew_share: float = 0.4  # of the time that is left, for each step in which the days concerned are decided by crew
    quick_work: float = 0.1  # deterministic seconds (measured: a quarter of a second) in which little that is open
    # is decided on one worker
    clash_seconds: float = 5.0  # for the reason why there is no roster, where the time is up
    vehicles_work: float = 2.0  # deterministic seconds for the vehicles of one group
    most_reseated: int = 40  # two-step chains that are tried with crews seated anew
    near_days: int = 2  # before and after the duty to be covered, on which its officer may give up another


@dataclass(frozen=True)
class Clashes:
    """The smallest clash of musts, and what is told about it; work is in deterministic seconds."""

    seconds: float = 25.0  # for one clash; what it has by then is told
    table_seconds: float = 15.0  # for which limits of tables it needs
    past_seconds: float = 4.0  # for which past duties it needs
    example_seconds: float = 3.0  # for examples
    other_seconds: float = 3.0  # for whom else it is about
    date_seconds: float = 4.0  # for the days on which it arises
    small_core_seconds: float = 2.0  # for a core of few
    seeing_work: float = 10.0  # for whether all can hold
    core_work: float = 4.0  # for a core
    check_work: float = 4.0  # for one check
    quick_work: float = 0.3  # for the same with hardly any presolve, first
    few_days_work: float = 1.0  # for one look at a few days
    example_work: float = 1.0  # for one example
    other_work: float = 1.0  # for one question about others
    flow_work: float = 0.4  # for one program of who could staff a crew, without its linear relaxation
    longer_flow_work: float = 3.0  # the same with it
    excess_seconds: float = 15.0  # for how far members must give way
    excess_work: float = 4.0  # the same: it is what ends that search on a busy machine too
    few_days: int = 2  # days that are looked at together at the most
    few_days_share: float = 0.4  # of a clash's time, for looking at few days
    few_first_share: float = 0.4  # of a question's time, for asking it of few days
    one_by_one: int = 24  # members that are tried one by one; more of them in halves, quarters and so on
    few_to_try: int = 12  # the same: a core of so few is not waited for
    most_with_tables: int = 40  # members of a clash that was not shortened, of which tables are looked for
    most_unsettled: int = 8  # limits of tables of which it is not known whether they belong to it
    other_rounds: int = 12  # how often those who can keep the rules are left out
    examples: int = 3  # for one clash
    example_members: int = 24  # of a clash with more there are none


@dataclass(frozen=True)
class Tightening:
    """A roster made less short before its shortfalls are explained."""

    rounds: int = 2  # how often each priority has its turn, in an equal part of the time that is left
    at_once_share: float = 0.5  # of the time, in which all that is short is minimised at once
    at_once_gap: float = 0.01  # of that to its bound that is enough
    least_seconds: float = 1.0  # of a turn, so that the linear relaxation proves something
    near_seconds: float = 8.0  # for rosters near the linear relaxation
    near_patience: float = 1.0  # seconds in which the first of them is made better as a whole
    small: int = 2_000  # variables up to which a model is soon solved as a whole
    resting: float = 2.0  # seconds without a better roster after which one that was found is begun at anew


@dataclass(frozen=True)
class Tuning:
    """All of them, each with what has proved good on rosters from ten people to a city."""

    stages: Stages = field(default_factory=Stages)
    checking: Checking = field(default_factory=Checking)
    haste: Haste = field(default_factory=Haste)
    selection: Selection = field(default_factory=Selection)
    rounding: Rounding = field(default_factory=Rounding)
    neighbourhoods: Neighbourhoods = field(default_factory=Neighbourhoods)
    adaptation: Adaptation = field(default_factory=Adaptation)
    columns: Columns = field(default_factory=Columns)
    crews: Crews = field(default_factory=Crews)
    proximity: Proximity = field(default_factory=Proximity)
    proving: Proving = field(default_factory=Proving)
    rolling: Rolling = field(default_factory=Rolling)
    repairs: Repairs = field(default_factory=Repairs)
    clashes: Clashes = field(default_factory=Clashes)
    tightening: Tightening = field(default_factory=Tightening)


DEFAULT = Tuning()
