"""What the selectors of a rule's entry say, in a few words: whom, where and when it is about."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from roster.domain.letters import shift_text
from roster.domain.problem import Facts
from roster.i18n import _
from roster.io import texts
from roster.rules.base import Rule
from roster.rules.shared.selectors import WEEKDAYS, When, Where, Who
from roster.rules.shared.words import kind_name, person, place


def selected(rule: Rule, facts: Facts) -> str:
    """`women; D, E; from 2026-10-19`; empty for an entry about everybody, everywhere, always."""
    partner = getattr(rule, "partner", None)
    beside = [_("partner: {who}").format(who=selector_words(partner, facts))] if isinstance(partner, Who) else []
    return _("; ").join([*_who(rule.who, facts), *beside, *_where(rule.where, facts), *_when(rule.when, facts)])


def selector_words(selector: Who | Where | When, facts: Facts) -> str:
    """One selector in words."""
    match selector:
        case Who():
            return _("; ").join(_who(selector, facts))
        case Where():
            return _("; ").join(_where(selector, facts))
    return _("; ").join(_when(selector, facts))


def listed(words: Iterable[str]) -> str:
    return _(", ").join(words)


def _who(who: Who, facts: Facts) -> Iterator[str]:
    if who.id:
        yield listed(person(officer, facts) for officer in who.id)
    if who.category:
        yield listed(texts.category(code) for code in who.category)
    if who.sex:
        yield listed({"f": _("women"), "m": _("men")}[code] for code in who.sex)
    if who.age_over is not None:
        yield _("over {age}").format(age=who.age_over)
    if who.age_under is not None:
        yield _("under {age}").format(age=who.age_under)
    if who.squad:
        yield _("squad {names}").format(names=listed(who.squad))
    if who.contract:
        yield _("contract {names}").format(names=listed(who.contract))
    if who.home_zone:
        yield _("home zone {names}").format(names=listed(place(zone, facts) for zone in who.home_zone))
    if who.qualification:
        yield _("qualification {names}").format(names=listed(_(name) for name in who.qualification))
    if who.serves:
        yield _("who may serve in {kinds}").format(kinds=listed(kind_name(kind, facts) for kind in who.serves))
    if who.protected is not None:
        yield _("protected") if who.protected else _("not protected")
    if who.trainee is not None:
        yield _("trainees") if who.trainee else _("no trainees")
    if who.but:
        others = _("; ").join(listed(_who(but, facts)) for but in who.but)
        yield _("all but: {who}").format(who=others)


def _where(where: Where, facts: Facts) -> Iterator[str]:
    if where.zone or where.site:
        yield listed(place(name, facts) for name in (*where.zone, *where.site))
    if where.unit_kind:
        yield listed(kind_name(kind, facts) for kind in where.unit_kind)


def _when(when: When, facts: Facts) -> Iterator[str]:
    if when.shift:
        yield _("shifts {codes}").format(codes=listed(shift_text(code, facts) for code in when.shift))
    if when.night is not None:
        yield _("night shifts") if when.night else _("shifts other than night shifts")
    if when.line is not None:
        yield _("shifts of the line") if when.line else _("shifts off the line")
    if when.covers:
        yield _("shifts that last through {hours}").format(hours=when.covers)
    if when.slot:
        yield str(when.slot)
    if when.weekday:
        names = (_("Mon"), _("Tue"), _("Wed"), _("Thu"), _("Fri"), _("Sat"), _("Sun"))
        yield listed(names[WEEKDAYS.index(weekday)] for weekday in when.weekday)
    if when.day_type:
        yield listed(texts.day_type(code) for code in when.day_type)
    if when.dates:
        yield listed(date.isoformat() for date in when.dates)
    if when.first:
        yield _("from {date}").format(date=when.first.isoformat())
    if when.last:
        yield _("to {date}").format(date=when.last.isoformat())
