"""The table `accounts`: who an officer is in another system."""

from __future__ import annotations

from typing import Annotated, ClassVar

from roster.i18n import N_
from roster.io.tables.cells import ID, TEXT, column
from roster.io.tables.table import TableRow

TITLE = N_("accounts")


class Row(TableRow):
    table: ClassVar[str] = TITLE
    purpose: ClassVar[str] = N_("Who an officer is in another system, for `roster export` and `roster reconcile`.")
    key: ClassVar[tuple[str, ...]] = ("officer", "system")

    officer: Annotated[str, ID] = column(N_("officer"), N_("the officer's id"), example="007", refers=("officers",))
    system: Annotated[str, TEXT] = column(
        N_("system"), N_("the system's name, such as dingtalk, wecom, feishu, deputy"), example="dingtalk"
    )
    account: Annotated[str, TEXT] = column(
        N_("account"), N_("the officer's user id, account or e-mail address there"), example="17096442988220000"
    )
