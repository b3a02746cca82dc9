"""What can go wrong, as types: free of click, so that every floor may raise them.

`cli.py` maps each to an exit code in one place.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, order=True)
class Fault:
    """One fault in what the user wrote: where it stands, what was found, what was expected.

    `place` uses the user's own coordinates: `officers.csv:D3 (sex)` or `base.yaml:17 (minimum_rest.hours)`.
    """

    place: str
    found: str
    expected: str

    def __str__(self) -> str:
        from roster.i18n import _

        return _("{place}: found {found}; expected {expected}").format(
            place=self.place, found=self.found, expected=self.expected
        )


class RosterError(Exception):
    """Anything that the user must hear about; its text is a sentence for them."""


class InputError(RosterError):
    """The input has faults; all of them are listed, not only the first."""

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults = tuple(faults)
        super().__init__("\n".join(str(fault) for fault in self.faults))


class OutputError(RosterError):
    """A file could not be written; the one that was there before is unharmed."""


class NoRosterError(RosterError):
    """The musts clash: no roster exists. `rules` names the rules involved, `clash` is what was found."""

    def __init__(self, message: str, rules: Iterable[str] = (), clash: object = None) -> None:
        self.rules, self.clash = tuple(rules), clash
        super().__init__(message)


class NoPlanError(RosterError):
    """There is no patrol plan of a roster; the roster itself stands.

    `status` is `infeasible` (proved), `none` (not found, or not in time), `nothing` (nothing to plan) or `failed`;
    `rules` are those that clash.
    """

    def __init__(self, message: str, status: str = "infeasible", rules: Iterable[str] = ()) -> None:
        self.status, self.rules = status, tuple(rules)
        super().__init__(message)


class OutOfTimeError(RosterError):
    """The limit was reached before any roster was found."""


class InternalError(RosterError):
    """A check of the program itself failed; the roster is not written."""
