"""Fonts to draw pages with: one for Latin letters, one for Chinese, and one that matplotlib brings for the rest."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import NamedTuple

from fontTools.ttLib import TTCollection  # type: ignore[import-untyped]
from matplotlib import font_manager, get_data_path

from roster.io.chinese_fonts import CHINESE_FONTS, PLAIN

LATIN_FONTS = ("Arial", "Liberation Sans", "Helvetica", "Arimo", "Nimbus Sans")
"""As wide as the font by which the sheets' columns are measured, the first that is there."""
OUTLINES = (".ttf", ".otf", ".ttc", ".otc")
NORMAL, BOLD = 400, 700


class Face(NamedTuple):
    """A font file, and which font of it."""

    file: Path
    number: int = 0


class Family(NamedTuple):
    """A font and its bold face; the same again where it has none."""

    name: str
    plain: Face
    bold: Face


@cache
def families() -> tuple[Family, ...]:
    """The fonts in the order in which they are asked for a letter."""
    found = [family for names in (LATIN_FONTS, CHINESE_FONTS) if (family := _first(names))]
    return (*found, _spare())


@cache
def has_chinese() -> bool:
    return _first(CHINESE_FONTS) is not None


def _first(names: tuple[str, ...]) -> Family | None:
    return next((family for name in names if (family := _family(name))), None)


def _family(name: str) -> Family | None:
    faces: dict[int, Face] = {}
    for entry in font_manager.fontManager.ttflist:
        file = Path(entry.fname)
        if entry.name == name and entry.style == "normal" and file.suffix.lower() in OUTLINES and file.is_file():
            bold = _weight(entry.weight) >= BOLD - 50
            if bold or _weight(entry.weight) == NORMAL:
                faces.setdefault(BOLD if bold else NORMAL, Face(file, _number(file, name)))
    plain = faces.get(NORMAL)
    return Family(name, plain, faces.get(BOLD, plain)) if plain else None


def _weight(weight: int | str) -> int:
    return int(weight) if isinstance(weight, int) else int(font_manager.weight_dict.get(str(weight), NORMAL))


def _number(file: Path, name: str) -> int:
    """Which font of a collection has a name."""
    if file.suffix.lower() not in (".ttc", ".otc"):
        return 0
    with TTCollection(str(file), lazy=True) as collection:
        names = [font["name"].getBestFamilyName() for font in collection.fonts]
    return names.index(name) if name in names else 0


def _spare() -> Family:
    folder = Path(get_data_path()) / "fonts" / "ttf"
    return Family(PLAIN, Face(folder / "DejaVuSans.ttf"), Face(folder / "DejaVuSans-Bold.ttf"))
