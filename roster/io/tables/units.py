"""The table `units`."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, ClassVar

from roster.domain.service import UnitKind
from roster.i18n import N_, _
from roster.io.tables.cells import ID, IDS, TEXT, YES_NO, choice, column, counts, whole
from roster.io.tables.table import Oddity, TableRow
from roster.io.tables.words import QUALITIES

TITLE = N_("units")

MODES = {N_("car"): ("车巡", "汽车", "车"), N_("foot"): ("步巡", "步行"), N_("static"): ("定点", "静态", "值守")}


class Row(TableRow):
    table: ClassVar[str] = TITLE
    purpose: ClassVar[str] = N_(
        "The kinds of units: how many people of which quality, in which vehicle, where and on which shifts."
    )
    key: ClassVar[tuple[str, ...]] = ("kind",)
    required: ClassVar[bool] = True

    kind: Annotated[str, ID] = column(N_("kind"), N_("short word that names the kind of unit"), example="car")
    name: Annotated[str, TEXT] = column(N_("name"), N_("its name"), "", example="Car patrol", empty=N_("the kind"))
    crew: Annotated[int, whole(1, 50)] = column(N_("crew"), N_("people in a full crew"), example="3", unit=N_("people"))
    least_crew: Annotated[int | None, whole(1, 50)] = column(
        N_("least_crew"),
        N_("with fewer people the unit does not run"),
        None,
        example="2",
        unit=N_("people"),
        empty=N_("a full crew"),
    )
    composition: Annotated[dict[str, int], counts(QUALITIES)] = column(
        N_("composition"),
        N_("how many of each quality (category, sex, qualification) its crew has at least; one person may fill two"),
        {},
        example="sworn:1;driver:1",
        empty=N_("anybody"),
    )
    vehicle_kinds: Annotated[tuple[str, ...], IDS] = column(
        N_("vehicle_kinds"),
        N_("kinds of vehicle it may use, the preferred one first"),
        (),
        example="patrol_car;van",
        empty=N_("no vehicle"),
    )
    mode: Annotated[str | None, choice(MODES)] = column(
        N_("mode"),
        N_("how it spends its time"),
        None,
        example="car",
        empty=N_("car with a vehicle, else foot"),
    )
    visible: Annotated[bool, YES_NO] = column(
        N_("visible"), N_("people see it: counts for police presence by day"), True, example="yes"
    )
    zones: Annotated[tuple[str, ...], IDS] = column(
        N_("zones"), N_("zones it serves"), (), example="Z1;Z2", empty=N_("all zones"), refers=("zones",)
    )
    shifts: Annotated[tuple[str, ...], IDS] = column(
        N_("shifts"),
        N_("shifts on which it runs"),
        (),
        example="D;E;N",
        empty=N_("every line shift"),
        refers=("shifts",),
    )
    moves: Annotated[bool, YES_NO] = column(N_("moves"), N_("may change its zone during a shift"), False, example="no")
    call_sign: Annotated[str, TEXT] = column(
        N_("call_sign"),
        N_("what a unit of the kind is called on all sheets, wherever it is: with its number in place of n in braces"),
        "",
        example="{kind}-{n}",
        empty=N_("kind and zone, or site"),
    )

    def oddities(self) -> Iterator[Oddity]:
        if self.least_crew is not None and self.least_crew > self.crew:
            expected = _("at most the full crew of {crew}").format(crew=self.crew)
            yield Oddity("least_crew", f"'{self.least_crew}'", expected)
        if self.call_sign and self.call_sign.count("{n}") != 1:
            yield Oddity("call_sign", f"'{self.call_sign}'", _("a text with `n` in braces, once"))
        for quality, number in self.composition.items():
            if number > self.crew:
                expected = _("at most the full crew of {crew}").format(crew=self.crew)
                yield Oddity("composition", f"'{quality}:{number}'", expected)

    def unit_kind(self) -> UnitKind:
        return UnitKind(
            code=self.kind,
            name=self.name or self.kind,
            crew=self.crew,
            least_crew=self.least_crew or self.crew,
            composition=self.composition,
            vehicle_kinds=self.vehicle_kinds,
            mode=self.mode or ("car" if self.vehicle_kinds else "foot"),
            visible=self.visible,
            zones=self.zones,
            shifts=self.shifts,
            moves=self.moves,
            call_sign=self.call_sign,
        )
