"""What each entry about the patrol plan asks for, in a sentence with the entry's own values."""

from __future__ import annotations

from collections.abc import Iterator

from roster.domain.letters import shift_text
from roster.domain.problem import Facts
from roster.i18n import _
from roster.io.selected import listed
from roster.rules.patrol.base import PlanRule
from roster.rules.patrol.checkpoint_visits import CheckpointVisits
from roster.rules.patrol.circle_cover import CircleCover
from roster.rules.patrol.driving import Driving
from roster.rules.patrol.hot_hours import HotHours
from roster.rules.patrol.meal_break import MealBreak
from roster.rules.patrol.mobile_standby import MobileStandby
from roster.rules.patrol.mode_mix import ModeMix
from roster.rules.patrol.pace import Pace
from roster.rules.patrol.publicity import Publicity
from roster.rules.patrol.response_cover import ResponseCover
from roster.rules.patrol.route_passes import RoutePasses
from roster.rules.patrol.supervision import Supervision
from roster.rules.patrol.travel import Travel
from roster.rules.patrol.unpredictability import Unpredictability


def of_plan(rule: PlanRule, facts: Facts) -> Iterator[str]:
    """The policy in parts."""
    match rule:
        case RoutePasses():
            yield _("Passes of each route in each of {windows}: at least {least}").format(
                windows=listed(map(str, rule.windows)), least=rule.min
            )
        case CheckpointVisits(gap_hours=float(hours)):
            yield _("Each checkpoint is visited at least every {hours:g} h").format(hours=hours)
        case CheckpointVisits():
            windows = listed(map(str, rule.windows))
            if rule.min:
                text = _("Visits of each checkpoint in each of {windows}: at least {least}")
                yield text.format(windows=windows, least=rule.min)
            if rule.max is not None:
                text = _("Visits of each checkpoint in each of {windows}: at most {most}")
                yield text.format(windows=windows, most=rule.max)
        case MealBreak():
            yield _("A meal break of {minutes} minutes in one piece for each crew, one in {hours:g} hours").format(
                minutes=rule.minutes, hours=rule.each_hours
            )
            if rule.relief:
                yield _("guard posts are relieved for it")
        case Pace():
            if rule.stops_an_hour is not None:
                yield _("Stops of a crew an hour, over its shift: at most {most:g}").format(most=rule.stops_an_hour)
            if rule.least_minutes:
                yield _("minutes of any stop: at least {least}").format(least=rule.least_minutes)
            if rule.standing_minutes:
                text = _("minutes in one piece where a crew stands: at least {least}")
                yield text.format(least=rule.standing_minutes)
        case Driving():
            if rule.km is not None:
                yield _("Kilometres of a crew in a shift: at most {most:g}").format(most=rule.km)
            if rule.minutes is not None:
                yield _("minutes at the wheel in a shift: at most {most}").format(most=rule.minutes)
            if rule.fuel:
                yield _("a stop for fuel in each shift")
        case ResponseCover(backup=True):
            yield _("A second unit within the next tier of each checkpoint, in every slot")
        case ResponseCover(reading="force"):
            yield _(
                "A unit in reach of each checkpoint in every slot, within {post} min (guard posts), "
                "{car} min (patrols) or {armed} min (stationing points)"
            ).format(post=rule.post, car=rule.car, armed=rule.armed)
        case ResponseCover():
            yield _("A unit in reach of each checkpoint within its own minutes, in every slot")
        case CircleCover():
            yield _("A unit within {minutes} min of each circle's centre, in every slot").format(minutes=rule.minutes)
        case ModeMix(asks="walk"):
            yield _("Slots on foot in each shift of a car crew: at least {least}").format(least=rule.min)
        case ModeMix(asks="foot"):
            yield _("Crews on foot in each slot: at least {least}").format(least=rule.min)
        case ModeMix():
            yield _("A unit that stands and one that moves, in every slot")
        case HotHours():
            yield _("Crews at lively places in their hours: at least {least}").format(least=rule.units)
            if rule.first_call:
                codes = listed(shift_text(code, facts) for code in rule.first_call)
                yield _("first of all those of the shifts {codes}").format(codes=codes)
        case MobileStandby():
            yield _("Cars tied to a place at once: at most {share:.0%}").format(share=rule.share)
        case Travel():
            yield _("Crews have time for their ways; at most {minutes} min in a row outside their zone").format(
                minutes=rule.elsewhere_minutes
            )
        case Unpredictability(asks="copies"):
            yield _(
                "No visit within {minutes} min of one on the day before, "
                "or on the same weekday of the weeks before (looked back: {weeks})"
            ).format(minutes=rule.minutes, weeks=rule.weeks)
        case Unpredictability(asks="spread"):
            yield _("Visits begin at all minutes of the hour alike, in parts of {minutes} minutes").format(
                minutes=rule.minutes
            )
        case Unpredictability():
            yield _(
                "Visits of a checkpoint within the same {minutes} minutes of the clock: on at most {days} days a week"
            ).format(minutes=rule.minutes, days=rule.days)
        case Supervision():
            yield _(
                "The duty leader's inspections: scheduled {scheduled}, by surprise {surprise}, on the spot {on_site}"
            ).format(scheduled=rule.scheduled, surprise=rule.surprise, on_site=rule.on_site)
        case Publicity():
            yield _("Stands at each publicity point a week, within {hours}: at least {least}").format(
                hours=rule.hours, least=rule.per_week
            )
