"""What a number of a rule is called in a sentence; in the rulebook it stays under its own name."""

from __future__ import annotations

from roster.i18n import N_, _

WORDS = {
    "allowed": N_("apart at most"),
    "days": N_("days"),
    "each_day": N_("leaders a day"),
    "hours": N_("hours of rest"),
    "max": N_("at most"),
    "members": N_("members"),
    "min": N_("at least"),
    "most": N_("at most"),
    "per_day": N_("hours of overtime a day"),
    "per_month": N_("hours of overtime a month"),
    "units": N_("number of units"),
}


def field_words(field: str) -> str:
    """`at most` for `max`; the field's own name where none is better known."""
    return _(WORDS[field]) if field in WORDS else field
