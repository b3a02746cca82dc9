"""Whom a clash is about: officers by name, any so many of a kind, and who else is in the same clash."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from roster.domain.problem import Problem
from roster.domain.seating import has
from roster.i18n import _
from roster.io.selected import listed
from roster.io.texts import CATEGORIES
from roster.rules.shared.words import person
from roster.search.explain.alike import qualities
from roster.search.explain.clashes import Clash

MANY = 4
"""From so many on officers are told as all of a kind, where they are."""


def whom(officers: Sequence[str], clash: Clash, problem: Problem) -> str:
    """Officers by name, or what they are any of: `any 9 of the 14 (armed)`."""
    for alike in clash.alike:
        if len(officers) > 1 and set(officers) == set(alike.officers):
            return _any(len(officers), alike.among, clash, problem)
    quality = _quality(officers, clash, problem) if len(officers) >= MANY else ""
    if quality:
        return _("all {count} ({quality})").format(count=len(officers), quality=_(quality))
    if MANY <= len(officers) == len(problem.officers):
        return _("all {count} people").format(count=len(officers))
    return _names(officers, problem)


def _any(count: int, among: Sequence[str], clash: Clash, problem: Problem) -> str:
    quality = _quality(among, clash, problem)
    if quality:
        return _("any {count} of the {all} ({quality})").format(count=count, all=len(among), quality=_(quality))
    if len(among) == len(problem.officers):
        return _("any {count} of all {all} people").format(count=count, all=len(among))
    return _("any {count} of these {all}: {people}").format(count=count, all=len(among), people=_names(among, problem))


def _quality(officers: Iterable[str], clash: Clash, problem: Problem) -> str:
    """What these officers have and nobody else; empty where there is nothing of the sort."""
    for quality in (*qualities(clash.members), *CATEGORIES):
        if {officer.id for officer in problem.officers if has(officer, quality)} == set(officers):
            return quality
    return ""


def same_for(clash: Clash, problem: Problem) -> str:
    """Who else is in the same clash by themselves: `the same for 3 others: ...`; empty for nobody."""
    for alike in clash.alike:
        if len(alike.officers) == 1:
            others = alike.among[1:]
            return _("the same for others ({count}): {people}").format(
                count=len(others), people=_names(others, problem)
            )
    return ""


def _names(officers: Iterable[str], problem: Problem) -> str:
    return listed(person(officer, problem) for officer in officers)
