"""The rulebook that a new brigade starts from: shipped rules for its pattern of shifts, with notes in one language."""

from __future__ import annotations

import json
import re

from roster.i18n import N_, _
from roster.io.rulebook.files import BASE, shipped_folder

HEADING = N_("""\
# The rules of this brigade: to begin with, a copy of the standing rules that come with the program.
#
# Change the numbers here to those of your brigade, and switch off what does not apply to it, with the line
#     off: true
# Each entry binds in one of three ways:
#     weight: must      never broken; if the musts clash there is no roster, and the rules are named
#     priority: 1       1 to 9: kept before every later priority and every wish; what is missing is a named shortfall
#     weight: 40        a wish that costs 40 for each unit that is missing (hours, days, people ...)
# For an occasion, leave this file as it is and write a small one beside the workbook, which only has what is different:
#     extends: constraints/rules.yaml
#     rules:
#       - id: minimum_rest
#         hours: 11
# and give it with -c. `roster rules` lists every rule, `roster rules NAME` shows one with its fields.
""")
HEADING_OF_A_PATTERN = N_("""\
# The rules of this brigade: the standing rules that come with the program, and what a brigade of its pattern does
# otherwise. Change an entry of the standing rules by its name, and switch off what does not apply to it:
#     - id: minimum_rest
#       hours: 11
#     - id: requests
#       off: true
# `roster rules` lists every rule with its fields, `roster check` which entries bind nothing here.
""")
PATTERNS = {
    "three-shifts": BASE,
    "twelve-hours": "twelve-hours.yaml",
    "twenty-four-hours": "twenty-four-hours.yaml",
    "day-guards": "day-guards.yaml",
}
"""The shipped rulebook of each pattern of shifts that a brigade may start with; the first is the customary one."""

NOTE = re.compile(r"(?<= )#(?P<line> -{3,})? (?P<words>.+)$", re.MULTILINE)
WHY = re.compile(r"(?<=^    why: )(?P<words>[^>\n].*|>-\n(?: {6}.*\n)+)", re.MULTILINE)
NOT_PLAIN = re.compile(r"^\W|: | #")


def starting_rules(pattern: str = "three-shifts") -> str:
    """The shipped rules of a pattern as a brigade's own: under a heading that tells what to do with them."""
    file = PATTERNS[pattern]
    rules = WHY.sub(_why, NOTE.sub(_note, _shipped(file)))
    name, _end, rest = rules.partition("\n")
    return f"{_(HEADING if file == BASE else HEADING_OF_A_PATTERN)}name: {_(name.strip())}\n{rest}"


def notes() -> list[str]:
    """What the notes beside the shipped rules say, and what the files are called, in English."""
    texts = [_shipped(file) for file in PATTERNS.values()]
    return [
        *(text.partition("\n")[0].strip() for text in texts),
        *(match["words"] for text in texts for match in NOTE.finditer(text)),
    ]


def _shipped(file: str) -> str:
    return (shipped_folder() / file).read_text(encoding="utf-8").partition("\nname:")[2]


def _note(match: re.Match[str]) -> str:
    return f"#{match['line'] or ''} {_(match['words'])}"


def _why(match: re.Match[str]) -> str:
    words = " ".join(match["words"].removeprefix(">-").split())
    told = _(words)
    if told == words:
        return match["words"]
    end = "\n" if match["words"].endswith("\n") else ""
    return (json.dumps(told, ensure_ascii=False) if NOT_PLAIN.search(told) else told) + end
