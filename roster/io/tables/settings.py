"""The table `settings`: one row a setting."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Annotated, ClassVar

from roster.domain.clock import Window
from roster.domain.settings import NIGHT
from roster.i18n import N_, _
from roster.io.tables.cells import (
    CLOCK,
    COUNTRY,
    DATE,
    HOURS,
    TEXT,
    TIME_ZONE,
    choice,
    column,
    decimal,
    whole,
    words_of,
)
from roster.io.tables.table import Oddity, TableRow
from roster.io.tables.words import WEEKDAYS

TITLE = N_("settings")
MOST_WEEKS = 60

LANGUAGE_SPELLINGS = {N_("en"): ("english", "英文", "英语"), N_("zh"): ("chinese", "中文", "汉语")}

HOURS_SYSTEMS = {
    N_("standard"): ("标准", "标准工时", "标准工时制"),
    N_("comprehensive"): ("综合", "综合工时", "综合计算工时制"),
}
CYCLES = {N_("month"): ("月", "按月"), N_("quarter"): ("季", "按季", "季度"), N_("year"): ("年", "按年", "年度")}


class Row(TableRow):
    table: ClassVar[str] = TITLE
    purpose: ClassVar[str] = N_(
        "The brigade's own settings: one row a setting, with the columns `setting` and `value`."
    )
    required: ClassVar[bool] = True

    name: Annotated[str, TEXT] = column(
        N_("name"), N_("the brigade's name, as it stands on every sheet"), example="Riverside patrol brigade"
    )
    start: Annotated[dt.date | None, DATE] = column(
        N_("start"),
        N_("first date of the roster"),
        None,
        example="2026-10-19",
        empty=N_("must be given on the command line"),
    )
    language: Annotated[str, choice(LANGUAGE_SPELLINGS)] = column(
        N_("language"), N_("language of sheets and messages"), "en", example="zh"
    )
    country: Annotated[str, COUNTRY] = column(
        N_("country"),
        N_("whose public holidays hold: a two-letter ISO code, or the country's English name"),
        "CN",
        example="CN",
    )
    weekend: Annotated[tuple[str, ...], words_of(WEEKDAYS)] = column(
        N_("weekend"),
        N_("the weekdays that are the weekend: they rest, and rules on weekends speak of them"),
        (),
        example="fri;sat",
        empty=N_("the country's own"),
    )
    week_start: Annotated[str, choice(WEEKDAYS)] = column(
        N_("week_start"),
        N_("the weekday on which calendar weeks begin, for hours a week"),
        "",
        example="sun",
        empty=N_("the day after the weekend"),
    )
    weeks: Annotated[int, whole(1, MOST_WEEKS)] = column(
        N_("weeks"), N_("how many weeks a roster has, where --weeks does not say"), 1, example="2", unit=N_("weeks")
    )
    night_hours: Annotated[Window, HOURS] = column(
        N_("night_hours"), N_("hours that count as night work"), NIGHT, example="22:00-06:00"
    )
    day_start: Annotated[int | None, CLOCK] = column(
        N_("day_start"),
        N_("the hour at which a day of the roster begins; earlier hours belong to the day before"),
        None,
        example="07:00",
        empty=N_("the earliest start of a line shift"),
    )
    time_zone: Annotated[str, TIME_ZONE] = column(
        N_("time_zone"),
        N_("by name, as Europe/Berlin: hours of work and rest are those that pass in nights in which clocks change"),
        "",
        example="Asia/Shanghai",
        empty=N_("every night has the hours that the clock shows"),
    )
    car_speed_kmh: Annotated[float, decimal(1, 200)] = column(
        N_("car_speed_kmh"), N_("speed of a car in town"), 30.0, example="30", unit="km/h"
    )
    foot_speed_kmh: Annotated[float, decimal(0.5, 20)] = column(
        N_("foot_speed_kmh"), N_("speed of a foot patrol"), 4.5, example="4.5", unit="km/h"
    )
    detour_factor: Annotated[float, decimal(1, 5)] = column(
        N_("detour_factor"), N_("length of a way through the streets over the straight line"), 1.3, example="1.3"
    )
    call_sign: Annotated[str, TEXT] = column(
        N_("call_sign"),
        N_("what units are called on all sheets where `units` says nothing: with their kind and number in braces"),
        "",
        example="{kind}{n}",
        empty=N_("kind and zone, or site"),
    )
    pay_from_day: Annotated[int, whole(1, 28)] = column(
        N_("pay_from_day"), N_("the day of the month on which a pay month begins"), 1, example="26"
    )
    hours_system: Annotated[str, choice(HOURS_SYSTEMS)] = column(
        N_("hours_system"),
        N_("working time of auxiliaries: standard, or comprehensive (by cycle; the labour office permits it)"),
        "standard",
        example="comprehensive",
    )
    cycle: Annotated[str, choice(CYCLES)] = column(
        N_("cycle"), N_("over which comprehensive working time is summed up"), "month", example="quarter"
    )
    overtime_days_cap: Annotated[int | None, whole(0, 31)] = column(
        N_("overtime_days_cap"),
        N_("overtime days of a sworn officer that are paid in a pay month at the most"),
        None,
        example="6",
        unit=N_("days"),
        empty=N_("no cap"),
    )
    duty_days_cap: Annotated[int | None, whole(0, 31)] = column(
        N_("duty_days_cap"),
        N_("duty days that count as a full month for the post allowance"),
        None,
        example="22",
        unit=N_("days"),
        empty=N_("no cap"),
    )
    overtime_hours_cap: Annotated[float, decimal(0, 744)] = column(
        N_("overtime_hours_cap"),
        N_("overtime of an auxiliary in a pay month at the most (labour law, article 41)"),
        36.0,
        example="36",
        unit="h",
    )

    def oddities(self) -> Iterator[Oddity]:
        if self.call_sign and any(self.call_sign.count(part) != 1 for part in ("{kind}", "{n}")):
            yield Oddity("call_sign", f"'{self.call_sign}'", _("a text with `kind` and `n` in braces, once each"))
