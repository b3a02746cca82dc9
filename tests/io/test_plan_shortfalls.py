"""What a patrol plan is short of: few sentences one by one, many of a rule and date as one."""

from __future__ import annotations

from roster.domain.findings import Finding
from roster.io.plan_shortfalls import plan_shortfalls
from tests.io import sample
from tests.outcomes import changed


def told(*findings: Finding) -> list[str]:
    return list(plan_shortfalls(changed(sample.outcome(), planned=sample.planned(*findings))))


def visit(number: int, day: int | None = 1, amount: int = 1) -> Finding:
    place = f"C{number:02}" if day is not None else ""
    return Finding("visits", False, 5, amount, 0, f"no visit to {number}", day=day, place=place, spoken="Visits")


def test_few_are_told_one_by_one() -> None:
    findings = [visit(number, day) for number in range(4) for day in (1, 2)]
    assert sorted(told(*findings)) == sorted(finding.sentence for finding in findings)


def test_many_of_one_rule_and_date_are_one_line_with_their_amount_and_first_places() -> None:
    many = [visit(number % 10, amount=2) for number in range(12)]
    (line, other) = told(*many, visit(3, day=2))
    assert line == "Sat 2026-10-24: Visits: 24, at C00, C01, C02, C03, C04, C05, C06, C07 and 2 more"
    assert other == "no visit to 3"


def test_what_is_of_no_date_is_never_put_together() -> None:
    assert len(told(*(visit(number, day=None) for number in range(12)))) == 12
