"""What the documentation of a rule says: its policy, the details and an example."""

from __future__ import annotations

import inspect

from roster.rules.base import Rule

SELECTORS = ("who", "where", "when")


def rule_name(rule: type[Rule]) -> str:
    """What a rulebook calls the rule."""
    return str(rule.model_fields["rule"].default)


def policy(rule: type[Rule]) -> str:
    """The first line of a rule's docstring."""
    return _doc(rule)[0]


def detail(rule: type[Rule]) -> str:
    """The rest of a rule's docstring, without the example."""
    return "\n".join(line for line in _without_example(rule)[1:]).strip()


def example(rule: type[Rule]) -> str:
    """The YAML at the end of a rule's docstring."""
    lines = _doc(rule)
    return "\n".join(lines[_example_at(lines) :]).strip()


def _doc(rule: type[Rule]) -> list[str]:
    return (inspect.getdoc(rule) or "").splitlines()


def _without_example(rule: type[Rule]) -> list[str]:
    lines = _doc(rule)
    return lines[: _example_at(lines)]


def _example_at(lines: list[str]) -> int:
    return next((i for i, line in enumerate(lines) if line.startswith("rule:")), len(lines))
