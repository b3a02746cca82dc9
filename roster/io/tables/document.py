"""docs/inputs.md, written from the row models: `python -m roster.io.tables.document > docs/inputs.md`."""

from __future__ import annotations

import sys
from collections.abc import Iterator

from pydantic.fields import FieldInfo

from roster.i18n import set_language
from roster.io.tables import settings
from roster.io.tables.describe import default_text, expected_text
from roster.io.tables.example import EXAMPLE
from roster.io.tables.pairs import Pair
from roster.io.tables.schema import TABLES
from roster.io.tables.table import TableRow, cell_of, header_of

INTRODUCTION = """\
# Inputs: the tables of a brigade

One brigade is one folder of CSV files (`officers.csv`, `shifts.csv`, ...; UTF-8, with or without BOM, commas between
cells), or one `.xlsx` workbook with a sheet a table (`officers`, `shifts`, ...). A folder with `brigade.xlsx` in it is
read from that workbook. `roster init DIR` makes a blank workbook with drop-downs and comments; `roster check DIR` names
every fault with its file, sheet and cell: `officers.csv:D3 (sex)`, `brigade.xlsx officers!D3 (sex)`. Cells of a column
that hold the same faulty text are one fault: `absences.csv:A4 (id): found 'P02', also in A9, A12:A14; ...`.

Every table, every column, what an empty cell means and an example follow; at the end stands a whole small brigade.
This page is generated from the row models (`python -m roster.io.tables.document > docs/inputs.md`).

## How cells are read

- **Tables.** {required} are required; the others may be
  missing or empty. Sheets and files with other names are not read; a name close to that of a missing table is a fault.
- **A past roster of ours** may lie in the folder as `history.xlsx`, in place of the table `history` or beside it: its
  duties before the first date count as its grid stands now, hand edits included (`--history FILE.xlsx` names others).
- **Headers** are in one row, which a title may stand above. Names are English or Chinese, in any order; capitals,
  blanks and a star at the end do not matter. An unknown, repeated or missing required column is a fault. No merged
  cells. Blank rows are passed over.
- **Ids are text for ever**: `007` stays `007`, `NA` is an id like any other, a number cell 7.0 is `7`, blanks around
  are dropped, full-width letters and digits (`００７`) become half-width. Capitals matter. No semicolons or commas.
- **Lists** inside a cell are separated by semicolons, `armed;driver`, or by commas of any kind (in quotes in CSV).
- **Words** (`sworn`, `guard_post`, `yes`, ...) may be written in English or Chinese. Yes or no: also `true`, `false`,
  `1`, `0`, `是`, `否`.
- **Dates**: `2026-10-19`, `2026/10/19`, `2026年10月19日`, `20261019`, Excel's date cells and day numbers.
- **Times**: `07:00`, `24:00`, `26:00` (02:00 on the next date) and Excel's time cells. **Hours**: `22:00-06:00`.
  **Date and time**: `2026-10-19 14:00`; without a time, `from` means 00:00 and `to` means 24:00.
- **Formulas are not computed**: a cell that begins with `=` is text. Copy a formula's values before saving.
- **A roster day** begins at the setting `day_start` and lasts 24 hours. Demand hours before it belong to the roster
  day before: with 07:00, demand from 02:00 to 07:00 on `fri` is that of the night from Friday to Saturday. Hours that
  run past the day's end go on in the next one. A shift with `line` no keeps its calendar date. Screens, sheets and JSON
  name hours by their calendar date.
- **Hours at the ends of a roster** count in the roster in which the last duty starts that could serve them: with a
  shift 00:00-08:00 and `day_start` 08:00, the last night is the next roster's, and `roster check` says so. Crews of the
  weeks before that are still on duty count; of duties in the table `history` without a `unit` the shift alone is
  known, so they count where one kind of unit alone runs on it.
- **Duties in parts.** An officer has one duty a date. Where it may consist of several shifts (07-11 and 16-20; the day
  duty and on call; the day and the following night), the table `shifts` has a row for that as well, with its `parts`
  and from the first one's start to the last one's end: `S,Split,07:00,20:00` with `M;L`. Crews run on the parts, which
  may be of different unit kinds; who works `S` is in a crew of each. Hours, breaks, pay and absences are those of the
  parts, rest is counted before and after the whole; rules that name `M`, or night shifts, also mean `S` where it has
  such a part, but a `rotation` and a row of `fixed` mean the duty that they name.
- **Hours away.** An absence bars every duty with which it shares a minute. With `hours_only` it costs a longer duty
  these hours alone: who is in court from 12 to 14 works `D` 08-20 as `D@08-12+14-20` (so it stands in the grid). The
  crews of that shift and date are then told in three stretches. From 12 to 14 the officer counts nowhere: not in the
  crew, its composition or seats, not for cover; somebody else may stand in for two hours (`D@12-14`), from a day off
  or out of another crew, and where nobody does the crew is short for two hours. Before and after, crews and vehicles
  are the same. Likewise a vehicle: another one serves in those hours, or its crew stands down for them. The hours
  away count as work, are paid, and no rest. An absence that takes the whole shift bars it as ever.
- **Day types.** For the country `CN` the announced holidays and make-up working days are known; every day off of a
  holiday, days in lieu included, is `holiday`, other weekends `rest_day`, all else `workday`. For a year not announced
  yet, and for other countries, the holidays fixed by law are known, and `roster check` says so for China. The table
  `calendar` overrides both, and a year is taken as known up to that table's last date. What pay calls a statutory
  holiday is narrower: in China the 13 days a year that the regulation names, elsewhere the public holidays; the column
  `statutory` of `calendar` says otherwise, whatever the date's type.
"""

