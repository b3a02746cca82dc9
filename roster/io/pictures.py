"""Maps that are in a workbook already: each is marked with what it was drawn of, so that it is not drawn again."""

from __future__ import annotations

import hashlib
import io
import zipfile
from collections.abc import Mapping, Sequence
from pathlib import Path

from PIL import Image, UnidentifiedImageError

from roster.domain.ids import CrewId
from roster.domain.itinerary import Stop
from roster.domain.problem import Problem
from roster.domain.travel import points_of
from roster.i18n import language

MARK = "Description"
"""The text of the picture file that holds the mark; it stands before the picture, which need not be unpacked."""
PREFIX = "patrol-roster map 2 "


def mark_of(ways: Sequence[tuple[CrewId, Sequence[Stop]]], problem: Problem) -> str:
    """What a map shows, in one word: the places of the brigade and the ways of some crews."""
    settings = problem.settings
    shown = (
        sorted(points_of(problem.sites, problem.routes).items()),
        [(site.id, site.kind, site.zone) for site in problem.sites],
        [(zone.id, zone.name) for zone in problem.zones],
        [site.name for site in problem.sites],
        [route.name for route in problem.routes],
        language(),
        (settings.car_speed, settings.foot_speed, settings.detour),
        [(crew, [tuple(stop) for stop in stops]) for crew, stops in ways],
    )
    return PREFIX + hashlib.sha256(repr(shown).encode()).hexdigest()


def pictures_of(file: Path) -> Mapping[str, bytes]:
    """The maps of a workbook of ours by their marks; none where they cannot be read, or have lost their marks."""
    found: dict[str, bytes] = {}
    try:
        with zipfile.ZipFile(file) as archive:
            for name in archive.namelist():
                if name.startswith("xl/media/") and name.endswith(".png"):
                    content = archive.read(name)
                    mark = str(Image.open(io.BytesIO(content)).info.get(MARK, ""))
                    if mark.startswith(PREFIX):
                        found[mark] = content
    except (OSError, zipfile.BadZipFile, UnidentifiedImageError):
        return {}
    return found
