"""The values of a sweep solved by workers, all at once."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from roster.case import Case
from roster.domain.price import proved_by
from roster.explain.sweep import CLASH, NOT_FOUND, NOT_TRIED, SOLVED, Answer, SolveAll
from roster.i18n import N_, language
from roster.province.cluster import Cluster, Finished, Lost, Started
from roster.province.task import How, Result, task_of, unpack
from roster.search.run import THREADS, Stop

LOOK_SECONDS = 0.25
LOST = N_("its workers died")
FAILED = N_("failed, by a fault of the program")
STATUSES = {"infeasible": CLASH, "out_of_time": NOT_FOUND, "stopped_too_soon": NOT_FOUND}


def on_workers(cluster: Cluster, seconds: float, seed: int = 1, deterministic: bool = False) -> SolveAll:
    """What solves every case of a sweep on a cluster, each in so many seconds and with what it proves of it."""

    def solved(cases: Sequence[Case], step: Callable[[], None], stop: Stop) -> list[Answer]:
        how = How(seconds, 0.0, 0.0, seed, deterministic, THREADS, language())
        names = {str(number): case for number, case in enumerate(cases)}
        found: dict[str, Answer] = {}
        began: set[str] = set()
        for name, case in names.items():
            cluster.submit(name, task_of(case, how), len(case.problem.officers))
        stopped = False
        while len(found) < len(names) and not (stopped and began <= found.keys()):
            for event in cluster.events(LOOK_SECONDS):
                if isinstance(event, Started):
                    began.add(event.name)
                elif isinstance(event, Finished | Lost):
                    result = event.result if isinstance(event, Finished) else b""
                    found[event.name] = _answer(result) if result else Answer(LOST)
                    step()
            if stop and not stopped:
                stopped = True
                cluster.stop()
        return [found.get(name, Answer(NOT_TRIED)) for name in names]

    return solved


def _answer(content: bytes) -> Answer:
    """A result as a roster, which is still to be checked, with what was proved of every one."""
    result = unpack(content)
    assert isinstance(result, Result)
    if result.roster is None:
        return Answer(STATUSES.get(result.status, FAILED))
    amounts = {tier.priority: tier.short for tier in result.proof.tiers}
    least = {tier.priority: tier.bound for tier in result.proof.tiers}
    return Answer(SOLVED, result.roster, proved_by(amounts, result.proof.bound, least, result.proof.bound).least)
