"""A map for each shift: zones, sites, routes and circles, with the ways of the shift's crews."""

from __future__ import annotations

import io
from collections.abc import Sequence

from openpyxl.drawing.image import Image
from openpyxl.worksheet.pagebreak import Break
from openpyxl.worksheet.worksheet import Worksheet

from roster.domain.ids import CrewId
from roster.domain.itinerary import Stop
from roster.domain.letters import shift_text
from roster.domain.outcome import Outcome, Planned
from roster.domain.roster import by_shift
from roster.i18n import N_, _
from roster.io import printing, styles, texts
from roster.io.chinese_fonts import missing_on_maps
from roster.io.pictures import mark_of
from roster.io.sheets.heading import put_heading
from roster.io.styles import put_merged

TITLE = N_("Maps")
LAST = 12
ROWS_A_MAP = 29
PIXELS = (1037, 547)
"""Of a map on the sheet, 96 an inch: as wide as a page."""


def write(sheet: Worksheet, outcome: Outcome) -> None:
    problem, planned = outcome.problem, outcome.patrols.planned
    title = _("{brigade}: maps of the patrol plan").format(brigade=problem.settings.name)
    put_heading(sheet, LAST, title, texts.dates(problem))
    styles.widths(sheet, [12.3] * LAST)
    printing.page(sheet, problem.settings.name, title_rows="1:2")
    if not any_map(outcome) or planned is None:
        text = _("No map: there is no patrol plan, no site on the map, or no crew that goes about.")
        put_merged(sheet, 4, 1, LAST, text, styles.LINE)
        return
    note = _(
        "Star: stationing point; square: guard post; triangle: quick-reaction point with its 3-minute circle; dot: "
        "checkpoint; diamond: publicity point; grey: route; ring: on foot; arrows: the way that crews go."
    )
    note = " ".join(filter(None, (note, missing_on_maps(problem))))
    put_merged(sheet, 3, 1, LAST, note, styles.NOTE)
    sheet.row_dimensions[3].height = 26
    row = 4
    for (day, shift), _crews in sorted(by_shift(crew.crew for crew in planned.patrol.crews).items()):
        roaming = [crew for crew in planned.patrol.crews if crew.id.start == (day, shift) and crew.roams]
        if not roaming:
            continue
        heading = _("{date} ({weekday}), {shift} {hours}").format(
            date=problem.date(day).isoformat(),
            weekday=texts.weekday(day, problem),
            shift=shift_text(shift, problem),
            hours=problem.shift[shift].hours,
        )
        put_merged(sheet, row, 1, LAST, heading, styles.SECTION)
        ways = [(crew.id, planned.plan.stops.get(crew.id, ())) for crew in roaming]
        picture = outcome.patrols.pictures.get(mark_of(ways, problem)) or _drawn(ways, planned)
        image = Image(io.BytesIO(picture))
        image.width, image.height = PIXELS
        sheet.add_image(image, f"A{row + 1}")
        row += ROWS_A_MAP
        sheet.row_breaks.append(Break(row - 1))


def any_map(outcome: Outcome) -> bool:
    """Whether a crew goes about on a map."""
    problem, planned = outcome.problem, outcome.patrols.planned
    on_map = problem.sites or problem.routes
    return planned is not None and bool(on_map) and any(crew.roams for crew in planned.patrol.crews)


def _drawn(ways: Sequence[tuple[CrewId, Sequence[Stop]]], planned: Planned) -> bytes:
    from roster.io.drawing import Map

    return Map(planned.patrol).picture(ways)
