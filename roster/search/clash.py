"""When the musts clash: which of them, in a sentence."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from roster.domain.problem import Problem
from roster.i18n import _
from roster.rules import Rulebook
from roster.rules.limits import Limit
from roster.rules.shared.words import kind_name, person, place
from roster.search.explain.clashes import Clash, Explainer, musts, musts_of
from roster.search.explain.constraint_groups import ConstraintGroup
from roster.search.explain.sentences import sentence
from roster.tiers import Limits, all_limits


class Found(NamedTuple):
    """A clash and the problem in which it is one."""

    clash: Clash
    problem: Problem


def clashing_rules(problem: Problem, rulebook: Rulebook) -> tuple[str, tuple[str, ...], Found | None]:
    """A sentence on musts that cannot all hold, none of them needless; their names, and the clash itself."""
    return worded(found_clash(problem, rulebook), problem, rulebook)


def found_clash(
    problem: Problem,
    rulebook: Rulebook,
    limits: Limits | None = None,
    always: Iterable[Limit] = (),
    seconds: float | None = None,
) -> Clash | None:
    """Musts that cannot all hold; None where none were found.

    `limits` are those of the rules where they are not the usual ones; `always` holds whatever else does.
    """
    held = list(always)
    pose = musts_of(rulebook, held) if limits is None else None
    limits = all_limits(problem, rulebook) if limits is None else limits
    explainer = Explainer(problem, musts(problem, rulebook, limits), held, pose, illustrated=False)
    return explainer.clash() if seconds is None else explainer.clash(seconds=seconds)


def worded(found: Clash | None, problem: Problem, rulebook: Rulebook) -> tuple[str, tuple[str, ...], Found | None]:
    """A clash in a sentence, with the names of its rules."""
    members = found.members if found else ()
    where = dict.fromkeys(_member(member, problem, rulebook) for member in members)
    rules = _("these musts cannot all hold, so no roster exists: {rules}").format(rules=_(", ").join(where))
    return (
        rules,
        tuple(dict.fromkeys(member.rule for member in members if member.rule)),
        Found(found, problem) if found else None,
    )


def _member(member: ConstraintGroup, problem: Problem, rulebook: Rulebook) -> str:
    """The rule, where it is written, and whom it is about: `fixed (fixed.csv:2) [Wang (P014)]`; else a sentence."""
    written = member.source or _(", ").join(rulebook.places(member.rule) if member.rule else ())
    if not member.rule:
        return sentence((member,), problem, rulebook) + (f" ({written})" if written else "")
    about = (
        person(member.officer, problem)
        if member.officer
        else place(member.place, problem) or kind_name(member.kind, problem)
    )
    return rulebook.spoken(member.rule) + (f" ({written})" if written else "") + (f" [{about}]" if about else "")
