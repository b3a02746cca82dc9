"""What an audit found: a sentence for each finding, the law behind it, lines, JSON and a sheet."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

from roster.domain import audit
from roster.domain.attendance import Source, Stint
from roster.domain.audit import Finding
from roster.domain.letters import shift_text
from roster.domain.pay_month import Dates
from roster.domain.problem import Facts
from roster.i18n import N_, _
from roster.io import codes, texts
from roster.living.audits import Audit
from roster.report import Json
from roster.report.table import Column, Sheet, Table
from roster.rules.shared.words import date_text, moments_text, person, span_text

TITLE = N_("Audit")
CHECKS = N_("audit offices' published checks of overtime pay (Shaanxi, 2021-06-01)")
RECORDS = N_("provisional rules on the payment of wages, article 6: records of work")
LAWS = {
    audit.DAYS: CHECKS,
    audit.ON_LEAVE: CHECKS,
    audit.EQUAL: CHECKS,
    audit.TWO_DUTIES: RECORDS,
    audit.BEFORE_JOINING: RECORDS,
    audit.AFTER_LEAVING: RECORDS,
    audit.UNKNOWN: RECORDS,
    audit.WITHOUT_ROSTER: CHECKS,
    audit.AFTER_THE_FACT: RECORDS,
    audit.OVERTIME_CAP: N_("labour law, article 41"),
}
NAMES = {
    audit.DAYS: N_("days counted twice"),
    audit.ON_LEAVE: N_("duty on leave, training or court"),
    audit.TWO_DUTIES: N_("two duties at once"),
    audit.EQUAL: N_("equal overtime for everybody"),
    audit.BEFORE_JOINING: N_("duty before joining"),
    audit.AFTER_LEAVING: N_("duty after leaving"),
    audit.UNKNOWN: N_("duty of somebody unknown"),
    audit.WITHOUT_ROSTER: N_("work without a published roster"),
    audit.AFTER_THE_FACT: N_("changed after it had begun"),
    audit.OVERTIME_CAP: N_("overtime above the cap"),
    audit.HOURS_CAP: N_("hours above what is allowed"),
    audit.REST: N_("rest too short"),
}


def law_of(finding: Finding) -> str:
    """The law, order or check that asks for it."""
    return _(finding.law or LAWS[finding.kind])


def sentence(finding: Finding, facts: Facts) -> str:
    """A finding in one sentence."""
    told = finding.facts
    if "sentence" in told:
        return str(told["sentence"])
    words = {**_words(told, facts), "officer": person(finding.officer, facts)}
    return _template(finding).format(**words)


def _template(finding: Finding) -> str:
    told = finding.facts
    match finding.kind:
        case audit.DAYS:
            return _(
                "{officer}: {present} days present and {overtime} beyond the {due} due are together more than the "
                "{there} days of {dates}"
            )
        case audit.ON_LEAVE:
            return _("{officer} is on duty {stint}, and away for {kind} {span}")
        case audit.TWO_DUTIES:
            return _("{officer} has two duties at once: {other} and {stint}")
        case audit.EQUAL if told["days"]:
            return _("all {category} officers ({count}) have the same overtime in {dates}: {amount:g} days")
        case audit.EQUAL:
            return _("all {category} officers ({count}) have the same overtime in {dates}: {amount:g} h")
        case audit.BEFORE_JOINING:
            return _("{officer} is on duty {stint}, and joined on {date}")
        case audit.AFTER_LEAVING:
            return _("{officer} is on duty {stint}, and left on {date}")
        case audit.UNKNOWN:
            return _("{officer} is on duty {stint}, and is not in the table officers")
        case audit.AFTER_THE_FACT:
            return _("{officer}: {old} was changed to {new} at {time}, after it had begun")
        case audit.WITHOUT_ROSTER if "time" in told:
            return _("{officer} is on duty {stint}, which was published at {time}, after it had begun")
        case audit.WITHOUT_ROSTER if told["published"]:
            return _("{officer} worked {stint}, which no published roster has")
        case audit.WITHOUT_ROSTER:
            return _("{officer} worked {stint}; no roster was published of that date")
        case audit.OVERTIME_CAP:
            return _("{officer} has {given:g} h above the {standard:g} h of {dates}; at most {cap:g} h are allowed")
    return _("{officer} has {rest:g} h of rest before {stint}, after {before}; {asked:g} h are asked")


def _words(told: Mapping[str, Any], facts: Facts) -> dict[str, object]:
    words: dict[str, object] = dict(told)
    for name, value in told.items():
        if isinstance(value, Stint):
            words[name] = stint_text(value, facts)
        elif isinstance(value, Dates):
            words[name], words["days"] = span_text(*value), value.days
        elif isinstance(value, list):
            words[name] = _(" and ").join(stint_text(stint, facts) for stint in value) or _("no duty")
        elif isinstance(value, dt.date):
            words[name] = date_text(value)
    if "span" in told:
        words["span"] = moments_text(*(facts.horizon.moment(minute) for minute in told["span"]))
    if "kind" in told:
        words["kind"] = codes.leave_name(str(told["kind"]))
    if "category" in told:
        words["category"] = texts.category(str(told["category"]))
    if "rest" in told:
        words["rest"] = told["rest"] / 60
    if "time" in told:
        words["time"] = str(told["time"]).replace("T", " ")
    return words


def stint_text(stint: Stint, facts: Facts) -> str:
    """A stretch of work: its shift, and from when to when."""
    begins, ends = (facts.horizon.moment(minute) for minute in stint.span)
    name = shift_text(stint.shift, facts) if stint.shift in facts.shift else stint.shift
    return f"{name} {moments_text(begins, ends)}".strip()


def source_text(source: Source) -> str:
    """A publication by its dates, version and time; another source by its name."""
    if not source.version:
        return source.what
    return _("{dates} version {version}, published {time}").format(
        dates=source.what.replace("..", " - "), version=source.version, time=source.time.replace("T", " ")
    )


def lines(found: Audit) -> Iterator[str]:
    """Each finding under its kind, then what was asked and what must be known."""
    yield _heading(found)
    for kind, count in Counter(finding.kind for finding in found.findings).items():
        yield _("{kind}: {count}").format(kind=_(NAMES[kind]), count=count)
        facts = found.record.facts
        yield from (f"  {sentence(finding, facts)}" for finding in found.findings if finding.kind == kind)
    if found.rules:
        yield _("musts of the brigade that were asked as well: {rules}").format(rules=_(", ").join(found.rules))
    yield from (_("note: {note}").format(note=note) for note in found.sheet.notes)


def as_json(found: Audit) -> Json:
    """The findings; `month_cell` is the cell of each in the month sheet."""
    facts, dates = found.record.facts, found.sheet.dates
    return {
        "from": dates.first.isoformat(),
        "to": dates.last.isoformat(),
        "findings": [
            {
                "kind": finding.kind,
                "officer": finding.officer,
                "date": None if finding.day is None else facts.date(finding.day).isoformat(),
                "sentence": sentence(finding, facts),
                "law": law_of(finding),
                "sources": [source._asdict() for source in finding.sources],
                "cells": list(finding.cells),
                "month_cell": place,
            }
            for finding, place in zip(found.findings, found.places, strict=True)
        ],
        "notes": list(found.sheet.notes),
    }


def sheet(found: Audit) -> Sheet:
    """Each finding with person, date, law, source and cells."""
    facts = found.record.facts
    columns = [
        Column(_("No."), "whole", wrapped=True),
        *(Column(heading, "text", wrapped=True) for heading in (_("Finding"), _("ID"), _("Name"))),
        Column(_("Date"), "date", wrapped=True),
        *(Column(heading, "text", wrapped=True) for heading in (_("In words"), _("Law or check"), _("Evidence"))),
        *(Column(heading, "text", wrapped=True) for heading in ("SHA-256", _("Cell"), _("Month sheet"))),
    ]
    rows = []
    for number, (finding, place) in enumerate(zip(found.findings, found.places, strict=True), start=1):
        known = facts.officer.get(finding.officer)
        rows.append(
            (
                number,
                _(NAMES[finding.kind]),
                finding.officer,
                known.name if known else "",
                None if finding.day is None else facts.date(finding.day),
                sentence(finding, facts),
                law_of(finding),
                "\n".join(source_text(source) for source in finding.sources),
                "\n".join(source.sha256 for source in finding.sources if source.sha256),
                "\n".join(finding.cells),
                place,
            )
        )
    brigade = facts.settings.name
    return Sheet(
        _(TITLE),
        brigade,
        _("{brigade}: audit").format(brigade=brigade),
        _heading(found),
        [Table(columns, rows)],
        (6, 22, 12, 14, 12, 60, 44, 44, 66, 24, 18),
        frozen="A4",
        filtered=True,
        notes=found.sheet.notes,
        large=True,
    )


def _heading(found: Audit) -> str:
    first, last = found.sheet.dates
    return _("{first} to {last}, findings: {count}").format(first=first, last=last, count=len(found.findings))
