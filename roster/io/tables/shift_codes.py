"""The table `shift_codes`: what a shift is in another system."""

from __future__ import annotations

from typing import Annotated, ClassVar

from roster.i18n import N_
from roster.io.tables.cells import ID, TEXT, column
from roster.io.tables.table import TableRow

TITLE = N_("shift_codes")


class Row(TableRow):
    table: ClassVar[str] = TITLE
    purpose: ClassVar[str] = N_("What a shift is in another system, for `roster export`.")
    key: ClassVar[tuple[str, ...]] = ("shift", "system")

    shift: Annotated[str, ID] = column(N_("shift"), N_("the shift's code"), example="N", refers=("shifts",))
    system: Annotated[str, TEXT] = column(
        N_("system"), N_("the system's name, such as dingtalk, wecom, feishu, deputy"), example="dingtalk"
    )
    code: Annotated[str, TEXT] = column(N_("code"), N_("the shift's id, number or name there"), example="570170041")
