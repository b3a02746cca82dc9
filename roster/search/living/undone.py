"""Hand edits that a repair does not keep, by their cells, each with its reason."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from roster.domain.findings import Finding
from roster.domain.letters import shift_text
from roster.domain.pins import AnyPin, LeadPin, Pin, VehiclePin
from roster.domain.repair import Undone
from roster.domain.roster import Roster
from roster.i18n import _
from roster.rules import Rulebook
from roster.rules.shared.words import on_date, person
from roster.search.living.pins import may_lead
from roster.search.living.task import Task
from roster.search.verify import PHYSICS, verify


def edits_undone(task: Task, undone: Sequence[AnyPin]) -> tuple[Undone, ...]:
    """The cells of pins that are not kept, in order, each once."""
    if not undone:
        return ()
    musts = Rulebook(tuple(rule for rule in task.rulebook.rules if rule.must))
    broken = verify(task.problem, musts, task.edited).must_violations
    met = {pin.source for pin in task.pins if pin not in undone}
    found: dict[str, Undone] = {}
    for pin in undone:
        findings = list(_about(pin, task.edited, broken))
        reason = _reason(pin, task, findings)
        keepable = not task.keep_edits and bool(findings) and all(f.rule != PHYSICS for f in findings)
        told = found.get(pin.source)
        if told is None:
            found[pin.source] = Undone(pin.source, reason, pin.source in met, keepable and not isinstance(pin, LeadPin))
        elif reason not in told.why:
            why = _("{one}; {other}").format(one=told.why, other=reason)
            found[pin.source] = told._replace(why=why, keepable=told.keepable and keepable)
    return tuple(found.values())


def _about(pin: AnyPin, edited: Roster, broken: Sequence[Finding]) -> Iterator[Finding]:
    """Musts that the roster breaks as it was edited and that are about a pin: on its date, else anywhere."""
    if isinstance(pin, Pin):
        own = sorted((f for f in broken if pin.officer in f.officers), key=lambda f: f.rule == PHYSICS)
        yield from [f for f in own if f.day == pin.day] or own
        return
    day, shift, label = pin.unit
    vehicle = pin.vehicle if isinstance(pin, VehiclePin) else ""
    shared = {c.unit.label for c in edited.crews if vehicle and c.unit.day == day and c.vehicle == vehicle}
    for finding in broken:
        here = finding.day == day and finding.unit == label and finding.shift in ("", shift)
        if here or (finding.rule == PHYSICS and finding.day == day and finding.unit in shared):
            yield finding


def _reason(pin: AnyPin, task: Task, findings: Sequence[Finding]) -> str:
    problem = task.problem
    if isinstance(pin, LeadPin) and not may_lead(pin.officer, problem):
        return _("{officer} is no sworn officer, and only those lead a crew").format(
            officer=person(pin.officer, problem)
        )
    unit = None if isinstance(pin, Pin) else problem.unit.get(pin.unit)
    if isinstance(pin, VehiclePin) and pin.vehicle and unit and not problem.kind[unit.kind].vehicle_kinds:
        return _("{unit} takes no vehicle").format(unit=pin.unit.label)
    if findings:
        return findings[0].sentence
    if isinstance(pin, Pin) and not pin.shift:
        return _("{officer} is needed on {date} by a must, by what has begun, or by another hand edit").format(
            officer=person(pin.officer, problem), date=on_date(pin.day, problem)
        )
    if isinstance(pin, Pin):
        return _("{shift} of {officer} on {date} clashes with a must, with what has begun or with another edit").format(
            shift=shift_text(pin.shift, problem),
            officer=person(pin.officer, problem),
            date=on_date(pin.day, problem),
        )
    day, shift, label = pin.unit
    return _("{unit} on {date}, {shift}: it clashes with a must, with what has begun or with another edit").format(
        unit=label, date=on_date(day, problem), shift=shift_text(shift, problem)
    )
