"""A workbook of ours as it goes on paper: its roster as the sheets ask for it now, with the plan as far as it fits."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from openpyxl.worksheet.worksheet import Worksheet

from roster import api
from roster.domain.findings import Tier
from roster.domain.itinerary import Plan
from roster.domain.outcome import Amendment, Outcome, Patrols, Planned
from roster.i18n import every_form
from roster.living.week import Week
from roster.plan.frozen import frozen_part
from roster.plan.orders import demands_of, patrol_of
from roster.plan.verify import verify_plan

if TYPE_CHECKING:
    from roster.io.pdf.document import Printed


def print_week(week: Week, target: Path, audience: str, crew_pages: bool = False) -> Printed:
    """Write a week's pages for some readers as a PDF. Raises OutputError, InputError for a plan that cannot be read."""
    from roster.io.pdf.document import write_pdf

    return write_pdf(target, on_paper(week), audience, crew_pages, changes_of(week.checked.book.path))


def on_paper(week: Week) -> Outcome:
    """The week's outcome, how it was found as the workbook records it; nothing is searched or planned anew.

    Raises InputError with every cell of the patrol plan that cannot be read.
    """
    from roster.io.pictures import pictures_of
    from roster.io.staffing import causes

    outcome = api.outcome_of(week.checked)
    record = week.checked.book.written
    return replace(
        outcome,
        amendment=Amendment(disruption=week.disruption, acknowledged=week.acknowledged),
        policy=replace(outcome.policy, causes=causes(outcome.problem, week.case.rulebook, outcome.roster)),
        patrols=Patrols(
            _planned(week, record.found.get("plan", {}) if record else {}),
            pictures=pictures_of(week.checked.book.path),
        ),
    )


def changes_of(file: Path) -> Worksheet | None:
    """The sheet of changes as a workbook has it; None where it has none."""
    from roster.io.fast_reader import whole_sheet
    from roster.io.sheets.changes import TITLE

    return next(filter(None, (whole_sheet(file, title) for title in every_form(TITLE))), None)


def _planned(week: Week, found: Mapping[str, Any]) -> Planned | None:
    """The itineraries that fit the roster as it stands; what was proved of them holds while all of them do."""
    plan, rulebook = week.plan, week.case.rulebook
    if plan is None:
        return None
    patrol = patrol_of(week.problem, week.roster, rulebook)
    frozen = frozen_part(plan, patrol_of(week.problem, week.written, rulebook), patrol)
    fitting = Plan(tuple(sorted(frozen.whole.values(), key=lambda one: one.crew)), frozen.inspections)
    report = verify_plan(fitting, patrol, rulebook, announced=True)
    same = fitting.itineraries == tuple(sorted(plan.itineraries, key=lambda one: one.crew)) and bool(found)
    objective = found["objective"] if same else report.objective
    return Planned(
        patrol,
        fitting,
        report,
        found["status"] if same else "kept",
        tuple(Tier(*tier) for tier in found["tiers"]) if same else (),
        objective,
        found["bound"] if same else 0,
        found["seconds"] if same else 0.0,
        demands_of(rulebook, fitting, patrol),
        0,
        tuple(found["notes"]) if same else (),
    )
