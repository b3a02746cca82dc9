"""The table `officers`."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Annotated, ClassVar

from roster.domain.people import Officer
from roster.i18n import N_, _
from roster.io.tables.cells import DATE, ID, TEXT, YES_NO, choice, codes, column, decimal
from roster.io.tables.table import Oddity, TableRow
from roster.io.tables.words import ARMED, AUXILIARY, CATEGORIES, QUALIFICATIONS

TITLE = N_("officers")

SEXES = {N_("f"): ("female", "女", "女性"), N_("m"): ("male", "男", "男性")}


class Row(TableRow):
    table: ClassVar[str] = TITLE
    purpose: ClassVar[str] = N_("The people on the roster.")
    in_every_row: ClassVar[tuple[str, ...]] = ("category",)
    key: ClassVar[tuple[str, ...]] = ("id",)
    required: ClassVar[bool] = True

    id: Annotated[str, ID] = column(
        N_("id"),
        N_("identifies the officer; text for ever"),
        example="007",
        also=("警号", "工号", "员工编号", "人员编号"),
    )
    name: Annotated[str, TEXT] = column(
        N_("name"), N_("name as it stands on every sheet"), example="Ann Example", also=("姓名", "名字")
    )
    category: Annotated[str, choice(CATEGORIES)] = column(
        N_("category"),
        N_("officer with full powers (sworn) or without (auxiliary)"),
        "",
        example="sworn",
        empty=N_("in every row: a brigade that knows no such difference"),
        also=("类别", "身份", "人员性质"),
    )
    sex: Annotated[str, choice(SEXES)] = column(
        N_("sex"), N_("f or m"), "", example="f", empty=N_("not known; counts for neither")
    )
    birth_date: Annotated[dt.date | None, DATE] = column(
        N_("birth_date"), N_("for rules about age"), None, example="1990-05-17", empty=N_("age not known")
    )
    squad: Annotated[str, ID] = column(N_("squad"), N_("the squad the officer belongs to"), "", example="1")
    home_zone: Annotated[str, ID] = column(
        N_("home_zone"), N_("the zone that the officer knows best"), "", example="Z1", refers=("zones",)
    )
    qualifications: Annotated[tuple[str, ...], codes(QUALIFICATIONS)] = column(
        N_("qualifications"),
        N_("what the officer may do: armed (firearms permit, sworn only), driver, coach, leader, or codes of your own"),
        (),
        example="armed;driver",
        empty=N_("none"),
    )
    trainee: Annotated[bool, YES_NO] = column(N_("trainee"), N_("works only beside a coach"), False, example="no")
    coach: Annotated[str, ID] = column(
        N_("coach"),
        N_("the trainee's coach"),
        "",
        example="012",
        empty=N_("any officer with the qualification coach"),
        refers=("officers",),
    )
    protected_from: Annotated[dt.date | None, DATE] = column(
        N_("protected_from"),
        N_("first date of protection (pregnancy from month 7, nursing under a year)"),
        None,
        example="2026-09-01",
        empty=N_("no protection, or no first date"),
    )
    protected_to: Annotated[dt.date | None, DATE] = column(
        N_("protected_to"),
        N_("last date of protection"),
        None,
        example="2027-08-31",
        empty=N_("no protection, or no last date"),
    )
    joined: Annotated[dt.date | None, DATE] = column(
        N_("joined"), N_("first date in the brigade, for fairness"), None, example="2020-07-01", empty=N_("long ago")
    )
    phone: Annotated[str, TEXT] = column(
        N_("phone"),
        N_("telephone on duty: that of a duty leader stands on the crews' pages"),
        "",
        example="555 0107",
        also=("电话", "手机", "联系电话"),
        empty=N_("a blank to fill in by hand"),
    )
    left: Annotated[dt.date | None, DATE] = column(
        N_("left"),
        N_("last date in the brigade; who has left has no duty after it"),
        None,
        example="2026-12-31",
        also=("离队日期", "离职日期"),
        empty=N_("still there"),
    )

    contract: Annotated[str, ID] = column(
        N_("contract"),
        N_("the officer's contract, a word of your own by which rules select people"),
        "",
        example="half-time",
        also=("合同",),
    )
    share: Annotated[float, decimal(0.01, 1)] = column(
        N_("share"),
        N_("share of full time that the officer works, for rules that count by share"),
        1.0,
        example="0.5",
        also=("占比",),
    )

    def oddities(self) -> Iterator[Oddity]:
        if ARMED in self.qualifications and self.category == AUXILIARY:
            found = _("a firearms permit held by an auxiliary")
            yield Oddity("qualifications", found, _("armed only for sworn officers"))
        if self.protected_from and self.protected_to and self.protected_from > self.protected_to:
            expected = _("a date on or after {date}").format(date=self.protected_from)
            yield Oddity("protected_to", f"'{self.protected_to}'", expected)
        if self.joined and self.left and self.joined > self.left:
            expected = _("a date on or after {date}").format(date=self.joined)
            yield Oddity("left", f"'{self.left}'", expected)
        if self.coach and not self.trainee:
            yield Oddity("coach", f"'{self.coach}'", _("no coach for an officer who is no trainee"))
        if self.coach and self.coach == self.id:
            yield Oddity("coach", f"'{self.coach}'", _("another officer than the trainee"))

    def officer(self) -> Officer:
        return Officer(
            id=self.id,
            name=self.name,
            category=self.category,
            sex=self.sex,
            birth_date=self.birth_date,
            squad=self.squad,
            home_zone=self.home_zone,
            qualifications=frozenset(self.qualifications),
            trainee=self.trainee,
            coach=self.coach,
            protected_from=self.protected_from,
            protected_to=self.protected_to,
            joined=self.joined,
            phone=self.phone,
            left=self.left,
            contract=self.contract,
            share=self.share,
        )
