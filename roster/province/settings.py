"""`province.yaml`: the name, the weeks, which brigades, and how long each is searched."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from roster.domain.errors import Fault, InputError
from roster.i18n import N_, _
from roster.io.rulebook.document import Document, found_text, one_of, read_document

FILE = "province.yaml"
ANY_BRIGADE = "brigades/*"


class Run(BaseModel):
    """How each brigade is searched."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    seconds: Annotated[float, Field(ge=0.1, le=86_400)] = 60.0
    gap: Annotated[float, Field(ge=0, le=1)] = 0.005
    plan_seconds: Annotated[float, Field(ge=0, le=3_600)] = 18.0
    seed: Annotated[int, Field(ge=0, lt=2**31)] = 1


class Lending(BaseModel):
    """Which crews may be lent beside those agreed by hand, and how long that is searched for."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    kinds: tuple[str, ...] = ()
    minutes: Annotated[int, Field(ge=0, le=720)] = 60
    most: Annotated[int, Field(ge=1, le=20)] = 2
    per_minute: Annotated[int, Field(ge=0, le=1_000)] = 1
    seconds: Annotated[float, Field(ge=0.1, le=3_600)] = 20.0
    rounds: Annotated[int, Field(ge=0, le=100)] = 3
    solves: Annotated[int, Field(ge=1, le=10_000)] = 150


class Settings(BaseModel):
    """What the file says."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    name: Annotated[str, Field(min_length=1, max_length=100)]
    start: dt.date | None = None
    weeks: Annotated[int, Field(ge=1, le=60)] | None = None
    brigades: tuple[str, ...] = (ANY_BRIGADE,)
    run: Run = Run()
    lending: Lending | None = None


PARTS: Mapping[str, type[BaseModel]] = {"run": Run, "lending": Lending}
EXPECTED: Mapping[str, str] = {
    "name": N_("a name of at most 100 signs"),
    "start": N_("a date such as 2026-10-19"),
    "weeks": N_("a whole number from 1 to 60"),
    "brigades": N_("a list of folders, or a pattern such as brigades/*"),
    "run": N_("named fields: seconds, gap, plan_seconds, seed"),
    "lending": N_("named fields: kinds, minutes, most, per_minute, seconds, rounds, solves"),
    "kinds": N_("a list of unit kinds that may be lent"),
    "minutes": N_("the longest way in minutes, from 0 to 720"),
    "most": N_("how many crews a brigade lends at the most, from 1 to 20"),
    "per_minute": N_("what a minute of the way costs, from 0 to 1000"),
    "rounds": N_("how many rounds of prices, from 0 to 100"),
    "solves": N_("how many solves at the most, from 1 to 10000"),
    "seconds": N_("seconds from 0.1 to 86400"),
    "gap": N_("a number from 0 to 1"),
    "plan_seconds": N_("seconds from 0 to 3600"),
    "seed": N_("a whole number from 0 to 2147483647"),
}


def read_settings(folder: Path) -> Settings:
    """The settings of a province. Raises InputError with every fault."""
    document = read_document(folder / FILE)
    content = document.content
    if not isinstance(content, dict):
        place = str(document.mark())
        raise InputError([Fault(place, found_text(content), _("fields such as `name: ...` and `brigades: ...`"))])
    given = {name: value for name, value in content.items() if value is not None}
    if isinstance(given.get("lending"), dict) and isinstance(given["lending"].get("kinds"), str):
        given["lending"] = {**given["lending"], "kinds": [given["lending"]["kinds"]]}
    if isinstance(given.get("brigades"), str):
        given["brigades"] = [given["brigades"]]
    faults = [*document.faults]
    try:
        settings = Settings.model_validate(given)
    except ValidationError as error:
        faults += _faults(error, document)
    if faults:
        raise InputError(faults)
    return settings


def _faults(error: ValidationError, document: Document) -> Iterator[Fault]:
    for detail in error.errors(include_url=False):
        path = tuple(part for part in detail["loc"] if isinstance(part, str | int))
        place, field = str(document.mark(path)), str(path[-1]) if path else ""
        if detail["type"] == "missing":
            yield Fault(place, _("no field `{field}`").format(field=field), _(EXPECTED[field]))
        elif detail["type"] == "extra_forbidden":
            known = PARTS.get(str(path[0]), Settings).model_fields
            yield Fault(place, _("an unknown field `{field}`").format(field=field), one_of(known, field))
        else:
            name = next((part for part in reversed(path) if isinstance(part, str)), "")
            yield Fault(f"{place} ({name})", found_text(_value(detail.get("input"))), _(EXPECTED.get(name, name)))


def _value(value: Any) -> Any:
    return value if isinstance(value, str | list | dict) or value is None else str(value)
