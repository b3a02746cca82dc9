"""The letters of the grid: what a cell says for a shift, a day off and a leave, in English and in Chinese.

What is written can be read back, in either language: no leave and no day off reads as a shift, and no two shifts look
alike.
"""

from __future__ import annotations

import unicodedata
from functools import lru_cache

from roster.domain.letters import letters
from roster.domain.problem import Facts
from roster.domain.service import Shift
from roster.i18n import LANGUAGES, N_, _, every_form

REST = N_("-")
LEAVE = N_("LV")
WIDEST_OWN_KIND = 4

_LEAVE_LETTERS = {
    "annual": N_("AL"),
    "sick": N_("SL"),
    "personal": N_("PL"),
    "maternity": N_("ML"),
    "training": N_("TR"),
    "court": N_("CT"),
    "compensatory": N_("CL"),
    "replaced": N_("HO"),
    "maintenance": N_("MT"),
    "left": N_("left"),
}

_LEAVE_NAMES = {
    "annual": N_("annual leave"),
    "sick": N_("sick leave"),
    "personal": N_("personal leave"),
    "maternity": N_("maternity leave"),
    "training": N_("training"),
    "court": N_("court"),
    "compensatory": N_("compensatory leave"),
    "replaced": N_("handed over"),
    "maintenance": N_("maintenance"),
    "left": N_("has left"),
}

PERSONAL = tuple(kind for kind in _LEAVE_LETTERS if kind not in ("replaced", "maintenance", "left"))
"""The kinds of leave that officers have, beside a brigade's own."""

_REST_WORDS = (REST, N_("rest"), N_("off"), "–", "—", "休息", "REST", "OFF")


def rest_text() -> str:
    """What the grid shows for a day off."""
    return _(REST)


def leave_text(kind: str, facts: Facts | None = None) -> str:
    """What the grid shows for a leave; with the facts given, never what it shows for a shift."""
    text = _(_LEAVE_LETTERS[kind]) if kind in _LEAVE_LETTERS else kind
    if len(text) > WIDEST_OWN_KIND or not text:
        text = _(LEAVE)
    taken = facts is not None and text.casefold() in _readings(facts.shifts)
    return f"({text})" if taken else text


def leave_name(kind: str) -> str:
    """A kind of leave in full; a brigade's own kinds as they are written."""
    return _(_LEAVE_NAMES[kind]) if kind in _LEAVE_NAMES else kind


def read_code(text: str, facts: Facts) -> str | None:
    """The shift that a cell of the grid asks for; empty for rest or leave; None for a text that says nothing known.

    Accepts both languages, any case, full-width letters and blanks around.
    """
    found = folded(text)
    exact = next((code for code in facts.shift_codes if code == text.strip()), None)
    shift = exact or _readings(facts.shifts).get(found)
    if shift is not None:
        return shift
    return "" if not found or found in _idle(facts) else None


@lru_cache(maxsize=32)
def _readings(shifts: tuple[Shift, ...]) -> dict[str, str]:
    """Every text that stands for a shift, folded, to its code; the codes themselves come first."""
    readings: dict[str, str] = {}
    for shift in shifts:
        readings.setdefault(unicodedata.normalize("NFKC", shift.code).casefold(), shift.code)
    for used in LANGUAGES:
        for code, text in letters(shifts, used).items():
            readings.setdefault(text.casefold(), code)
    return readings


def read_leave(text: str, facts: Facts) -> str:
    """The kind of leave that a cell of the grid asks for; `LEAVE` for one of no kind; empty for rest or a shift."""
    return "" if read_code(text, facts) else _idle(facts).get(folded(text), "")


def folded(text: str) -> str:
    """A text without what does not tell words apart: wide letters, capitals, blanks around it."""
    return unicodedata.normalize("NFKC", text).strip().casefold()


def _idle(facts: Facts) -> dict[str, str]:
    """Every text that stands for rest or leave, folded, with the kind of leave; empty for rest."""
    found: dict[str, str] = {}
    kinds: dict[str, tuple[str, ...]] = {absence.kind: (absence.kind,) for absence in facts.absences}
    for kind, letters_of in _LEAVE_LETTERS.items():
        kinds[kind] = (letters_of, _LEAVE_NAMES[kind], kind)
    words = [("", _REST_WORDS), (LEAVE, (LEAVE,)), *kinds.items()]
    for kind, messages in words:
        for text in (folded(form) for message in messages for form in every_form(message)):
            found.setdefault(text, kind)
            found.setdefault(f"({text})", kind)
    return found
