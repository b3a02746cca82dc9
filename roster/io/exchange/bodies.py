"""The bodies of three vendors' documented scheduling calls, in the chunks that each takes; written, never sent.

DingTalk `topapi/attendance/group/schedule/async`: 200 rows a call, days in milliseconds at midnight in China.
WeCom `cgi-bin/checkin/setcheckinschedulist`: a month a call.
Feishu `attendance/v1/user_daily_shifts/batch_create`: 50 rows a call.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby
from pathlib import Path
from typing import Any

from roster.domain.errors import Fault, InputError
from roster.i18n import _
from roster.io.exchange.formats import missing_accounts
from roster.io.exchange.planned import Key, Planned
from roster.io.files import replace_bytes

Body = dict[str, Any]
MOST_ROWS = {"dingtalk": 200, "wecom": 1000, "feishu": 50}
PATHS = {
    "dingtalk": "topapi/attendance/group/schedule/async",
    "wecom": "cgi-bin/checkin/setcheckinschedulist",
    "feishu": "attendance/v1/user_daily_shifts/batch_create",
}
ASKED = {"dingtalk": ("op_user_id", "group_id"), "wecom": ("groupid",), "feishu": ("group_id", "operator_id")}
"""What each call wants beside people, days and shifts."""
CHINA = dt.timezone(dt.timedelta(hours=8))
DINGTALK_REST = 1


def bodies(system: str, planned: Planned, given: Mapping[str, str]) -> list[Body]:
    """The bodies of all calls in order: every planned date of everybody, days off and leaves as rest.

    Raises InputError with everything that is missing or that the system does not take.
    """
    _check(system, planned, given)
    rows = list(_rows(system, planned))
    return list({"dingtalk": _dingtalk, "wecom": _wecom, "feishu": _feishu}[system](rows, given))


def _check(system: str, planned: Planned, given: Mapping[str, str]) -> None:
    faults = []
    if system != "feishu" or any(known == system for known, _officer in planned.accounts):
        faults += missing_accounts(planned, system)  # Feishu knows people by employee number, too
    for code in sorted({row.shift_code for duties in planned.in_cells.values() for row in duties}):
        found = planned.codes.get((system, code))
        if found is None:
            text = _("no code of {code} in {system}").format(code=code, system=system)
            faults.append(Fault("shift_codes", text, _("a row with the shift's id there")))
        elif system != "feishu" and not found.isdecimal():
            faults.append(Fault(f"shift_codes ({code}, {system})", f"'{found}'", _("a whole number")))
    for name in ASKED[system]:
        if name not in given:
            expected = _("a value, as --set {name}=...").format(name=name)
            faults.append(Fault(system, _("no value for '{name}'").format(name=name), expected))
        elif name in ("group_id", "groupid") and system != "feishu" and not given[name].isdecimal():
            faults.append(Fault(f"--set {name}", f"'{given[name]}'", _("a whole number")))
    for (officer, date), duties in sorted(planned.in_cells.items()):
        if len(duties) > 1:
            found_text = _("two duties of {officer}").format(officer=officer)
            faults.append(
                Fault(
                    date.isoformat(),
                    found_text,
                    _("one shift a person and day, as {system} has it").format(system=system),
                )
            )
    if faults:
        raise InputError(faults)


def _rows(system: str, planned: Planned) -> Iterator[tuple[Key, str, str]]:
    """Officer and date, account, and the shift's code; an empty code for rest."""
    in_cells = planned.in_cells
    for officer in sorted(planned.people):
        account = planned.accounts.get((system, officer), officer if system == "feishu" else "")
        if not account:
            continue  # without duties, else it would be a fault
        for date in sorted(planned.dates):
            if (officer, date) in planned.absent:
                continue
            duties = in_cells.get((officer, date), [])
            code = planned.codes[system, duties[0].shift_code] if duties else ""
            yield (officer, date), account, code


def _chunks(rows: Sequence[Any], size: int) -> Iterator[Sequence[Any]]:
    return (rows[start : start + size] for start in range(0, len(rows), size))


def _dingtalk(rows: Sequence[tuple[Key, str, str]], given: Mapping[str, str]) -> Iterator[Body]:
    for chunk in _chunks(rows, MOST_ROWS["dingtalk"]):
        schedules = [
            {
                "userid": account,
                "work_date": int(dt.datetime.combine(date, dt.time(), CHINA).timestamp() * 1000),
                "shift_id": int(code) if code else DINGTALK_REST,
                "is_rest": not code,
            }
            for (_officer, date), account, code in chunk
        ]
        yield {"op_user_id": given["op_user_id"], "group_id": int(given["group_id"]), "schedules": schedules}


def _by_month(rows: Sequence[tuple[Key, str, str]]) -> Iterator[tuple[int, list[tuple[Key, str, str]]]]:
    ordered = sorted(rows, key=lambda row: (_month(row[0][1]), row[0]))
    for month, found in groupby(ordered, key=lambda row: _month(row[0][1])):
        yield month, list(found)


def _month(date: dt.date) -> int:
    return date.year * 100 + date.month


def _wecom(rows: Sequence[tuple[Key, str, str]], given: Mapping[str, str]) -> Iterator[Body]:
    for month, found in _by_month(rows):
        for chunk in _chunks(found, MOST_ROWS["wecom"]):
            items = [
                {"userid": account, "day": date.day, "schedule_id": int(code) if code else 0}
                for (_officer, date), account, code in chunk
            ]
            yield {"groupid": int(given["groupid"]), "items": items, "yearmonth": month}


def _feishu(rows: Sequence[tuple[Key, str, str]], given: Mapping[str, str]) -> Iterator[Body]:
    for chunk in _chunks(rows, MOST_ROWS["feishu"]):
        shifts = [
            {
                "group_id": given["group_id"],
                "shift_id": code or "0",
                "month": _month(date),
                "user_id": account,
                "day_no": date.day,
                "is_clear_schedule": False,
            }
            for (_officer, date), account, code in chunk
        ]
        yield {"user_daily_shifts": shifts, "operator_id": given["operator_id"]}


def write_bodies(system: str, found: Sequence[Body], path: Path) -> None:
    """Write them whole or not at all. Raises OutputError."""
    content = {"system": system, "call": PATHS[system], "sent": False, "bodies": list(found)}
    text = json.dumps(content, ensure_ascii=False, indent=1)

    replace_bytes(path, text.encode())
