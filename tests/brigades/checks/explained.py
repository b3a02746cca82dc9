"""What `explain` says is so: clashes clash and are smallest, reasons force shortfalls, cures cure."""

from __future__ import annotations

from contextlib import chdir
from pathlib import Path

from roster import api
from roster.domain.errors import NoRosterError, OutOfTimeError
from roster.domain.price import cost_of
from roster.explain.cures import Cure
from roster.explain.explanation import Explanation, explain
from roster.explain.explanation_parts import ExplainedClash, ExplainedShortfall
from roster.explain.trial import Asked, changed
from roster.report.explanation import lines
from roster.rules.limits import Limit
from roster.search.explain.clashes import musts
from roster.search.explain.constraint_groups import Groups
from roster.search.explain.shortfalls import Binding
from roster.tiers import all_limits
from tests.brigades.brigade import Brigade
from tests.brigades.checks.fault import Findings
from tests.brigades.direct import can_hold

SECONDS = 12.0
MEMBERS, CURES, SHORTFALLS = 8, 2, 3
"""So many members of a clash, cures and shortfalls are looked at."""


def find(brigade: Brigade, folder: Path, findings: Findings) -> None:
    asked = Asked(brigade.write(folder), weeks=brigade.weeks)
    with chdir(folder):
        try:
            told = explain(asked, SECONDS * findings.pace)
        except OutOfTimeError as error:
            findings.fault("no roster in time", error)
            return
        findings.note("clash" if told.clashes else "short" if told.shortfalls else "in order")
        findings.expect(bool(list(lines(told))), "nothing said")
        case = told.case
        groups = musts(case.problem, case.rulebook, all_limits(case.problem, case.rulebook))
        for clash in told.clashes:
            _clash(clash, groups, [], case, "a clash", findings)
        for cure in told.cures[:CURES]:
            _cure(asked, cure, told, None, findings)
        for short in told.shortfalls[:SHORTFALLS]:
            _shortfall(asked, short, told, findings)


def _clash(
    told: ExplainedClash,
    groups: Groups,
    always: list[Limit],
    case: api.Case,
    what: str,
    findings: Findings,
    lacking: bool = False,
) -> None:
    """`lacking` says that a sentence before tells already what tables do not allow, or that there is none of."""
    members = [member for member in told.clash.members if member.rule]  # tables and physics hold in any case
    if not lacking:
        findings.expect(bool(told.lines), f"{what} without a line", told.clash.members)
    held = {member: list(groups.get(member, ())) for member in members}
    every = [limit for limits in held.values() for limit in limits]
    shown = "; ".join(line.sentence for line in told.lines)
    possible = can_hold(case.problem, [*always, *every])
    findings.expect(possible is not True, f"{what} whose members can all hold", f"{told.clash.members}\n{shown}")
    for member in members[:MEMBERS] if told.clash.proved else ():
        others = [limit for other in members if other != member for limit in held[other]]
        needed = can_hold(case.problem, [*always, *others])
        findings.expect(needed is not False, f"{what} with a needless member, called smallest", f"{member}\n{shown}")


def _shortfall(asked: Asked, short: ExplainedShortfall, told: Explanation, findings: Findings) -> None:
    case, outcome = told.case, told.outcome
    assert outcome is not None
    sentences = [finding.sentence for finding in short.findings]
    findings.expect(bool(sentences), "a shortfall without a sentence", short.shortfall.instance)
    limits = all_limits(case.problem, case.rulebook)
    binding = Binding(case.problem, case.rulebook, limits, outcome.roster)
    _verdict(short, binding, case, findings)
    if short.told is None:
        return
    lacking = bool(short.reason.said) or all(finding.day is None for finding in short.findings)
    groups = binding.explainer(short.shortfall).groups
    _clash(short.told, groups, list(short.shortfall.limits), case, "a reason", findings, lacking)
    for cure in short.cures[:CURES]:
        _cure(asked, cure, told, short, findings)


def _verdict(short: ExplainedShortfall, binding: Binding, case: api.Case, findings: Findings) -> None:
    """What is proved unavoidable no roster has, beside the musts and what else is as urgent and met."""
    if short.reason.verdict == "open":
        return
    findings.note(short.reason.verdict)
    musts_held = [limit for rule in case.rulebook.rules if rule.must for limit in binding.limits[rule.name]]
    asked = [limit for _rule, limit in binding.asked(short.shortfall)]
    possible = can_hold(case.problem, [*musts_held, *asked])
    false = possible is (short.reason.verdict == "unavoidable")
    findings.expect(
        not false, f"a shortfall falsely called {short.reason.verdict}", short.reason.said or short.findings
    )


def _cure(asked: Asked, cure: Cure, told: Explanation, short: ExplainedShortfall | None, findings: Findings) -> None:
    """The files with the cure written in have a roster that is no shorter than told."""
    what = cure.candidate.sentence
    with changed(asked, told.case, cure.candidate.changes) as cured:
        try:
            outcome = api.solve(cured, time_limit=SECONDS * findings.pace, workers=1, plan_time=0)
        except (NoRosterError, OutOfTimeError) as error:
            findings.fault(f"a cure after which there is no roster ({type(error).__name__})", what)
            return
    found, told_cost = cost_of(outcome.report.short, outcome.objective), cure.cost
    findings.note("cures")
    shown = f"{what}: {told_cost}, found {found} {outcome.proof.status}"
    findings.expect(told_cost.least <= found, "a cure that is proved to cost more than it does", shown)
    dearer = outcome.proof.status == "optimal" and found > told_cost.cost
    findings.expect(not dearer, "a cure that costs more than told", shown)
    if short is not None and told.outcome is not None:
        priority = short.shortfall.priority
        before = cost_of(told.outcome.report.short, 0)[:priority]
        findings.expect(told_cost.cost[:priority] < before, "a cure that cures nothing", f"{shown}, before {before}")
