"""Daily orders, vehicles and leaders: who stands where, with what, under whom."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise

import pytest
from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from roster.domain.itinerary import MEAL, STATIC, Itinerary, Plan, Stop
from roster.domain.roster import Member, Roster
from roster.i18n import _, set_language
from roster.io import printing, styles
from roster.io.sheets import daily_orders, leaders, vehicles
from roster.io.sheets.fitted import fitted_widths, packed
from roster.io.sheets.order_itineraries import HOURS, task_text
from roster.io.tables.text import text_width
from roster.plan.search import plan_patrol
from roster.rules import Rulebook
from tests.io import sample
from tests.io.sample import rows
from tests.outcomes import changed


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    set_language("en")
    yield
    set_language("en")


@pytest.fixture(scope="module")
def orders() -> Worksheet:
    sheet = Workbook().worksheets[0]
    daily_orders.write(sheet, sample.outcome())
    return sheet


def day_of(sheet: Worksheet, date: str) -> list[list[object]]:
    """The rows of one day's order, from its title to the line to sign."""
    found = rows(sheet)
    first = next(i for i, row in enumerate(found) if row[0] and date in str(row[0]))
    last = next(i for i, row in enumerate(found) if i > first and any("Prepared by" in str(cell) for cell in row))
    return found[first : last + 1]


def test_headings_fit_their_columns(orders: Worksheet) -> None:
    for language in ("en", "zh"):
        set_language(language)
        sheet = Workbook().worksheets[0]
        daily_orders.write(sheet, sample.outcome())
        headings = next(row for row in sheet.iter_rows() if row[-1].value == _("Remarks"))
        for cell in headings:
            assert text_width(str(cell.value)) <= sheet.column_dimensions[cell.column_letter].width, cell.value


def test_order_has_title_and_duty_leader(orders: Worksheet) -> None:
    order = day_of(orders, "2026-10-23")
    assert order[0][0] == "Hancheng patrol brigade: duty order for 2026-10-23 (Fri)"
    assert order[1][0] == "Duty leader: 王伟 08:00-08:00"
    assert order[2][0] == "Zone"
    assert day_of(orders, "2026-10-24")[1][0] == "Duty leader: none"


def test_rows_go_by_zone_and_time(orders: Worksheet) -> None:
    order = [row for row in day_of(orders, "2026-10-23")[3:] if row[1] and "Prepared" not in str(row[1])]
    assert [row[1:8] for row in order] == [
        ["07:00-15:00", "D", "Car unit (car-Z1)", "New town", "car", "Car 1", "李娜 (driver)"],
        ["18:00-23:00", "E", "Car unit (car-Z2)", "New town", "car", "Car 2", "张强 (driver)"],
        ["23:00-02:00", "N", "Car unit (car-Z1)", "New town", "car", "Car 1", "刘洋 (driver)"],
        ["15:00-18:00", "E", "Car unit (car-Z2)", "Station", "car", "Car 2", "张强 (driver)"],
        ["Sat 02:00-07:00", "N", "Car unit (car-Z1)", "Station", "car", "Car 1", "刘洋 (driver)"],
    ]
    assert [row[0] for row in order] == ["Z1 New town", None, None, "Z2 Station", None]


def test_members_weapons_and_lights(orders: Worksheet) -> None:
    order = day_of(orders, "2026-10-23")
    assert order[3][8:] == ["赵磊", "李娜", "", ""] or order[3][8:] == ["赵磊", "李娜", None, None]
    assert order[4][8:10] == ["陈静", "张强"]
    assert order[4][11] == "Lights on"


