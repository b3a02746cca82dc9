"""The rulebook that a new brigade starts from: the shipped standing rules, their notes in the language in use."""

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
NOTE = re.compile(r"(?<= )#(?P<line> -{3,})? (?P<words>.+)$", re.MULTILINE)
WHY = re.compile(r"(?<=^    why: )(?P<words>[^>\n].*|>-\n(?: {6}.*\n)+)", re.MULTILINE)
NOT_PLAIN = re.compile(r"^\W|: | #")


def starting_rules() -> str:
    """The shipped standing rules as a brigade's own: under a heading that tells what to do with them."""
    rules = WHY.sub(_why, NOTE.sub(_note, _shipped()))
    return f"{_(HEADING)}name:{rules}"


def notes() -> list[str]:
    """What the notes beside the standing rules say, in English."""
    return [match["words"] for match in NOTE.finditer(_shipped())]


def _shipped() -> str:
    return (shipped_folder() / BASE).read_text(encoding="utf-8").partition("\nname:")[2]


def _note(match: re.Match[str]) -> str:
    return f"#{match['line'] or ''} {_(match['words'])}"


def _why(match: re.Match[str]) -> str:
    words = " ".join(match["words"].removeprefix(">-").split())
    told = _(words)
    if told == words:
        return match["words"]
    end = "\n" if match["words"].endswith("\n") else ""
    return (json.dumps(told, ensure_ascii=False) if NOT_PLAIN.search(told) else told) + end
