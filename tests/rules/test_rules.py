"""Every rule is complete: listed, documented with an entry that loads, measured in a unit, bound to its scope."""

from __future__ import annotations

import inspect
import pkgutil
from importlib import import_module
from typing import get_args

import pytest
from pydantic import TypeAdapter
from ruamel.yaml import YAML

import roster.rules.patrol
import roster.rules.roster
from roster.rules import RULES, AnyRule
from roster.rules.base import Rule
from roster.rules.patrol.base import PlanRule
from tests.rules.law import CODES, HOUR, MONDAY, SCOPES, small_problem

NO_RULES = {"base", "patrolling", "repeated"}
"""Modules of `roster.rules.patrol` that hold no rule."""

MODULES = sorted(
    f"{package.__name__.rpartition('.')[2]}.{module.name}"
    for package in (roster.rules.roster, roster.rules.patrol)
    for module in pkgutil.iter_modules(package.__path__)
    if module.name not in NO_RULES
)
ADAPTER: TypeAdapter[Rule] = TypeAdapter(AnyRule)


def rules_in(module: str) -> list[type[Rule]]:
    """The rule classes that a module itself defines."""
    members = vars(import_module(f"roster.rules.{module}")).values()
    return [
        member
        for member in members
        if inspect.isclass(member) and issubclass(member, Rule) and member.__module__ == f"roster.rules.{module}"
    ]


def example(rule: type[Rule]) -> str:
    """The entry at the end of a rule's docstring."""
    text = inspect.getdoc(rule) or ""
    return text[text.index("\nrule: ") + 1 :]


@pytest.mark.parametrize("module", MODULES)
def test_a_module_has_one_rule_of_its_name_in_the_list_and_the_union(module: str) -> None:
    (rule,) = rules_in(module)
    folder, _dot, name = module.partition(".")
    assert rule.model_fields["rule"].default == name
    assert issubclass(rule, PlanRule) == (folder == "patrol")
    assert rule in RULES
    assert rule in get_args(get_args(AnyRule)[0])


def test_the_list_and_the_union_have_nothing_else() -> None:
    assert len(RULES) == len(set(RULES)) == len(MODULES)
    assert set(get_args(get_args(AnyRule)[0])) == set(RULES)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.__name__)
def test_the_example_in_the_docstring_loads(rule: type[Rule]) -> None:
    entry = YAML(typ="safe").load(example(rule))
    assert type(ADAPTER.validate_python(entry)) is rule


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.__name__)
def test_the_policy_is_one_sentence_and_the_amount_has_a_unit(rule: type[Rule]) -> None:
    assert (inspect.getdoc(rule) or "").splitlines()[0].endswith(".")
    assert rule.unit_of_amount


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.__name__)
def test_a_rule_has_one_scope(rule: type[Rule]) -> None:
    assert sum(issubclass(rule, scope) for scope in SCOPES) == 1


def test_the_schema_names_every_rule() -> None:
    schema = ADAPTER.json_schema()
    assert set(schema["discriminator"]["mapping"]) == {module.partition(".")[2] for module in MODULES}


def test_the_problems_of_the_law_are_what_they_say() -> None:
    problem = small_problem(history={-1: "N"})
    assert problem.shift_codes == CODES
    assert MONDAY.weekday() == 0
    assert problem.past["1"][-1].span == (-HOUR, 7 * HOUR)
