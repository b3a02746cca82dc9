"""What is said where a search ends without a roster."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NoReturn

from roster.domain.errors import NoRosterError, OutOfTimeError
from roster.i18n import _
from roster.search.clash import clashing_rules
from roster.search.run import SolveResult
from roster.search.state import SearchState
from roster.solvers.cpsat import Status

NEAREST_SHOWN = 5  # musts that the nearest to a roster still breaks


def nothing_found(state: SearchState, stage: SolveResult | None = None) -> NoReturn:
    """Raise OutOfTimeError, or NoRosterError where `stage`, which forbids no shortfall, has proved it."""
    if stage is not None and stage.status is Status.INFEASIBLE:
        raise NoRosterError(*clashing_rules(state.problem, state.rulebook))
    text = _("the time limit came before any roster was found ({seconds:.0f} s); give more time")
    lines = [text.format(seconds=state.run.seconds), _("tried: {ways}").format(ways=_(", ").join(_tried(state)))]
    if state.nearest:
        text = _("the nearest that was made still breaks musts ({number}), as:")
        lines.append(text.format(number=len(state.nearest)))
        lines += [f"  {finding.sentence}" for finding in state.nearest[:NEAREST_SHOWN]]
    raise OutOfTimeError("\n".join(lines))


def _tried(state: SearchState) -> Iterator[str]:
    """The ways in which a roster was looked for, as far as the search came."""
    yield _("people by kind of unit, all shortfalls forbidden")
    yield _("people by kind of unit, as little short as can be")
    if state.constructed:
        yield _("in haste, then crew by crew, shift after shift")
    if any(moment.phase.startswith("priority") for moment in state.run.curve):
        yield _("each priority in turn")
