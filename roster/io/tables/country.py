"""A country as a cell names it."""

from __future__ import annotations

from functools import cache

from roster.i18n import _
from roster.io.tables.text import Raw, clean

CHINA = "CN"
CHINESE_NAMES = {"中国": CHINA}


def country_code(value: Raw) -> str:
    """The two-letter ISO code of a country by that code, its three-letter code or its English name.

    Raises ValueError with what is expected, for a country that no calendar of public holidays knows.
    """
    name = clean(value)
    code = name.upper()
    if code == CHINA:
        return code
    found = CHINESE_NAMES.get(name) or _codes().get("".join(sign for sign in code if sign.isalnum()))
    if found is None:
        raise ValueError(_("a two-letter country code such as CN or FR"))
    return found


@cache
def _codes() -> dict[str, str]:
    """Each country's codes and names, in capitals without spaces, to its two-letter code."""
    from holidays.registry import COUNTRIES

    return {name.upper(): codes[1] for codes in COUNTRIES.values() for name in codes}
