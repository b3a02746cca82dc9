"""What each entry of a rulebook asks for, in a sentence with the entry's own values."""

from __future__ import annotations

from roster.arithmetic.unbound import unbound
from roster.domain.outcome import RuleLine
from roster.domain.problem import Facts, Problem
from roster.i18n import _
from roster.io.plan_policies import of_plan
from roster.io.rulebook.describe import policy as general_policy
from roster.io.selected import selected
from roster.rules import Rulebook
from roster.rules.base import Rule
from roster.rules.patrol.base import PlanRule


def in_words(lines: tuple[RuleLine, ...], rulebook: Rulebook, problem: Problem) -> tuple[RuleLine, ...]:
    """The same lines with each entry's own policy, whether it binds nothing, and shipped sources translated."""
    policies = {rule.name: policy(rule, problem) for rule in rulebook.rules}
    idle = {one.entry for one in unbound(problem, rulebook)}
    return tuple(
        line._replace(
            policy=policies.get(line.name, line.policy),
            why=_plain(_(line.why) if line.why else ""),
            idle=line.name in idle,
        )
        for line in lines
    )


def _plain(text: str) -> str:
    """Names of tables in quotes, as in print."""
    return text.replace("`", '"')


def policy(rule: Rule, facts: Facts) -> str:
    """`Shifts in each calendar week: at most 0 (over 50; night shifts)`."""
    parts = of_plan(rule, facts) if isinstance(rule, PlanRule) else rule.policy(facts)
    sentence = _("; ").join(parts) or _plain(_(general_policy(type(rule))).rstrip("。."))
    chosen = selected(rule, facts)
    return _("{sentence} ({selected})").format(sentence=sentence, selected=chosen) if chosen else sentence
