"""When the musts clash: which of them, in a sentence."""

from __future__ import annotations

from collections.abc import Iterable

from roster.domain.problem import Problem
from roster.i18n import _
from roster.model import Limits, all_limits
from roster.rules import Rulebook
from roster.rules.limits import Limit
from roster.rules.words import kind_name, person, place
from roster.search.explain.clashes import Explainer, musts, musts_of
from roster.search.explain.instances import Instance
from roster.search.explain.sentences import sentence


def clashing_rules(
    problem: Problem, rulebook: Rulebook, limits: Limits | None = None, always: Iterable[Limit] = ()
) -> tuple[str, tuple[str, ...]]:
    """A sentence and the names of musts that cannot all hold, none of them needless.

    `limits` are those of the rules where they are not the usual ones; `always` holds whatever else does.
    """
    held = list(always)
    pose = musts_of(rulebook, held) if limits is None else None
    limits = all_limits(problem, rulebook) if limits is None else limits
    found = Explainer(problem, musts(problem, rulebook, limits), held, pose).clash()
    members = found.members if found else ()
    where = dict.fromkeys(_member(member, problem, rulebook) for member in members)
    rules = _("these musts cannot all hold, so no roster exists: {rules}").format(rules=_(", ").join(where))
    return rules, tuple(dict.fromkeys(member.rule for member in members if member.rule))


def _member(member: Instance, problem: Problem, rulebook: Rulebook) -> str:
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