AT_THE_END = """\
## Supply against demand

`roster check` ends with a line for each date and shift, and one for each whole date: there / asked at the least.
*There* is everybody whom no must keeps from the shift (leave, not yet joined, a day off that is fixed, a duty too long
for them); on the line of the whole date a person counts once (where hours away cut a shift, once for each stretch:
`all stretches`). *Asked* is what must start on that very shift however
the other shifts are staffed, with the members that musts and priorities ask for in each crew; on the line of the whole
date, what must start on any of its shifts, which is more where shifts overlap. A permit counts for sworn officers only;
the vehicles of a whole date are those of the hours with the fewest to spare. Rest and hours over several dates are not
looked at, so that enough here may still be short in the roster, but what is short here is short for certain.

## A whole small brigade

Invented: six people, one car, one guard post. Save each block under its name in one folder.
"""


def document() -> str:
    """The whole page, in English."""
    set_language("en")
    required = ", ".join(f"`{model.table}`" for model in TABLES if model.required)
    parts = [INTRODUCTION.format(required=required)]
    parts += ["\n".join(_section(model)) for model in TABLES]
    parts.append(AT_THE_END)
    parts += [f"`{name}`\n\n```csv\n{text}```\n" for name, text in EXAMPLE.items()]
    return "\n".join(parts)


def _section(model: type[TableRow]) -> Iterator[str]:
    yield f"## Table `{model.table}`" + ("" if model.required else " (optional)")
    yield ""
    yield model.purpose
    yield ""
    columns = [header_of(info) for info in (Pair if model is settings.Row else model).model_fields.values()]
    yield f"Header: `{','.join(columns)}`" + (
        "; these are the settings:" if model is settings.Row else f". {_unique(model)}".rstrip(". ") + "."
    )
    yield ""
    word = "setting" if model is settings.Row else "column"
    yield f"| {word} | meaning | holds | required, or what empty means | example |"
    yield "|---|---|---|---|---|"
    for info in model.model_fields.values():
        yield _line(info)
    yield ""


def _unique(model: type[TableRow]) -> str:
    if not model.key:
        return ""
    names = " + ".join(f"`{header_of(model.model_fields[name])}`" for name in model.key)
    return f"Each {names} once"


def _line(info: FieldInfo) -> str:
    required = "**required**" if info.is_required() else default_text(info)
    example = f"`{info.examples[0]}`" if info.examples else ""
    cells = (f"`{header_of(info)}`", info.description or "", expected_text(cell_of(info), info), required, example)
    return "| " + " | ".join(cells) + " |"


if __name__ == "__main__":
    sys.stdout.reconfigure(encoding="utf-8", newline="\n")  # type: ignore[union-attr]
    sys.stdout.write(document())
