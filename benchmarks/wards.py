"""Invented brigades of other shapes than a patrol brigade's: crews are single people, contracts differ.

    python -m benchmarks.wards ward FOLDER --people 30 --seed 1      # three shifts, several qualifications a person
    python -m benchmarks.wards shifts FOLDER --people 50 --seed 1    # ten overlapping shifts, part-timers

Writes the brigade as tables and a rulebook, to be solved by `roster solve FOLDER`. Four weeks each.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable
from pathlib import Path
from random import Random

from benchmarks.nurses.brigade import Brigade

START, WEEKS = "2026-01-05", 4
SKILLS = ("lead", "nurse", "care", "clean")
CONTRACTS = {"full": 40, "part": 30, "half": 20}
WARD_SHIFTS = (("E", "06:00", "14:00"), ("L", "13:30", "21:30"), ("N", "21:15", "06:15"))
ASKED = {"E": ("06:30", "13:00", 0.3), "L": ("14:30", "21:00", 0.25), "N": ("22:00", "06:00", 0.12)}
"""Hours in which people are asked for, and which share of them."""
TEN_SHIFTS = (
    ("A", "06:00", "14:00"),
    ("B", "07:00", "15:00"),
    ("C", "08:00", "16:30"),
    ("D", "09:00", "17:00"),
    ("F", "10:00", "14:00"),
    ("G", "11:00", "19:00"),
    ("H", "14:00", "22:00"),
    ("J", "15:00", "23:00"),
    ("K", "17:00", "21:00"),
    ("N", "22:00", "06:00"),
)
HOURLY = (
    (6, 7, 3),
    (7, 9, 7),
    (9, 11, 10),
    (11, 14, 13),
    (14, 15, 11),
    (15, 17, 10),
    (17, 19, 8),
    (19, 21, 6),
    (21, 22, 4),
)
"""From and to which hour how many are asked for of fifty people."""


def ward(people: int, seed: int) -> Brigade:
    """Three shifts, four qualifications of which a person has one to three, three contracts."""
    random, made = Random(seed), Brigade()
    made.settings(f"ward of {people}", START, WEEKS)
    for number in range(people):
        skills = [SKILLS[min(3, int(4 * (number / people) ** 0.8))]]
        skills += [skill for skill in SKILLS[SKILLS.index(skills[0]) + 1 :][:2] if random.random() < 0.5]
        _person(made, random, number, skills)
    for code, start, end in WARD_SHIFTS:
        made.add("shifts", code=code, name=code, start=start, end=end, night="yes" if code == "N" else "no")
    for skill in SKILLS:
        made.add("units", kind=skill, crew=1, composition=f"{skill}:1", mode="static", shifts="E;L;N")
        for start, end, part in ASKED.values():
            share = part * people * 0.6 / 4
            for days, scale in (("mon;tue;wed;thu;fri", 1.0), ("sat;sun", 0.7)):
                least = max(int(skill != "clean"), round(scale * share * random.uniform(0.6, 0.9)))
                _asked(made, skill, (start, end), days, least, least + random.randint(0, 2), people)
    _requests(made, random, people, [code for code, *_ in WARD_SHIFTS])
    _rules(made)
    return made


def ten_shifts(people: int, seed: int) -> Brigade:
    """Ten shifts that overlap, people asked for by the hour, half of them part-timers."""
    random, made = Random(seed), Brigade()
    made.settings(f"{people} on ten shifts", START, WEEKS)
    for number in range(people):
        _person(made, random, number, ["clerk"])
    for code, start, end in TEN_SHIFTS:
        made.add("shifts", code=code, name=code, start=start, end=end, night="yes" if code == "N" else "no")
    made.add("units", kind="desk", crew=1, mode="static")
    for start, end, asked in (*HOURLY, (22, 30, 2)):
        for days, scale in (("mon;tue;wed;thu;fri", 1.0), ("sat;sun", 0.75)):
            number = max(1, round(asked * scale * people / 50 * random.uniform(0.9, 1.2)))
            hours = f"{start:02}:00", f"{end % 24:02}:00"
            _asked(made, "desk", hours, days, number, number + random.randint(0, 2), people)
    _requests(made, random, people, [code for code, *_ in TEN_SHIFTS])
    _rules(made)
    return made


def _asked(made: Brigade, kind: str, hours: tuple[str, str], days: str, least: int, target: int, most: int) -> None:
    start, end = hours
    numbers = {"minimum": least, "target": target, "most": most}
    made.add("demand", unit_kind=kind, from_=start, to=end, day_types=days, **numbers)


def _person(made: Brigade, random: Random, number: int, skills: list[str]) -> None:
    contract = random.choices(list(CONTRACTS), (5, 3, 2))[0]
    name, share = f"P{number + 1:03}", CONTRACTS[contract] / 40
    made.add("officers", id=name, name=name, qualifications=";".join(skills), contract=contract, share=share)


def _requests(made: Brigade, random: Random, people: int, codes: list[str]) -> None:
    for number in range(people):
        for day in random.sample(range(5, 32), 3):
            shift = random.choice(["", "", *codes])
            date = f"2026-01-{day:02}" if day < 32 else f"2026-02-{day - 31:02}"
            made.request(f"P{number + 1:03}", date, shift, random.choice(("off", "off", "on")), random.randint(1, 3))


def _rules(made: Brigade) -> None:
    """What a works agreement says, and what people wish."""
    made.rule("skills", "crew", "must")
    made.rule("rest", "minimum_rest", "must", hours=11)
    made.rule("weekly-rest", "weekly_rest", "must", hours=35)
    made.rule("days", "consecutive_shifts", "must", max=6)
    made.rule("nights", "consecutive_shifts", "must", max=4, when={"night": True})
    made.rule("recovery", "night_recovery", "must", days=1)
    made.rules.append({"id": "cover", "rule": "cover", "asks": "minimum", "priority": 1})
    made.rule("target", "cover", 5, asks="target")
    for contract, hours in CONTRACTS.items():
        who = {"contract": [contract]}
        made.rule(f"hours-{contract}", "work_hours", 2, min=3.4 * hours, max=4 * hours, per="horizon", who=who)
        made.rule(f"week-{contract}", "work_hours", "must", max=hours + 8, per="week", who=who)
    made.rule("days-in-a-row", "consecutive_shifts", 6, min=2)
    made.rule("off-in-a-row", "consecutive_days_off", 6, min=2)
    made.rule("whole-weekends", "weekends", 12, whole=True)
    made.rule("weekends-in-a-row", "weekends", 20, in_a_row={"max": 2})
    made.rule("weekends-free", "weekends", 15, free=2)
    made.rule("late-early", "shift_succession", 4, forbidden=[["H|J", "A|B"]] if _has(made, "A") else [["L", "E"]])
    made.rule("requests", "requests", 5)


def _has(made: Brigade, code: str) -> bool:
    return any(row["code"] == code for row in made.tables["shifts"])


SHAPES: dict[str, Callable[[int, int], Brigade]] = {"ward": ward, "shifts": ten_shifts}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("shape", choices=SHAPES)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--people", type=int, default=30)
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    SHAPES[given.shape](given.people, given.seed).write(given.folder)


if __name__ == "__main__":
    main()