def test_post_has_its_site_and_mode(orders: Worksheet) -> None:
    order = day_of(orders, "2026-10-24")
    post = next(row for row in order if "post-S1" in str(row[3]))
    assert [str(cell).replace("\n", " ") for cell in post[4:9]] == [
        "Bell square", "static", "", "陈静 (no sworn lead)", "=1+1"
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("members", "shown"),
    [
        ({"007": "", "A04": ""}, ["陈静 (no sworn lead)", "=1+1"]),
        ({"NA": "driver", "A04": ""}, ["杨帆 (driver) (no sworn lead)", "=1+1"]),
        ({"007": "", "004": ""}, ["刘洋", "陈静"]),
        ({"003": "", "004": "lead"}, ["刘洋", "张强"]),
        ({}, ["", ""]),
    ],
)
def test_a_crew_without_a_sworn_lead_says_so(members: dict[str, str], shown: list[str]) -> None:
    made = sample.outcome()
    seats = tuple(Member(officer, frozenset(roles.split())) for officer, roles in members.items())
    crew = next(crew for crew in made.roster.crews if crew.unit.label == "post-S1")
    sheet = Workbook().worksheets[0]
    daily_orders.write(sheet, replace(made, roster=Roster((replace(crew, members=seats),))))
    post = next(row for row in rows(sheet) if "post-S1" in str(row[3]))
    assert post[7:9] == shown


def test_a_longer_day_goes_on_under_the_headings_and_never_prints_smaller() -> None:
    made = sample.outcome()
    sheet = Workbook().worksheets[0]
    daily_orders.write(sheet, replace(made, roster=Roster(made.roster.crews * 12)))
    assert sum(column.width for column in sheet.column_dimensions.values()) == daily_orders.WIDTH
    across = (printing.A4_WIDTH - 2 * printing.SIDE_MARGIN * printing.POINTS_AN_INCH) / printing.POINTS_A_COLUMN
    assert styles.TEXT.size * across / daily_orders.WIDTH >= 9
    starts = [1, *(page.id + 1 for page in sheet.row_breaks.brk)]
    for first, following in pairwise(starts):
        assert printing.height(sheet, first, following - 1) <= printing.page_height(daily_orders.WIDTH)
        top = str(sheet.cell(first, 1).value)
        assert "duty order for" in top
        continued = top.endswith(", continued")
        assert (sheet.cell(first + 1, 1).value == "Zone") == continued
    assert any(str(sheet.cell(first, 1).value).endswith(", continued") for first in starts)
    units = [str(sheet.cell(row, 4).value) for row in range(1, sheet.max_row + 1)]
    signs = ("car-Z", "post-S")
    assert sum(unit.startswith(signs) for unit in units) >= 12 * sum(bool(crew.stands) for crew in made.roster.crews)


@pytest.mark.parametrize(("between", "most"), [(", ", 4), ("、", 5)])
def test_no_code_of_a_checkpoint_is_broken(between: str, most: int) -> None:
    codes = [f"C{number:02d}" for number in range(1, 15)]
    lines = packed(codes, between, 20).split("\n")
    assert "".join(lines).replace(" ", "").split(between.strip()) == codes
    assert all(styles.lines_in(line, 20) == 1 for line in lines)  # its comma as well
    assert 3 <= len(lines) <= most
    assert packed([], "、", 10) == ""
    assert packed(["R1", "C" * 40], "、", 10) == "R1、\n" + "C" * 40


def test_columns_hold_a_piece_of_chinese_and_the_table_its_width() -> None:
    rows = [("方凯旋（驾驶）、郑文博、吕广平、范成林", "贺新宇（无民警带组的班组）", "x y z")] * 2
    widths = fitted_widths(("组员", "带组民警", "Remarks"), rows, 60)
    assert sum(widths) == 60
    assert widths[0] >= styles.text_width("方凯旋（驾驶）、") + 2


