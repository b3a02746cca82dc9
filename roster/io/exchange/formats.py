"""Files in the form that a profile asks for: a row a duty, or a row an officer with a column a day."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping
from functools import partial
from pathlib import Path

from roster.domain.errors import Fault, InputError
from roster.i18n import _
from roster.io.csv_out import field
from roster.io.exchange.planned import Key, Planned
from roster.io.exchange.profile import Profile
from roster.io.files import replace_file
from roster.io.sheets.hr import HrRow

Table = list[list[str]]


def table_of(planned: Planned, profile: Profile, given: Mapping[str, str]) -> Table:
    """The header and every row. Raises InputError with everything that the system would not know."""
    check(planned, profile, given)
    maker = _Maker(planned, profile, given)
    return maker.days() if profile.layout == "days" else maker.rows()


def check(planned: Planned, profile: Profile, given: Mapping[str, str]) -> None:
    """Raises InputError for accounts, codes and settings that are missing, and for days that are too many."""
    system = profile.system.strip().casefold()
    faults = []
    if profile.uses_account:
        faults += missing_accounts(planned, profile.system)
    duties = planned.in_cells if profile.layout == "days" else planned.duties
    if profile.uses_code and profile.system:
        expected = _("a row with the shift's code there, or `codes` in the profile")
        faults += [
            Fault("shift_codes", _("no code of {code} in {system}").format(code=code, system=profile.system), expected)
            for code in sorted({row.shift_code for rows in duties.values() for row in rows})
            if code not in profile.codes and (system, code) not in planned.codes
        ]
    for name in sorted({one for column in profile.columns for one in _settings(column.value)}):
        if name not in given:
            expected = _("a value, as --set {name}=...").format(name=name)
            faults.append(Fault(profile.name, _("no value for '{name}'").format(name=name), expected))
    if profile.layout == "days" and len(planned.dates) > profile.most_days:
        found = _("{days} days").format(days=len(planned.dates))
        faults.append(Fault(profile.name, found, _("{days} days at most").format(days=profile.most_days)))
    if faults:
        raise InputError(faults)


def missing_accounts(planned: Planned, system: str) -> list[Fault]:
    """A fault for each officer with duties who has no account in a system."""
    return [
        Fault(
            "accounts",
            _("no account of {officer} in {system}").format(officer=officer, system=system),
            _("a row with the officer's account there"),
        )
        for officer in sorted({officer for officer, _date in planned.duties})
        if (system.strip().casefold(), officer) not in planned.accounts
    ]


def _settings(value: str) -> Iterator[str]:
    if value.startswith("{set:") and value.endswith("}"):
        yield value[5:-1]


class _Maker:
    def __init__(self, planned: Planned, profile: Profile, given: Mapping[str, str]) -> None:
        self._planned, self._profile, self._given = planned, profile, given
        self._system = profile.system.strip().casefold()
        self._dates = sorted(planned.dates)

    def rows(self) -> Table:
        header = [column.header for column in self._profile.columns]
        keys = sorted(self._planned.duties)
        if self._profile.rest_rows:
            keys = [key for key in self._every_key() if key not in self._planned.absent]
        return [header, *(self._row(key, duty) for key in keys for duty in self._planned.duties.get(key, [None]))]

    def days(self) -> Table:
        profile = self._profile
        header = [column.header for column in profile.columns]
        header += [
            date.strftime(profile.day_header).replace("{n}", str(number))
            for number, date in enumerate(self._dates, start=1)
        ]
        table, in_cells = [header], self._planned.in_cells
        for officer in sorted(self._planned.people):
            row = self._row((officer, self._dates[0]), None)
            for date in self._dates:
                key = officer, date
                duties = in_cells.get(key, [])
                cells = [self._filled(profile.cell, key, duty) for duty in duties]
                away = "" if key in self._planned.absent else self._no_duty(key)
                row.append(" ".join(cells) if cells else away)
            table.append(row)
        return table

    def _every_key(self) -> Iterator[Key]:
        yield from ((officer, date) for officer in sorted(self._planned.people) for date in self._dates)

    def _row(self, key: Key, duty: HrRow | None) -> list[str]:
        return [self._filled(column.value, key, duty) for column in self._profile.columns]

    def _no_duty(self, key: Key) -> str:
        work = self._profile.work
        return work.rest if work.leave is None or key not in self._planned.leaves else work.leave

    def _filled(self, text: str, key: Key, duty: HrRow | None) -> str:
        for name in _settings(text):
            return self._given[name]
        officer, date = key
        person, profile = self._planned.people[officer], self._profile
        values = {
            "employee_id": person.id,
            "account": self._planned.accounts.get((self._system, officer), ""),
            "name": person.name,
            "category": person.category,
            "squad": person.squad,
            "date": date.strftime(profile.date_form),
            "work": profile.work.duty if duty else self._no_duty(key),
        }
        if duty:
            code = self._planned.codes.get((self._system, duty.shift_code), duty.shift_code)
            values |= {
                "shift_code": duty.shift_code,
                "shift_name": duty.shift_name,
                "code": profile.codes.get(duty.shift_code, code),
                "start_date": duty.start.strftime(profile.date_form),
                "start_time": duty.start.strftime(profile.time_form),
                "end_date": duty.end.strftime(profile.date_form),
                "end_time": duty.end.strftime(profile.time_form),
                "hours": f"{duty.hours:.10g}",
            }
        for name in ("shift_code", "shift_name", "code", "start_date", "start_time", "end_date", "end_time", "hours"):
            values.setdefault(name, "")
        for name, value in values.items():
            text = text.replace(f"{{{name}}}", value)
        return text


def write_table(table: Table, profile: Profile, path: Path) -> None:
    """Write a table as the profile asks for it, whole or not at all. Raises OutputError."""
    replace_file(path, partial(_xlsx if profile.file == "xlsx" else _csv, table, profile))


def _csv(table: Table, profile: Profile, path: Path) -> None:
    text = io.StringIO(newline="")
    end = "\r\n" if profile.line_end == "crlf" else "\n"
    writer = csv.writer(
        text,
        delimiter=profile.delimiter,
        quoting=csv.QUOTE_ALL if profile.quote_all else csv.QUOTE_MINIMAL,
        lineterminator=end,
    )
    writer.writerows([field(cell) if profile.guard else cell for cell in row] for row in table)
    path.write_bytes(text.getvalue().encode(profile.encoding))


def _xlsx(table: Table, profile: Profile, path: Path) -> None:
    """Every cell is text, so that ids keep their zeros and no cell is a formula."""
    from openpyxl import Workbook

    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = profile.sheet
    for number, row in enumerate(table, start=1):
        for column, text in enumerate(row, start=1):
            if text:
                cell = sheet.cell(number, column)
                cell.value, cell.data_type, cell.number_format = text, "s", "@"
    book.properties.creator = ""
    book.save(path)
