"""After all brigades are solved: loans are verified, crews are named to their hosts, and the record is kept."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date

from roster.case import Case
from roster.domain.errors import InternalError
from roster.domain.roster import Crew
from roster.i18n import _, language
from roster.io import texts
from roster.province import run_folder as state
from roster.province.folder import BASE, Province
from roster.province.keys import key_of
from roster.province.loans.folders import write_brigade
from roster.province.loans.lending import Lending, agreed, overlays
from roster.province.loans.prepare import BRIGADES
from roster.province.loans.record import Lent, Record, known_crews, named
from roster.province.loans.trials import Trial
from roster.province.loans.verify import Arrival, Week, arrivals, faults
from roster.province.reading import read_case
from roster.province.run_folder import RunFolder
from roster.province.task import How, Result, unpack
from roster.province.writing import Job, packed, write_job

WITH_ROSTER = (state.DONE, state.STOPPED)


def finish(
    province: Province,
    run: RunFolder,
    cases: Mapping[str, Case],
    loans: Sequence[Lending],
    start: date | None,
    command: str,
    record: Record,
) -> Record:
    """Verify the loans over what was solved, name the crews in their hosts' folders and workbooks; the record to keep.

    `province` has the folders of `prepare.with_loans`, `cases` the brigades without events and loans.
    """
    results = _results(province, run, {name for one in loans for name in (one.lender, one.borrower)}, start)
    weeks = {
        name: Week(case.problem, result.roster) for name, (case, result, _bytes) in results.items() if result.roster
    }
    minutes = province.lent.minutes
    by_hand = set(agreed(province))
    found = arrivals(loans, weeks, minutes)
    lent = tuple(_lent(one, results, minutes, by_hand) for one in found)
    told = [text for text in faults(loans, weeks, minutes) if not any(one.fault and one.fault in text for one in found)]
    known = known_crews(lent)
    for name in sorted({one.borrower for one in known}):
        _name_crews(province, run, cases, [one for one in loans if one in known], known, name, start, command, results)
    note = _("; ").join([*filter(None, [record.note]), *told])
    return replace(record, lent=lent, note=note, scenarios=tuple(_in_scenarios(province, run, loans, start)))


def _in_scenarios(province: Province, run: RunFolder, loans: Sequence[Lending], start: date | None) -> Iterator[str]:
    """What is wrong with the loans in each scenario that was solved of a brigade that lends or borrows."""
    names = {name for one in loans for name in (one.lender, one.borrower)}
    for scenario in sorted({row.scenario for row in run.rows() if row.scenario != BASE and row.brigade in names}):
        results = _results(province, run, names, start, scenario)
        weeks = {name: Week(case.problem, one.roster) for name, (case, one, _bytes) in results.items() if one.roster}
        for fault in faults(loans, weeks, province.lent.minutes):
            yield _("{scenario}: {fault}").format(scenario=scenario, fault=fault)


Results = Mapping[str, tuple[Case, Result, bytes]]


def _results(province: Province, run: RunFolder, names: set[str], start: date | None, scenario: str = BASE) -> Results:
    """What was solved of these brigades: case, result and its bytes; in a scenario, of those that it changes."""
    rows = {row.brigade: row for row in run.rows() if row.scenario in (BASE, scenario)}  # the scenario's come later
    found = {}
    for name in names & rows.keys():
        stored = run.stored(rows[name].key) if rows[name].state in WITH_ROSTER else None
        if stored:
            try:
                result = unpack(stored[1])
            except InternalError:
                continue
            case = read_case(province, province.brigade(name), rows[name].scenario, start)
            found[name] = (case, result, stored[1])
    return found


def _lent(arrival: Arrival, results: Results, minutes: Mapping[tuple[str, str], int], by_hand: set[Lending]) -> Lent:
    loan = arrival.loan
    crews = arrival.crews if not arrival.fault else ()
    case = results[loan.lender][0] if loan.lender in results else None
    members = tuple(_members(crew, case) for crew in crews) if case else ()
    vehicles = tuple(texts.vehicle_name(crew.vehicle, case.problem) for crew in crews) if case else ()
    way = minutes.get((loan.lender, loan.borrower), 0)
    return Lent(loan, way, loan in by_hand, vehicles, members, arrival.fault)


def _members(crew: Crew, case: Case) -> str:
    """The people of a crew, who drives first."""
    names = texts.names(case.problem)
    ordered = sorted(crew.members, key=lambda member: (member.role != "lead", member.role != "driver", member.officer))
    return _(", ").join(names.get(member.officer, member.officer) for member in ordered)


def _name_crews(
    province: Province,
    run: RunFolder,
    cases: Mapping[str, Case],
    loans: Sequence[Lending],
    known: Mapping[Lending, Lent],
    borrower: str,
    start: date | None,
    command: str,
    results: Results,
) -> None:
    """Write a borrower's folder and workbook anew where the names of its guests are not in them."""
    overlay = named(overlays(province, cases, loans)[borrower], known, borrower)
    case, _result, content = results[borrower]
    wanted = sorted((one.members[n], one.vehicles[n]) for one in overlay.coming for n in range(len(one.members)))
    if sorted((guest.members, guest.vehicle) for guest in case.problem.guests if guest.members) == wanted:
        return
    write_brigade(cases[borrower], overlay, run.path / BRIGADES / borrower)
    case = read_case(province, province.brigade(borrower), BASE, start)
    file = next(row.file for row in run.rows() if row.brigade == borrower and row.scenario == BASE)
    write_job(packed(Job(case, content, run.path / file, language(), command)))


def salvage(
    province: Province, run: RunFolder, how: How, trials: Mapping[str, Trial], start: date | None, command: str
) -> None:
    """Write the rosters of the loans found so far, of brigades that a stop has left without one."""
    rows = {row.brigade: row for row in run.rows() if row.scenario == BASE}
    for name, trial in sorted(trials.items()):
        if rows[name].state in WITH_ROSTER or not trial.content:
            continue
        case = read_case(province, province.brigade(name), BASE, start)
        key = key_of(case, how)
        run.store(key, trial.content, state.STOPPED)
        file = run.path / "rosters" / f"{name}.xlsx"
        values = {
            "state": state.STOPPED,
            **json.loads(write_job(packed(Job(case, trial.content, file, language(), command)))),
        }
        if values["state"] == state.STOPPED:
            values["file"] = file.relative_to(run.path).as_posix()
        run.put(rows[name].name, **values, key=key, people=len(case.problem.officers))