@pytest.mark.parametrize("language", ["en", "zh"])
def test_no_name_and_no_label_of_a_crew_is_broken(language: str) -> None:
    set_language(language)
    made = sample.outcome()
    crowd = tuple(Member(officer.id, frozenset({"armed"})) for officer in made.problem.officers)
    roster = Roster(tuple(replace(crew, members=crowd) for crew in made.roster.crews))
    sheet = Workbook().worksheets[0]
    daily_orders.write(sheet, replace(made, roster=roster))
    for column in ("D", "I", "J"):
        width = sheet.column_dimensions[column].width
        for cell in sheet[column][3:]:
            lines = str(cell.value or "").split("\n")
            assert "____" in lines[0] or all(styles.lines_in(line, width) == 1 for line in lines), cell.value
    known = {form for o in made.problem.officers for form in (o.name, f"{o.name} ({o.id})")}
    weapons = next(str(cell.value) for cell in sheet["J"] if "\n" in str(cell.value))
    assert {
        line for part in weapons.split("\n") for line in part.rstrip(", 、").replace("、", ", ").split(", ")
    } <= known


def test_each_page_of_itineraries_bears_its_date_and_no_crew_is_cut_in_two() -> None:
    made = sample.outcome()
    planned = plan_patrol(made.problem, made.roster, Rulebook(()))
    first = planned.plan.itineraries[0].stops[0]
    many = tuple(first._replace(arrive=first.arrive + 10 * n, leave=first.arrive + 10 * n + 5) for n in range(38))
    plan = Plan(tuple(replace(one, stops=many) for one in planned.plan.itineraries))
    sheet = Workbook().worksheets[0]
    daily_orders.write(sheet, changed(made, planned=replace(planned, plan=plan)))
    starts = [1, *(page.id + 1 for page in sheet.row_breaks.brk)]
    for begin, following in pairwise(starts):
        assert printing.height(sheet, begin, following - 1) <= printing.page_height(daily_orders.WIDTH)
        assert "2026-10-2" in str(sheet.cell(begin, 1).value)
    continued = [str(sheet.cell(row, 1).value) for row in starts[:-1]]
    assert any("itineraries for 2026-10-23" in title and title.endswith(", continued") for title in continued)


def test_a_meal_break_is_told_as_one() -> None:
    made = sample.outcome()
    site = made.problem.sites[0]
    stop = Stop(0, 30, site.id, site.kind, MEAL, site.id, site.id)
    assert task_text(stop, made) == f"meal break at {site.id} {site.name}"
    assert task_text(stop._replace(mode=STATIC), made) != task_text(stop, made)


def test_hours_after_midnight_bear_the_weekday_on_which_they_lie(orders: Worksheet) -> None:
    order = [row for row in day_of(orders, "2026-10-23")[3:] if row[1]]
    assert [row[1] for row in order if "02:00" in str(row[1])] == ["23:00-02:00", "Sat 02:00-07:00"]


def test_times_of_itineraries_fit_their_columns_however_short_zones_and_vehicles_are_called() -> None:
    made = sample.outcome()
    zones = tuple(replace(zone, name=zone.id) for zone in made.problem.zones)
    made = replace(made, problem=replace(made.problem, zones=zones))
    made = changed(made, planned=plan_patrol(made.problem, made.roster, Rulebook(())))
    sheet = Workbook().worksheets[0]
    daily_orders.write(sheet, made)
    assert all(sheet.column_dimensions[letter].width > len(HOURS) for letter in "AG")


def test_itineraries_tell_the_date_of_what_lies_after_midnight() -> None:
    made = sample.outcome()
    planned = plan_patrol(made.problem, made.roster, Rulebook(()))
    night = next(crew for crew in planned.patrol.crews if crew.id[1] == "N")
    stop = planned.plan.stops[night.id][0]
    midnight = (night.id[0] + 1) * 24 * 60
    stops = (stop._replace(leave=midnight), stop._replace(arrive=midnight + 5, leave=midnight + 60))
    plan = Plan(tuple(Itinerary(i.crew, stops if i.crew == night.id else i.stops) for i in planned.plan.itineraries))
    sheet = Workbook().worksheets[0]
    daily_orders.write(sheet, changed(made, planned=replace(planned, plan=plan)))
    said = [cell for row in rows(sheet) for cell in row if cell]
    date = made.problem.date(night.id[0] + 1)
    assert any(str(cell).startswith(f"{date} (") for cell in said)
    assert "00:05-01:00" in said


