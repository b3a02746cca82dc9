"""`docs/sentences.md`, made from the catalogue: `python -m roster.io.sentences_document > docs/sentences.md`.

Every sentence that a person can be told, with one example, so that it can be read without the code: those marked in the
sources with `_` and `N_`, wherever the catalogue says that they come from.
"""

from __future__ import annotations

import csv
import sys
from collections.abc import Iterator
from functools import cache
from importlib.resources import as_file, files
from string import Formatter
from typing import NamedTuple

from babel.messages.extract import extract_from_dir

from roster.i18n import catalogue
from roster.io.rulebook.describe import detail, policy
from roster.io.rulebook.schema import rule_schema
from roster.rules import RULES

HEADING = """\
# Sentences

<!-- Made by `python -m roster.io.sentences_document`; edit code and catalogue instead. -->

Every sentence that a person can be told, on screen and on paper, with one example in place of each of its fields, in
English and in Chinese. The examples are invented (`roster/locale/examples.csv`) and do not belong together.
"""

EXPLAINED = (
    *("io/deficit_lines", "io/hindrance_lines", "report/explanation", "report/cures", "report/prices", "report/why"),
    *("report/rules_preview", "report/sweep", "report/supply"),
)
LIVING = (
    *("report/repair", "report/substitutes", "report/stand_ins", "report/swap", "report/comparison"),
    "report/publication",
)
PARTS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("What rules say", ("rules/",)),
    ("Clashes, shortfalls and cures", ("search/", "explain/", "arithmetic/", *EXPLAINED)),
    ("The patrol plan", ("plan/", "report/patrol_plan")),
    ("Repairs, publication and comparison", ("living/", "io/ledger", *LIVING)),
    ("Faults in tables, rulebooks and workbooks", ("io/tables/", "io/rulebook/", "io/read_book/", "io/disruptions")),
    ("Sheets", ("io/sheets/", "io/book", "io/leader_book", "report/history", "io/drawing", "io/pictures")),
    ("Commands", ("cli", "commands/", "console", "help", "options", "own_fault", "start", "api")),
    ("Others", ("",)),
)
"""Headings, and the modules whose sentences stand there, the first that fits."""
FEWEST_WORDS = 4


def sentences_document() -> str:
    """The text of `docs/sentences.md`. Raises KeyError for a field that has no example."""
    parts: dict[str, list[str]] = {title: [] for title, _modules in PARTS}
    for module, english, chinese in _sentences():
        title = next(title for title, modules in PARTS if module.startswith(modules))
        parts[title].append(f"| {filled(english, english, 'en')} | {filled(chinese, english, 'zh')} |")
    tables = [
        f"\n## {title}\n\n| English | 中文 |\n|---|---|\n" + "\n".join(rows) + "\n"
        for title, rows in parts.items()
        if rows
    ]
    return HEADING + "".join(tables)


def _sentences() -> Iterator[tuple[str, str, str]]:
    """Module, English and Chinese of each message that is a sentence, by module and in the order of its source."""
    chinese = catalogue("zh")
    documents = {text for rule in RULES for text in (policy(rule), detail(rule), *_descriptions(rule_schema(rule)))}
    told = set(documents)
    with as_file(files("roster")) as package:
        marked = sorted(extract_from_dir(package, keywords={"_": None, "N_": None}), key=lambda one: one[:2])
    for module, _line, message, _comments, _context in marked:
        text = str(message)
        whole = "{" in text or len(text.split()) >= FEWEST_WORDS
        if whole and text not in told and not _of_columns(module, text):
            told.add(text)
            yield module, text, chinese[text]


def _of_columns(module: str, text: str) -> bool:
    """Whether a text describes a column or a field, which `docs/inputs.md` and `docs/rules.md` list."""
    return "{" not in text and module.startswith(("io/tables/", "rules/"))


def _descriptions(part: object) -> Iterator[str]:
    """What a JSON schema says of its fields."""
    if isinstance(part, dict):
        if isinstance(part.get("description"), str):
            yield part["description"]
        for inner in part.values():
            yield from _descriptions(inner)
    elif isinstance(part, list):
        for inner in part:
            yield from _descriptions(inner)


class Example(NamedTuple):
    """What stands for a field, `hours`, or `hours:` where a number is formatted, in sentences that contain a text."""

    field: str
    part: str
    en: str
    zh: str


@cache
def _examples() -> dict[str, list[Example]]:
    """By field, those for single sentences first."""
    found: dict[str, list[Example]] = {}
    text = (files("roster") / "locale" / "examples.csv").read_text("utf-8")
    read = csv.DictReader(text.splitlines())
    rows = [Example(row["field"], row["in"], row["en"], row["zh"] or row["en"]) for row in read]
    for row in sorted(rows, key=lambda row: -len(row.part)):
        found.setdefault(row.field, []).append(row)
    return found


def filled(text: str, english: str, language: str) -> str:
    """A message with an example in place of each field, as a cell of a table; `english` is its message id.

    Raises KeyError for a field without an example.
    """
    told = []
    for literal, field, form, conversion in Formatter().parse(text):
        told.append(literal)
        if field is not None and (form or "").startswith(" "):  # YAML in braces
            told.append(f"{{{field}:{form}}}")
        elif field is not None:
            told.append(_example(field, form or "", conversion or "", english, language))
    return "".join(told).strip().replace("|", "\\|").replace("\n", "<br>")


def _example(field: str, form: str, conversion: str, english: str, language: str) -> str:
    own = (one for one in _examples().get(field, ()) if one.part and one.part in english)
    known = next(own, None) or next(
        (one for one in _examples().get(field + ":" * bool(form), ()) if not one.part), None
    )
    if known is None:
        raise KeyError(f"{{{field}}} in '{english}': roster/locale/examples.csv has no example")
    value = known.zh if language == "zh" else known.en
    if form:
        number = float(value)
        return format(int(number) if number.is_integer() else number, form)
    return repr(value) if conversion == "r" else value


if __name__ == "__main__":
    sys.stdout.reconfigure(encoding="utf-8", newline="\n")  # type: ignore[union-attr]
    sys.stdout.write(sentences_document())
