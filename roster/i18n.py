"""Words for people, in their language: English is the message id, Chinese comes from the catalogue.

The catalogue is `locale/<language>/messages.po`, read with Babel at run time: one text file, nothing to compile.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from functools import cache
from importlib.resources import files

LANGUAGES = ("en", "zh")
_language = "en"


@cache
def catalogue(language: str) -> dict[str, str]:
    """Translations of a language, message id to text; empty for English. Raises KeyError for one not shipped."""
    if language not in LANGUAGES:
        raise KeyError(language)
    if language == "en":
        return {}
    from babel.messages.pofile import read_po

    with (files("roster") / "locale" / language / "messages.po").open("rb") as file:
        return {str(m.id): str(m.string) for m in read_po(file) if m.id and m.string}


def set_language(language: str) -> None:
    """Choose the language of every later message. Raises KeyError for one that is not shipped."""
    global _language
    catalogue(language)
    _language = language


@contextmanager
def speaking(language: str) -> Iterator[None]:
    """Another language for the length of a block."""
    before = _language
    set_language(language)
    try:
        yield
    finally:
        set_language(before)


def language() -> str:
    """The language in use, `en` or `zh`."""
    return _language


def _(message: str) -> str:
    """The message in the language in use; itself where the catalogue lacks it."""
    return catalogue(_language).get(message, message)


def sentences(texts: Iterable[str]) -> str:
    """Whole sentences one after the other, with a blank between them where the language in use has one."""
    return (" " if _language == "en" else "").join(texts)


def every_form(message: str) -> tuple[str, ...]:
    """The message in every language shipped: what a reader accepts."""
    return tuple(dict.fromkeys(catalogue(language).get(message, message) for language in LANGUAGES))


def N_(message: str) -> str:  # noqa: N802 - gettext's customary name
    """Mark a message for the catalogue without translating it yet."""
    return message
