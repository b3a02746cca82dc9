"""`docs/rules.md`, made from the rules themselves: `python -m roster.io.rulebook_document > docs/rules.md`."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator

from roster.io.rulebook.describe import detail, example, policy, rule_name
from roster.io.rulebook.reference import COMMON, FieldLine, field_lines, own_fields, selectors_read
from roster.io.rulebook.schema import rule_schema
from roster.rules import RULES
from roster.rules.base import Rule, title_of
from roster.rules.patrol.base import PlanRule
from roster.rules.scopes import CrewRule, ForceRule, OfficerRule

GRAMMAR = """\
# Rulebooks

<!-- Made by `python -m roster.io.rulebook_document`; edit the rules' own docstrings instead. -->

A rulebook is a YAML file that leaders edit. `constraints/base.yaml` holds the standing rules; small profiles lie on top
of it. `roster check` reports every fault with its file, line and field. `roster rules --schema` prints a JSON schema
with which editors complete and check rulebooks as they are typed.

## A file

```yaml
name: my profile            # optional: what the rulebook is called
why: order 12 of 2026       # optional: the order or occasion behind it
extends: base.yaml          # optional: a file (or a list) that applies before this one
rules:
  - id: minimum_rest        # changes an entry of base.yaml
    hours: 11
  - id: requests            # switches one off
    off: true
  - id: few-nights          # adds one
    rule: shift_count
    name: {en: Few nights, zh: 少上夜班}   # what people read in place of the id
    max: 6
    per: month
    when: {night: true}
    weight: 10
    why: agreed with the squads
```

- `extends` names a file of the brigade, by its way from this one, of a folder `constraints` above it, or one of the
  shipped profiles; nothing else is opened. A file is read once, however many extend it.
- `shifts` and `breaks` may stand at the top too: rotation templates say in them which hours they are made for and
  which musts they break. They are for readers.
- The text is YAML 1.2 in UTF-8: indent with blanks, put `'*'`, `'-'` and texts with a colon and a blank in quotes.
  `off` and `22:00` need none. Anchors, aliases and tags are refused.

## Which files hold

`-c FILE` may be given several times: the files apply in that order. Without it a brigade folder's own
`constraints/*.yaml` hold, by name, else the shipped `base.yaml`. A name that is no file stands for the shipped profile
of that name: `-c festival`. Files given with `-c` stand instead of the brigade's own, unless the first of them extends
nothing and none of its entries is whole (a `rule` with a `weight` or `priority`): then it lies over those that would
hold without it.

## Entries

An entry is either new or changes one that stands before it.

- It is named by its `id`; without one, by its `rule`. Two entries of the same rule in one file need ids.
- Where the name is new, `rule` says which rule it is.
- Where an earlier file has the name, the fields given replace those of the earlier entry, each as a whole (a new `when`
  replaces the old one altogether); `rule` need not be repeated, `weight` and `priority` replace each other.
- People read its `name`, on screen and paper: one text, or one for each language, `{en: Few nights, zh: 少上夜班}`.
  Without one it is called by its rule's title, with its id behind it: `Number of shifts (few-nights)`. Ids are for
  rulebooks and commands.
- `off: true` switches the entry off, `off: false` on again; so does writing it again with its `rule` and how it binds.

## How an entry binds

| in YAML | name | what it means |
|---|---|---|
| `weight: must` | a must | never broken. Musts that clash leave no roster, and are named |
| `priority: 1` to `9` | a priority | kept before every later priority and every wish; what is missing is named |
| `weight: 40` | a wish | costs 40 for each unit of its amount |

The *amount* is 0 where a rule is kept; each rule says below in which unit it counts what is missing or too much.
Weights are whole numbers.
"""

SELECTORS = """\
## Selectors

`who`, `where` and `when` say what an entry is about; without them, everybody, everywhere and always. Every field that
is given must match; a list matches any of its values. Officers, squads, zones, sites, shifts, unit kinds,
qualifications and day types are those of the brigade's tables, and a name that they lack is an error, unless
`base.yaml` uses it.
"""

SCOPES: tuple[tuple[type[Rule], str, str], ...] = (
    (OfficerRule, "Officer rules", "Each speaks of one officer's own line of work."),
    (CrewRule, "Crew rules", "Each speaks of the seating of one shift: who sits with whom, in which vehicle."),
    (ForceRule, "Force rules", "Each ties people together: cover, heads on a shift, fairness."),
    (PlanRule, "Plan rules", "Each speaks of the patrol plan that follows a roster: where crews are, and when."),
)


def rules_document() -> str:
    """The text of `docs/rules.md`."""
    parts = [GRAMMAR, SELECTORS, *_selectors(), "## Fields of every entry\n", _table(_common())]
    for scope, title, about in SCOPES:
        rules = [rule for rule in RULES if issubclass(rule, scope)]
        links = ", ".join(f"[{rule_name(rule)}](#{rule_name(rule)})" for rule in rules)
        parts += [f"## {title}\n", f"{about}\n\n{links}\n", *(_rule(rule) for rule in rules)]
    return "\n".join(parts)


def _selectors() -> Iterator[str]:
    root = rule_schema(RULES[0])
    for title, name in (("who", "Who"), ("where", "Where"), ("when", "When")):
        schema = root["$defs"][name]
        yield f"### {title}\n\n{schema['description']}\n"
        yield _table(line for line in field_lines(schema, root))


def _common() -> list[FieldLine]:
    schema = rule_schema(RULES[0])
    lines = [line for line in field_lines(schema, schema) if line.name in COMMON]
    told = {
        "rule": ("the name of a rule below", "", "needed in a new entry"),
        "who": ("selector", "-", "which officers"),
        "where": ("selector", "-", "which places and units"),
        "when": ("selector", "-", "which dates, shifts and hours"),
    }
    lines = [FieldLine(line.name, *told[line.name]) if line.name in told else line for line in lines]
    return [*lines, FieldLine("off", "true or false", "false", "switches the entry off")]


def _rule(rule: type[Rule]) -> str:
    about = detail(rule)
    fields = own_fields(rule)
    parts = [
        f"### {rule_name(rule)}",
        f"**{title_of(rule)}.** {policy(rule)}",
        *([about] if about else []),
        *([_table(fields).rstrip()] if fields else []),
        f"Amount: {rule.unit_of_amount}. Selectors: {selectors_read(rule)}.",
        f"```yaml\n{example(rule)}\n```\n",
    ]
    return "\n\n".join(parts)


def _table(lines: Iterable[FieldLine]) -> str:
    rows = ["| field | takes | default | about |", "|---|---|---|---|"]
    for line in lines:
        default = line.default or "must be given"
        cells = (f"`{line.name}`", line.takes, default, line.about)
        rows.append("| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |")
    return "\n".join(rows) + "\n"


if __name__ == "__main__":
    sys.stdout.reconfigure(encoding="utf-8", newline="\n")  # type: ignore[union-attr]
    sys.stdout.write(rules_document())
