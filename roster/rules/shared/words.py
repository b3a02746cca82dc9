"""Names and dates as people read them: shared by the sentences of all rules."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta

from roster.domain.clock import Window
from roster.domain.letters import shift_text
from roster.domain.problem import Facts
from roster.domain.service import Slot
from roster.i18n import _
from roster.rules.shared.steps import ANY, OFF
from roster.rules.spot import Spot


def person(officer: str, facts: Facts) -> str:
    """Name and id of an officer, or the id alone where it has no other name."""
    known = facts.officer.get(officer)
    return f"{known.name} ({officer})" if known and known.name not in ("", officer) else officer


def vehicle(name: str, facts: Facts) -> str:
    """Name and id of a vehicle, or the id alone where it has no other name."""
    known = facts.vehicle.get(name)
    return f"{known.name} ({name})" if known and known.name not in ("", name) else name


def whoever(name: str, facts: Facts) -> str:
    """An officer or a vehicle, as in the table `absences`."""
    return vehicle(name, facts) if name in facts.vehicle else person(name, facts)


def people(officers: tuple[str, ...], facts: Facts) -> str:
    return _(", ").join(person(officer, facts) for officer in officers)


def on_date(day: int | None, facts: Facts) -> str:
    """A day of the horizon as `Mon 2026-10-19`, in the language in use."""
    return date_text(facts.date(day or 0))


def date_text(value: date) -> str:
    names = (_("Mon"), _("Tue"), _("Wed"), _("Thu"), _("Fri"), _("Sat"), _("Sun"))
    return f"{names[value.weekday()]} {value.isoformat()}"


def span_text(first: date, last: date) -> str:
    """Dates, or dates and times, of which both are told: `Wed 2026-10-21`, `Wed 2026-10-21, 09:00-12:00`."""
    if not isinstance(first, datetime) and not isinstance(last, datetime):
        if first == last:
            return date_text(first)
        return _("{first} to {last}").format(first=date_text(first), last=date_text(last))
    begins, ends = _moment(first, time.min), _moment(last, time.max)
    hours = [one.strftime("%H:%M") if one.time() != time.max else "24:00" for one in (begins, ends)]
    if begins.date() == ends.date():
        return _("{date}, {start}-{end}").format(date=date_text(begins.date()), start=hours[0], end=hours[1])
    return _("{first} {start} to {last} {end}").format(
        first=date_text(begins.date()), start=hours[0], last=date_text(ends.date()), end=hours[1]
    )


def moments_text(begins: datetime, ends: datetime) -> str:
    """The same between two moments: whole dates without their hours."""
    if begins.time() == ends.time() == time.min and begins < ends:
        return span_text(begins.date(), ends.date() - timedelta(days=1))
    return span_text(begins, ends)


def _moment(value: date, otherwise: time) -> datetime:
    return value if isinstance(value, datetime) else datetime.combine(value, otherwise)


def spot_words(spot: Spot, facts: Facts) -> dict[str, str]:
    """What a sentence may say of a spot, by field; `officer` is the first of `people`."""
    return {
        "officer": people(spot.officers[:1], facts),
        "people": people(spot.officers, facts),
        "date": "" if spot.on is None else on_date(spot.on, facts),
        "shift": shift_text(spot.shift, facts),
        "hours": hours_of(spot.slot) if spot.slot else "",
        "zone": place(spot.place, facts),
        "unit": spot.unit,
    }


def step_text(step: str, facts: Facts) -> str:
    """A step of a pattern: `D`, `any shift`, `a day off`, `D or E`."""
    words = {
        ANY: _("any shift"),
        OFF: _("a day off"),
        "line=yes": _("a shift of the line"),
        "line=no": _("a shift off the line"),
        "night=yes": _("a night shift"),
        "night=no": _("a shift other than a night shift"),
    }
    return _(" or ").join(words.get(code) or shift_text(code, facts) for code in step.split("|"))


def on_day(what: str, day: int, facts: Facts) -> str:
    """`N on Wed 2026-10-21`."""
    return _("{shift} on {date}").format(shift=what, date=on_date(day, facts))


def steps_text(steps: Iterable[str], facts: Facts) -> str:
    """Steps on consecutive dates: `L → any shift`."""
    return " → ".join(step_text(step, facts) for step in steps)


def place(name: str, facts: Facts) -> str:
    """Id and name of a zone, site or route."""
    known = facts.name_of(name)
    return name if known == name else f"{name} {known}".strip()


def hours_of(slot: Slot) -> str:
    """`18:00-20:00`."""
    return str(Window(slot.start, slot.end))


def kind_name(kind: str, facts: Facts) -> str:
    """The name of a unit kind, the customary ones in the language in use; its code where it has none."""
    known = facts.kind.get(kind)
    return _(known.name) if known and known.name else kind
