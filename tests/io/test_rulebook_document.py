"""What is said about rules: the JSON schema for editors, `docs/rules.md`, and the text of `roster rules`."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML

from roster.domain.errors import InputError
from roster.io.rulebook import load_rulebook, rulebook_schema, rules_index, rules_text, shipped_folder
from roster.io.rulebook_document import rules_document
from roster.rules import RULES

DOCUMENT = Path(__file__).parents[2] / "docs" / "rules.md"
NAMES = [rule.model_fields["rule"].default for rule in RULES]
SHIPPED = sorted(shipped_folder().rglob("*.yaml"))
TYPES = {"string": str, "array": list, "object": dict, "boolean": bool, "integer": int, "number": int | float}


def fits(value: Any, schema: dict, root: dict) -> bool:
    """Whether a value meets a JSON schema: as much of the standard as the schema of rulebooks uses."""
    if "$ref" in schema:
        return fits(value, root["$defs"][schema["$ref"].removeprefix("#/$defs/")], root)
    if "anyOf" in schema and not any(fits(value, part, root) for part in schema["anyOf"]):
        return False
    if "oneOf" in schema and sum(fits(value, part, root) for part in schema["oneOf"]) != 1:
        return False
    if "not" in schema and fits(value, schema["not"], root):
        return False
    kind = schema.get("type")
    if kind == "null":
        return value is None
    if kind and (not isinstance(value, TYPES[kind]) or (isinstance(value, bool) and kind != "boolean")):
        return False
    if ("const" in schema and value != schema["const"]) or ("enum" in schema and value not in schema["enum"]):
        return False
    if isinstance(value, str):
        return "pattern" not in schema or re.search(schema["pattern"], value) is not None
    if isinstance(value, int | float):
        low, above, high = schema.get("minimum"), schema.get("exclusiveMinimum"), schema.get("maximum")
        kept = (low is None or value >= low) and (above is None or value > above)
        return kept and (high is None or value <= high)
    if isinstance(value, list):
        return all(fits(part, schema.get("items", {}), root) for part in value)
    if isinstance(value, dict):
        rest = schema.get("additionalProperties", True)
        rest = {} if rest is True else {"not": {}} if rest is False else rest
        known = schema.get("properties", {})
        return set(schema.get("required", ())) <= set(value) and all(
            fits(part, known.get(name, rest), root) for name, part in value.items()
        )
    return True


def as_an_editor_reads(text: str) -> Any:
    def plain(value: Any) -> Any:
        if isinstance(value, dict):
            return {str(name): plain(part) for name, part in value.items()}
        if isinstance(value, list):
            return [plain(part) for part in value]
        return value if isinstance(value, str | int | float) or value is None else str(value)

    return plain(YAML(typ="safe", pure=True).load(text))


def entry(**fields: Any) -> dict:
    return {"rules": [fields]}


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.name)
def test_every_shipped_rulebook_meets_the_schema(path):
    schema = rulebook_schema()
    assert fits(as_an_editor_reads(path.read_text(encoding="utf-8")), schema, schema)


@pytest.mark.parametrize(
    "good",
    [
        entry(rule="minimum_rest", hours=12, weight="must"),
        entry(rule="minimum_rest", off=True),
        entry(id="anything", weight=40, who={"squad": "A"}),
        entry(rule="night_lights", hours="18:00-02:00", priority=2),
        entry(rule="fixed", weight="must", who={"squad": ["A", "B"], "but": {"sex": "f"}}),
    ],
)
def test_the_schema_accepts(good):
    assert fits(good, rulebook_schema(), rulebook_schema())


@pytest.mark.parametrize(
    "bad",
    [
        {},
        {"rules": {}},
        {"rules": [], "extend": "base.yaml"},
        entry(weight=3),
        entry(rule="minimum_rst", hours=12, weight="must"),
        entry(rule="minimum_rest", houers=12, weight="must"),
        entry(rule="minimum_rest", hours="twelve", weight="must"),
        entry(rule="minimum_rest", hours=12, weight=0),
        entry(rule="minimum_rest", hours=12, priority=10),
        entry(rule="minimum_rest", hours=12, weight="must", where={"zone": "Z1"}),
        entry(rule="fixed", weight="must", who={"category": "boss"}),
        entry(rule="night_lights", hours="late", priority=2),
    ],
)
def test_the_schema_refuses(bad):
    assert not fits(bad, rulebook_schema(), rulebook_schema())


def test_the_schema_tells_rules_apart_by_their_name_and_describes_each():
    schema = rulebook_schema()
    rules = schema["properties"]["rules"]["items"]["anyOf"][0]
    assert list(rules["discriminator"]["mapping"]) == NAMES
    for rule in RULES:
        made = schema["$defs"][rule.__name__]
        assert made["properties"]["rule"]["const"] == rule.model_fields["rule"].default
        assert made["description"].startswith(rule.__doc__.splitlines()[0])
        assert "weight: " not in made["description"]


def test_the_document_is_up_to_date():
    """Made by `python -m roster.io.rulebook_document > docs/rules.md`."""
    assert DOCUMENT.read_text(encoding="utf-8") == rules_document()


def test_the_document_has_every_rule_with_its_policy_fields_unit_and_example():
    text = rules_document()
    for rule in RULES:
        _before, _heading, section = text.partition(f"\n### {rule.model_fields['rule'].default}\n")
        section = section.partition("\n### ")[0]
        assert rule.__doc__.splitlines()[0] in section
        assert f"Amount: {rule.unit_of_amount}." in section
        for name, field in rule.model_fields.items():
            if name not in ("rule", "id", "weight", "priority", "called", "why", "who", "where", "when"):
                assert f"\n| `{field.alias or name}` |" in section
        assert section.count("```yaml\nrule: ") == 1


def test_every_example_of_the_document_loads(tmp_path):
    blocks = re.findall(r"```yaml\n(.*?)```", rules_document(), re.S)
    assert len(blocks) == len(RULES) + 1
    for number, block in enumerate(blocks):
        path = tmp_path / f"{number}.yaml"
        whole = block.startswith("name:")
        indented = block.strip().replace("\n", "\n    ")
        path.write_text(block if whole else f"rules:\n  - {indented}\n", encoding="utf-8")
        rulebook = load_rulebook([path])
        assert whole or [rule.rule for rule in rulebook.rules] == [block.split()[1]]


def test_the_text_for_the_terminal_has_every_rule():
    text = rules_text()
    assert [line for line in text.splitlines() if re.fullmatch(r"\w+", line)] == NAMES


def test_the_text_for_one_rule():
    assert rules_text("weekends").splitlines()[0] == "weekends"
    assert rules_text("minimum_rest").endswith("    - rule: minimum_rest\n      hours: 12\n      weight: must")
    assert "  hours: a number above 0 (hours that pass, decimals allowed)\n" in rules_text("minimum_rest")
    assert "  amount: hours of rest missing\n" in rules_text("minimum_rest")
    assert "  selectors: who, when (without slot)\n" in rules_text("minimum_rest")


def test_the_index_has_every_rule_in_a_line():
    lines = [line for line in rules_index().splitlines() if line.startswith("  ")]
    assert sorted(line.split()[0] for line in lines) == sorted(NAMES)
    assert all(len(line.split()) > 3 for line in lines)


def test_an_unknown_rule_is_told_with_the_nearest():
    with pytest.raises(InputError, match=r"^rule: found weekend; expected `weekends`$"):
        rules_text("weekend")
