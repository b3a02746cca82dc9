"""The last stage of a search: a roster whose people are seated, made better with its crews told apart."""

from __future__ import annotations

from roster.domain.ids import ShiftId
from roster.forms import Sum
from roster.search.portfolio import solve_model
from roster.search.run import SolveResult
from roster.search.state import SearchState
from roster.tiers import WISHES


def less_short_by_crew(state: SearchState, share: float) -> bool:
    """Decide parts of the best roster again if too much is short in it; whether that made it better."""
    best = state.best
    if best is None or state.gap() < float("inf") or state.engines.large or state.run.over():
        return False
    late, least = state.until(state.run.left() * share), [tier.bound for tier in state.settled()]
    state.decide_again(best.roster, list(state.problem.units_of), late, least)
    return state.best is not best


def improve_by_crew(state: SearchState) -> None:
    """Make the best roster better by crew until it is good enough or the time is up: shifts, days, parts, the whole."""

    def enough() -> bool:
        return state.gap() <= state.options.gap or state.run.over()

    for step in (_refine, *(() if state.engines.large else (_decide_parts, _decide_all))):
        if enough():
            return
        step(state)


def whole_by_crew(state: SearchState) -> SolveResult | None:
    """The best roster as values of all variables of the model by crew: a hint that leaves nothing to be found."""
    if state.best is None:
        return None
    model = state.by_crew
    pinned = model.model.clone()
    for variable, value in model.decisions.hints(state.best.roster):
        pinned.add(variable == value)
    pinned.minimize(model.wishes + Sum(list(model.short.values())))
    found = solve_model(state.run, pinned, state.run.left())
    return found if found.values else None


def _refine(state: SearchState) -> None:
    """Decide shifts, then days, again with the crews told apart, while that makes the roster better.

    Those whose crews cost most beyond what the model by kind says come first, and shifts only where they cost more.
    """
    refinement, tuning = state.refinement(state.late), state.options.tuning.stages
    if refinement is None or state.seated is None:
        return
    gaps = {shift: refinement.aggregation_gap(shift, state.seated) for shift in state.problem.units_of}
    by_day: dict[int, list[ShiftId]] = {}
    for shift in gaps:
        by_day.setdefault(shift[0], []).append(shift)
    dear = sorted((shift for shift in gaps if gaps[shift] > 0), key=lambda shift: -gaps[shift])
    days = sorted(by_day.values(), key=lambda shifts: -sum(gaps[shift] for shift in shifts))
    for parts in ([[shift] for shift in dear], days):
        before = None
        while state.best is not before:
            before, seated, checked = state.best, state.seated, state.run.seconds
            for part in parts:
                if state.best is None or state.late() or state.gap() <= state.options.gap:
                    break
                seated = refinement.refined(part, seated, state.best.cost[-1] - state.bound) or seated
                if state.run.seconds - checked > max(tuning.check_seconds, tuning.check_times * state.check_seconds):
                    state.keep_seated(seated)
                    checked = state.run.seconds
            if seated is not state.seated:
                state.keep_seated(seated)


def _decide_parts(state: SearchState) -> None:
    """Parts of a roster that is far from the bound decided again: shifts, days and longer stretches of days."""
    tuning = state.options.tuning.stages
    if state.best is not None and state.gap() > tuning.far_gap:
        late, enough = (
            state.until(state.run.left() * tuning.parts_share),
            state.proved() / max(0.01, 1 - state.options.gap),
        )
        state.decide_again(state.best.roster, list(state.problem.units_of), late, state.short().values(), enough)


def _decide_all(state: SearchState) -> None:
    """The whole model by crew, from the best roster on."""
    model, short = state.by_crew, state.short()
    trial = model.minimising(WISHES, short)
    trial.add(model.wishes >= state.proved())
    stage = solve_model(state.run, trial, state.run.left(), whole_by_crew(state), "crews", gap=state.options.gap)
    if stage.values is not None:
        state.keep(model.decisions.read(stage.value))
        if state.short() == short:
            state.bound, state.bounded = max(state.proved(), stage.bound), short
