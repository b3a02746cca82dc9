"""Scenarios side by side: what each does to the province, as rows, a sheet and a picture."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from roster.domain.price import Proved, cost_of, price, proved_by
from roster.i18n import N_, _, language
from roster.io.chinese_fonts import PLAIN, installed
from roster.io.edited import PICTURE_MARK
from roster.io.files import replace_file
from roster.province.folder import BASE
from roster.province.run_folder import DONE, RUNNING, STOPPED, WAITING, Row
from roster.report.prices import bound_of, effect_text
from roster.report.table import Column, Sheet, Table

TITLE, AS_IT_IS = N_("Scenarios"), N_("as it is")
WITH_ROSTER = (DONE, STOPPED)
NOTHING = Proved(cost_of({}, 0), cost_of({}, 0))
WIDTH, LEAST_HEIGHT, A_BAR, DOTS_AN_INCH = 10.0, 2.5, 0.3, 110  # inches, and dots


class Scenario(NamedTuple):
    """All brigades with a roster both as they are and in a scenario, which may leave some as they are."""

    name: str
    changed: int  # brigades in which it changes something
    without: tuple[str, ...]  # those of them that have no roster, here or as they are: they are not counted
    open: int  # those of them that wait or are solved, here or as they are
    before: Proved
    after: Proved

    @property
    def effect(self) -> str:
        """What it does to the brigades that have rosters, as far as it is proved."""
        if not self.name:
            return ""
        if self.open:
            return _("brigades that are not solved yet: {count}").format(count=self.open)
        if len(self.without) == self.changed:
            return _("none of its brigades has a roster")
        text = effect_text(price(self.before, self.after))
        if not self.without:
            return text
        return _("{effect}; not counted, without a roster: {brigades}").format(
            effect=text, brigades=_(", ").join(self.without)
        )


def proved_of(row: Row) -> Proved:
    """The cost of a brigade's roster, and what is proved of every one."""
    amounts, least = ({p: given[which] for p, given in row.shortfalls.items()} for which in (0, 1))
    return proved_by(amounts, row.best or 0, least, row.bound or 0)


def scenarios_of(rows: Sequence[Row]) -> list[Scenario]:
    """How things are, and each scenario, in the order of their names; nothing where there is no scenario."""
    names = sorted({row.scenario for row in rows} - {BASE})
    plain = {row.brigade: row for row in rows if row.scenario == BASE}
    found = []
    for name in (BASE, *names) if names else ():
        own = {row.brigade: row for row in rows if row.scenario == name}
        after = {**plain, **own}
        counted = [one for one in plain if {plain[one].state, after[one].state} <= {*WITH_ROSTER}]
        without = tuple(sorted(one for one in own if one not in counted))
        waiting = sum(bool({after[one].state, plain[one].state} & {WAITING, RUNNING}) for one in own if one in plain)
        sums = [_sum(proved_of(side[one]) for one in counted) for side in (plain, after)]
        found.append(Scenario(name, len(own) if name else 0, without, waiting, *sums))
    return found


def _sum(costs: Iterable[Proved]) -> Proved:
    total = NOTHING
    for one in costs:
        total = Proved(*(tuple(map(sum, zip(a, b, strict=True))) for a, b in zip(total, one, strict=True)))
    return total


def as_json(scenario: Scenario) -> Mapping[str, object]:
    """A scenario for programs."""
    return {
        "scenario": scenario.name,
        "changed": scenario.changed,
        "without_roster": list(scenario.without),
        "cost": list(scenario.after.cost),
        "least": list(scenario.after.least),
        "as_it_is": list(scenario.before.cost),
        "effect": scenario.effect,
    }


def sheet(province: str, scenarios: Sequence[Scenario], rows: Sequence[Row], picture: Path) -> Sheet:
    """A row a scenario, a row for each brigade that one changes, and the picture."""
    whole = Table(
        (
            Column(_("Scenario")),
            Column(_("Brigades changed"), "whole"),
            Column(_("Amount short"), "whole"),
            Column(_("Cost of open wishes"), "whole"),
            Column(_("Proven bound"), "whole"),
            Column(_("Against as it is"), wrapped=True),
        ),
        [
            (_name(one.name), one.changed, one.after.short, one.after.wishes, bound_of(one.after), one.effect)
            for one in scenarios
        ],
    )
    plain = {row.brigade: row for row in rows if row.scenario == BASE}
    told = [
        (row.scenario, row.brigade, *_figures(row), *_figures(plain[row.brigade]))
        for row in rows
        if row.scenario != BASE and row.brigade in plain
    ]
    columns = (
        *(Column(_("Scenario")), Column(_("Brigade"))),
        *(Column(_("Amount short"), "whole"), Column(_("Cost of open wishes"), "whole")),
        *(Column(_("Short as it is"), "whole"), Column(_("Wishes as it is"), wrapped=True)),
    )
    each = Table(columns, told, title=_("Brigades that a scenario changes"))
    text = _("all brigades together; a difference counts where it is proved")
    return Sheet(_(TITLE), province, province, text, [whole, each], (20, 16, 12, 12, 12, 60), picture=picture)


def _figures(row: Row) -> tuple[int | str, int | str]:
    if row.state not in WITH_ROSTER:
        return "", ""
    cost = proved_of(row)
    return cost.short, cost.wishes


def _name(scenario: str) -> str:
    return scenario or _(AS_IT_IS)


def draw(scenarios: Sequence[Scenario], file: Path) -> None:
    """A bar a scenario: what is short by priority, and the wishes with what is proved of them. Raises OutputError."""
    from matplotlib.figure import Figure
    from matplotlib.ticker import MaxNLocator

    spoken = language() == "en" or bool(installed())
    words = [_(text) if spoken else text for text in (N_("Amount short"), N_("Cost of open wishes"), AS_IT_IS)]
    priority = _("priority {priority}") if spoken else "priority {priority}"
    height = max(LEAST_HEIGHT, 1.2 + A_BAR * len(scenarios))
    figure = Figure(figsize=(WIDTH, height), dpi=DOTS_AN_INCH, layout="constrained")
    short, wishes = figure.subplots(1, 2, sharey=True)
    lines, family = range(len(scenarios)), [PLAIN, *installed()]
    left = [0] * len(scenarios)
    for tier in range(len(NOTHING.cost) - 1):
        amounts = [one.after.cost[tier] for one in scenarios]
        if any(amounts):
            short.barh(lines, amounts, left=left, label=priority.format(priority=tier + 1))
            left = [before + more for before, more in zip(left, amounts, strict=True)]
    if any(left):
        short.legend(loc="best", prop={"family": family})
    wishes.barh(lines, [one.after.wishes for one in scenarios], color="tab:gray")
    for line, one in zip(lines, scenarios, strict=True):
        if one.after.short_proved:
            wishes.vlines(one.after.least[-1], line - 0.4, line + 0.4, color="black")  # what is proved
    for pane, word in zip((short, wishes), words[:2], strict=True):
        pane.set_title(word, fontfamily=family)
        pane.set_xlim(left=0)
        pane.xaxis.set_major_locator(MaxNLocator(integer=True))
        pane.grid(axis="x", alpha=0.3)
    short.set_yticks(lines, [one.name or words[2] for one in scenarios], fontfamily=family)
    short.invert_yaxis()
    replace_file(file, lambda path: figure.savefig(path, format="png", metadata={"Title": PICTURE_MARK}))
