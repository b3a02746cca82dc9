"""Check a brigade's tables and rules."""

from __future__ import annotations

import click

from roster.frame import Inputs, Reply, gathered
from roster.help import TranslatedCommand
from roster.i18n import N_, _
from roster.options import CONSTRAINTS, FOLDER, HISTORY, LANGUAGE, START, WEEKS, options


@click.command(
    cls=TranslatedCommand,
    example="roster check inputs/hancheng",
    then=N_("make the next week: roster next {brigade}; any other: roster solve {brigade}"),
    help=N_(
        "Check a brigade's tables and rules; every fault is named. "
        "Ends with supply against demand, and with what no search can mend."
    ),
)
@options(FOLDER, CONSTRAINTS, HISTORY, START, WEEKS, LANGUAGE)
@gathered(inputs=Inputs)
def check(inputs: Inputs) -> None:
    from roster import api
    from roster.arithmetic.necessary import Arithmetic, deficits
    from roster.arithmetic.unbound import strays, unbound
    from roster.io.deficit_lines import deficit_lines, forbidding_lines
    from roster.io.known_text import history_used
    from roster.io.unbound_lines import stray_lines, unbound_lines, unread_lines, unserved_lines
    from roster.report import supply

    case = inputs.case(notes=False)
    problem, rulebook = case.problem, case.rulebook
    known = Arithmetic(problem, rulebook)
    Reply().say([history_used(problem)])
    notes = (*case.warnings, *api.check(case), *unread_lines(problem, rulebook))
    Reply().say(_("note: {note}").format(note=note) for note in notes)
    Reply().say(unbound_lines(unbound(problem, rulebook), rulebook, problem))
    Reply().say(stray_lines(strays(problem, rulebook), rulebook, problem))
    Reply().say(unserved_lines(rulebook, problem))
    Reply().say(supply.lines(known))
    Reply().say(forbidding_lines(known, rulebook))
    Reply().say(deficit_lines(deficits(problem, rulebook, known), problem, rulebook))
    Reply().say([_("tables and rules are in order")])
