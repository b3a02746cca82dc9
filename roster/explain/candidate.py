"""A cure that has not been tried yet."""

from __future__ import annotations

from dataclasses import dataclass

from roster.explain.changes import Change
from roster.i18n import _
from roster.search.explain.instances import Instance


@dataclass(frozen=True)
class Candidate:
    """Changes that belong together, what they mean, and the instances that they loosen."""

    changes: tuple[Change, ...]
    sentence: str
    loosens: frozenset[Instance]
    law: str = ""  # what asks for it, where the change breaks what the law asks
    effort: int = 0  # cheaper ones are tried first

    def __add__(self, other: Candidate) -> Candidate:
        return Candidate(
            (*self.changes, *other.changes),
            _("{one}; and {other}").format(one=self.sentence, other=other.sentence),
            self.loosens | other.loosens,
            self.law or other.law,
            self.effort + other.effort,
        )
