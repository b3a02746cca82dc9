"""Fonts with Chinese letters, those first that suit best: of Windows, macOS, and of Linux."""

from __future__ import annotations

from functools import cache

from roster.domain.problem import Facts
from roster.i18n import _, language

CHINESE_FONTS = (
    "Noto Sans CJK SC",
    "Noto Sans SC",
    "Microsoft YaHei",
    "SimHei",
    "PingFang SC",
    "Hiragino Sans GB",
    "Source Han Sans SC",
    "WenQuanYi Zen Hei",
    "WenQuanYi Micro Hei",
    "Noto Sans CJK JP",
    "SimSun",
)
PLAIN = "DejaVu Sans"
"""The font without Chinese that matplotlib brings."""


@cache
def installed() -> tuple[str, ...]:
    """Those of them that this computer has."""
    from matplotlib import font_manager

    known = {font.name for font in font_manager.fontManager.ttflist}
    return tuple(name for name in CHINESE_FONTS if name in known)


def missing_sentence() -> str:
    """What to do where there is no font for Chinese."""
    text = _("no font for Chinese is installed on this computer: install one of {fonts}")
    return text.format(fonts=_(", ").join(CHINESE_FONTS))


def missing_on_maps(facts: Facts) -> str:
    """The same where maps leave out names for want of a font; empty where they do not."""
    named = [site.name for site in facts.sites] + [route.name for route in facts.routes]
    if installed() or (language() == "en" and all(map(str.isascii, (*named, *(zone.name for zone in facts.zones))))):
        return ""
    return missing_sentence()