def test_columns_get_the_width_that_saves_lines() -> None:
    rows = [("a", "four words of text " * 3), ("b", "short")]
    widths = fitted_widths(("x", "y"), rows, 70)
    assert widths[1] > widths[0]
    assert max(styles.lines_in(row[1].strip(), widths[1]) for row in rows) == 1
    assert fitted_widths(("Remarks",), [("",)], 20) == [20]
    assert fitted_widths(("Remarks",), [], 20) == [20]  # of a roster without any duty
    assert fitted_widths(("a", "b"), [("unbreakable" * 9, "")], 10)[0] < 30


def test_leaders_are_in_no_row(orders: Worksheet) -> None:
    assert not [row for row in rows(orders) if row[7] and "王伟" in str(row[7])]


def test_each_day_prints_on_its_own_page(orders: Worksheet) -> None:
    titles = [cell.row for cell in orders["A"] if "duty order for" in str(cell.value)]
    assert [page.id + 1 for page in orders.row_breaks.brk] == [*titles[1:], orders.row_breaks.brk[-1].id + 1]
    assert len(titles) == sample.DAYS


def test_zone_is_written_once_over_its_rows(orders: Worksheet) -> None:
    assert "A4:A6" in {str(area) for area in orders.merged_cells.ranges}


def test_crew_without_stands_keeps_its_shift() -> None:
    made = sample.outcome()
    bare = Roster(tuple(replace(crew, stands=()) for crew in made.roster.crews))
    sheet = Workbook().worksheets[0]
    daily_orders.write(sheet, replace(made, roster=bare))
    order = day_of(sheet, "2026-10-23")
    assert order[3][:5] == ["Z1 New town", "07:00-15:00", "D", "Car unit (car-Z1)", "New town"]


def test_orders_in_chinese() -> None:
    set_language("zh")
    sheet = Workbook().worksheets[0]
    daily_orders.write(sheet, sample.outcome())
    found = rows(sheet)
    assert "勤务安排表" in str(found[0][0])
    assert found[1][0] == "带班领导：王伟 08:00-08:00"
    assert found[3][1:6] == ["07:00-15:00", "白", "车巡组 (car-Z1)", "New town", "车巡"]


def test_vehicles_by_date() -> None:
    sheet = Workbook().worksheets[0]
    vehicles.write(sheet, sample.outcome())
    found = rows(sheet)
    assert found[4][:5] == ["V1", "Car 1", "patrol_car", 5, "yes"]
    assert found[4][5:] == ["D car-Z1\nN car-Z1", "D car-Z1\nN car-Z2", "D car-Z2", "D car-Z1\nN car-Z1", 4]
    assert found[5][5:] == ["E car-Z2", "E car-Z1", "E car-Z2", "maintenance", 3]
    assert found[6][5:] == [2, 2, 2, 1, 7]


def test_part_of_a_day_in_maintenance_names_its_hours() -> None:
    made = sample.outcome()
    away = tuple(replace(a, span=a.span._replace(end=a.span.start + 12 * 60)) for a in made.problem.maintenance)
    sheet = Workbook().worksheets[0]
    vehicles.write(sheet, replace(made, problem=replace(made.problem, maintenance=away)))
    assert sheet.cell(6, 9).value == "maintenance 00:00-12:00"


def test_leaders_by_date() -> None:
    sheet = Workbook().worksheets[0]
    leaders.write(sheet, sample.outcome())
    found = rows(sheet)[3:7]
    assert [row[1:6] for row in found] == [
        ["Fri", "workday", "王伟", "001", "08:00-08:00"],
        ["Sat", "rest day", "none", "", ""],
        ["Sun", "holiday", "王伟", "001", "08:00-08:00"],
        ["Mon", "workday", "none", "", ""],
    ]
    assert rows(sheet)[9][3:5] == ["王伟", 2]
