"""Names of people, places, units and days as the sheets show them."""

from __future__ import annotations

from collections import Counter

from roster.domain.calendar import HOLIDAY, REST_DAY, WORKDAY
from roster.domain.clock import MINUTES_A_DAY, Span, Window, calendar_day, clock_text
from roster.domain.outcome import Outcome, Planned
from roster.domain.problem import Facts
from roster.domain.service import Shift, Unit
from roster.i18n import N_, _
from roster.rules.shared.words import kind_name

CATEGORIES = {"sworn": N_("sworn"), "auxiliary": N_("auxiliary")}
MODES = {"car": N_("car"), "foot": N_("foot"), "static": N_("static"), "meal": N_("meal break")}
DAY_TYPES = {WORKDAY: N_("workday"), REST_DAY: N_("rest day"), HOLIDAY: N_("holiday")}
STATUSES = {
    "optimal": N_("proven optimal"),
    "within_gap": N_("within the gap asked for"),
    "stopped": N_("stopped; best roster so far"),
    "kept": N_("kept from the roster before; no crew was planned again"),
    "replanned": N_("kept from the roster before; other crews planned again"),
    "repaired": N_("repaired; fewer changes are proven impossible"),
    "by_hand": N_("changed by hand, checked; not optimised"),
    "repaired_gap": N_("repaired; whether fewer changes would do is not proven"),
}
CUSTOMARY_NAMES = (
    N_("Day"),
    N_("Evening"),
    N_("Night"),
    N_("Overlay"),
    N_("Duty leader"),
    N_("Armed unit"),
    N_("Car unit"),
    N_("Guard post"),
    N_("Foot patrol"),
)
"""Names of shifts and unit kinds that most brigades share; a brigade's own names are shown as they are."""


def category(code: str) -> str:
    return _(CATEGORIES.get(code, code))


def mode(code: str) -> str:
    return _(MODES.get(code, code))


def day_type(code: str) -> str:
    return _(DAY_TYPES.get(code, code))


def status(code: str) -> str:
    return _(STATUSES.get(code, code))


def plan_cost(planned: Planned) -> str:
    """What the open wishes of a plan cost, and what is proved of that; of a plan that was kept nothing is."""
    if planned.status == "kept":
        text = _("wishes cost {objective}")
    elif planned.status == "replanned":
        text = _("wishes cost {objective}, at least {bound} beside the crews that are kept (gap {gap:.1%})")
    else:
        text = _("wishes cost {objective}, proven at least {bound} (gap {gap:.1%})")
    return text.format(objective=planned.objective, bound=planned.bound, gap=planned.gap)


PHASES = (
    N_("model"),
    N_("first roster"),
    N_("wishes"),
    N_("crews"),
    N_("shortfalls"),
    N_("fewest changes"),
    N_("nearest"),
    N_("patrol plan"),
    N_("clashes"),
    N_("reasons"),
    N_("cures"),
)
"""Every phase of a search but `priority 2`."""


def phase(text: str) -> str:
    """A phase of the search; `priority 2` and `week 1/13: wishes` keep their numbers."""
    week, separator, rest = text.rpartition(": ")
    if separator:
        numbers = week.removeprefix("week ")
        return _("week {week}: {phase}").format(week=numbers, phase=phase(rest))
    if text.startswith("priority "):
        return _("priority {level}").format(level=text.removeprefix("priority "))
    return _(text)


def weekday(day: int, facts: Facts) -> str:
    return (_("Mon"), _("Tue"), _("Wed"), _("Thu"), _("Fri"), _("Sat"), _("Sun"))[facts.weekday(day)]


def date_text(day: int, facts: Facts) -> str:
    """A calendar date with its weekday: `2026-10-19 (Mon)`."""
    return _("{date} ({weekday})").format(date=facts.date(day).isoformat(), weekday=weekday(day, facts))


def day_mark(day: int, facts: Facts) -> str:
    """What is special about a date: a rest day, a holiday, a working weekend, or a type of the brigade's own."""
    kind = facts.day_type(day)
    if kind == WORKDAY:
        return _("Work") if facts.is_weekend(day) else ""
    return {REST_DAY: _("Rest"), HOLIDAY: _("Holiday")}.get(kind, kind)


def dates(facts: Facts) -> str:
    """First and last date of the horizon."""
    first, last = facts.date(0), facts.date(facts.horizon.days - 1)
    return _("{first} to {last}").format(first=first.isoformat(), last=last.isoformat())


def names(facts: Facts) -> dict[str, str]:
    """Each officer's name by id; with the id where two have the same name."""
    count = Counter(officer.name for officer in facts.officers)
    return {o.id: f"{o.name} ({o.id})" if count[o.name] > 1 or not o.name else o.name for o in facts.officers}


def vehicle_name(vehicle: str, facts: Facts) -> str:
    known = facts.vehicle.get(vehicle)
    return known.name if known and known.name else vehicle


def shift_name(shift: Shift) -> str:
    """A shift's name, the customary ones in the language in use."""
    return _(shift.name or shift.code)


def unit_name(unit: Unit, facts: Facts, label: str) -> str:
    """Kind and label of a unit: `Car unit (car-Z1)`."""
    name = kind_name(unit.kind, facts)
    return name if name == label else f"{name} ({label})"


def hours_text(span: Span) -> str:
    """`23:00-07:00`."""
    if span.minutes > MINUTES_A_DAY:
        return str(Window(*span))
    return f"{clock_text(span.start % MINUTES_A_DAY)}-{clock_text(span.end % MINUTES_A_DAY or MINUTES_A_DAY)}"


def hours_on(span: Span, day: int, facts: Facts) -> str:
    """The same under the heading of a date: with the weekday where they begin on another one, `Tue 02:00-07:00`."""
    on = calendar_day(span.start)
    return hours_text(span) if on == day else f"{weekday(on, facts)} {hours_text(span)}"


def headline(outcome: Outcome) -> str:
    """Brigade and dates, for the line under a title."""
    return f"{outcome.problem.settings.name} · {dates(outcome.problem)}"


def signatures() -> tuple[str, str, str]:
    """The three lines at the foot of an order."""
    line = "________________"
    return (
        _("Prepared by: {line}").format(line=line),
        _("Checked by: {line}").format(line=line),
        _("Approved by: {line}").format(line=line),
    )
