"""The form that another system takes, as a YAML profile: which columns, which words, which dates, which bytes.

A profile knows people, dates, times and shifts and nothing else: places, vehicles and weapons go into no such file.
"""

from __future__ import annotations

import re
from importlib.resources import files
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, field_validator

from roster.domain.errors import Fault, InputError
from roster.i18n import _
from roster.io.exchange.fill_map import read_yaml

FIELDS = (
    "employee_id",
    "account",
    "name",
    "category",
    "squad",
    "date",
    "shift_code",
    "shift_name",
    "code",
    "start_date",
    "start_time",
    "end_date",
    "end_time",
    "hours",
    "work",
)
"""What a column may hold. `account` and `code` are the system's own, of the tables accounts and shift_codes; `work` is
the profile's word for a duty, a day off or a leave."""
NAMES = re.compile(r"\{(\w+)\}")
FORMS = ("dingtalk", "wecom", "feishu")
"""Systems whose files are bodies of calls, see `bodies`; all others are profiles."""


class _Model(BaseModel):
    model_config = ConfigDict(extra="forbid")


class Column(_Model):
    """One column: its heading, and a text in which {fields} are filled in."""

    header: str = Field(description="the heading, as the system wants it")
    value: str = Field("", description="what stands in it, as `{start_date}` or `{employee_id}`; or a text of its own")

    @field_validator("value")
    @classmethod
    def _known(cls, value: str) -> str:
        unknown = [name for name in NAMES.findall(value) if name not in FIELDS and name != "set"]
        if unknown and not value.startswith("{set:"):
            raise ValueError(f"{{{unknown[0]}}}: one of {', '.join(FIELDS)}")
        return value


class Work(_Model):
    """Words for what is no duty and for what is one."""

    duty: str = Field("", description="the column `work` of a duty, such as Yes")
    rest: str = Field("", description="a day off: in the column `work`, and in the cells of days")
    leave: str | None = Field(None, description="a day of leave; left out: as a day off. Kinds are never told")


class Profile(_Model):
    """A form of files."""

    name: str = Field("", description="what the form is called")
    system: str = Field("", description="the system of the tables accounts and shift_codes; empty: needs neither")
    layout: Literal["rows", "days"] = Field(
        "rows", description="rows: one a duty; days: one an officer, a column a day"
    )
    columns: list[Column] = Field(min_length=1, description="the columns in order; with days those before the days")
    day_header: str = Field("%Y-%m-%d", description="the heading of a day, as strftime has it; {n} is its number")
    cell: str = Field("{code}", description="what a day's cell holds for a duty")
    rest_rows: bool = Field(False, description="rows: whether days off and leaves have rows, too")
    work: Work = Work.model_validate({})
    codes: dict[str, str] = Field(default_factory=dict, description="their code or name for a shift, by our code")
    date_form: str = Field("%Y-%m-%d", description="how dates are written, as strftime has it")
    time_form: str = Field("%H:%M", description="how times are written, as strftime has it")
    file: Literal["csv", "xlsx"] = Field("csv", description="kind of file")
    sheet: str = Field("Sheet1", description="xlsx: the sheet's name")
    encoding: Literal["utf-8", "utf-8-sig", "utf-16", "gb18030"] = Field("utf-8-sig", description="csv: its encoding")
    delimiter: str = Field(",", min_length=1, max_length=1, description="csv: what stands between cells")
    line_end: Literal["crlf", "lf"] = Field("crlf", description="csv: how lines end")
    quote_all: bool = Field(False, description="csv: whether every cell is quoted")
    guard: bool = Field(True, description="csv: an apostrophe before texts that a spreadsheet would run as a formula")
    most_days: int = Field(366, ge=1, description="days: how many days a file may have")

    @property
    def uses_account(self) -> bool:
        return any("{account}" in column.value for column in self.columns)

    @property
    def uses_code(self) -> bool:
        return any("{code}" in text for text in (self.cell if self.layout == "days" else "", *self._values))

    @property
    def _values(self) -> list[str]:
        return [column.value for column in self.columns]


def shipped() -> tuple[str, ...]:
    """Names of the profiles that come with the program."""
    folder = files("roster.io.exchange") / "profiles"
    return tuple(sorted(one.name.removesuffix(".yaml") for one in folder.iterdir() if one.name.endswith(".yaml")))


def read_profile(name: str) -> Profile:
    """A shipped profile by its name, or a YAML file. Raises InputError with every fault and its line."""
    if name in shipped():
        path = Path(str(files("roster.io.exchange") / "profiles" / f"{name}.yaml"))
    elif name.lower().endswith((".yaml", ".yml")):
        path = Path(name)
    else:
        expected = _("one of {names}, or a YAML file").format(names=", ".join((*FORMS, *shipped())))
        raise InputError([Fault("--format", f"'{name}'", expected)])
    profile = read_yaml(path, Profile)
    return profile.model_copy(update={"name": profile.name or path.stem})
