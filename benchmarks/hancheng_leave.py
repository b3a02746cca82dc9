"""Leave and maintenance of the bundled brigade: about one line officer in ten away, evenly over the days."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from random import Random

from benchmarks.hancheng_people import Person

KINDS = ("annual",) * 4 + ("sick",) * 2 + ("training", "personal")
LENGTHS = {"annual": (5, 7, 7), "sick": (2, 3, 4), "personal": (2, 3), "training": (3, 5)}
AWAY = {"sworn": 2, "auxiliary": 4}
APART = 14  # days between two absences of one person
MATERNITY = (date(2026, 12, 14), date(2027, 5, 20))
SHARED_LEAVE = (date(2026, 11, 16), date(2026, 11, 20))
FIRST_MAINTENANCE = ("V03", date(2026, 10, 20), date(2026, 10, 21))

Row = tuple[str, str, str, str, str]
Block = tuple[str, str, date, date]  # who, kind, first and last date


def make_absences(people: list[Person], first: date, last: date, rng: Random) -> list[Row]:
    """Rows of the table `absences`, officers' and vehicles', sorted by first date."""
    blocks = list(_given(people))
    for category, lanes in AWAY.items():
        pool = [person for person in people if person.category == category and not person.leader]
        blocks += _fill(pool, lanes, blocks, first, last, rng)
    rows = [(who, kind, start.isoformat(), end.isoformat(), "") for who, kind, start, end in blocks]
    rows += _hearings(people, blocks)
    rows += [
        (who, "maintenance", start.isoformat(), end.isoformat(), "") for who, start, end in _maintenance(last, rng)
    ]
    return sorted(rows, key=lambda row: (row[2], row[0]))


def _given(people: list[Person]) -> Iterator[Block]:
    """Maternity leave, a coach's and a trainee's leave together, and a week for each duty leader."""
    pregnant = next(person for person in people if person.protected_from and person.category == "auxiliary")
    yield (pregnant.id, "maternity", *MATERNITY)
    for person in people:
        if person.coach:
            yield (person.id, "annual", *SHARED_LEAVE)
            yield (person.coach, "annual", *SHARED_LEAVE)
    for number, leader in enumerate(person for person in people if person.leader):
        monday = date(2026, 11, 2) + timedelta(days=21 * number)
        yield (leader.id, "annual", monday, monday + timedelta(days=4))


def _fill(pool: list[Person], lanes: int, given: list[Block], first: date, last: date, rng: Random) -> list[Block]:
    """Blocks so that on each date as many of the pool are away as there are lanes, or one fewer."""
    members = {person.id for person in pool}
    blocks = [block for block in given if block[0] in members]
    fixed = len(blocks)
    coaches = {person.coach for person in pool if person.coach}
    free = [person.id for person in pool if not (person.id in coaches or person.coach or person.protected_from)]
    used = dict.fromkeys(free, 0)
    order = rng.sample(free, len(free))
    day = first
    while day <= last:
        started = 0
        while _away(blocks, day) < lanes and (started == 0 or day == first):
            kind = rng.choice(KINDS)
            if kind == "training" and day.weekday() > 2:
                kind = "annual"
            end = min(day + timedelta(days=rng.choice(LENGTHS[kind]) - 1), last)
            while any(_away(blocks, day + timedelta(days=n)) >= lanes for n in range((end - day).days + 1)):
                end -= timedelta(days=1)
            if (end - day).days < 1:
                break
            rested = [who for who in order if all(_gap(block, day, end) > APART for block in blocks if block[0] == who)]
            who = min(rested, key=lambda who: (used[who], order.index(who)))
            used[who] += (end - day).days + 1
            blocks.append((who, kind, day, end))
            started += 1
        day += timedelta(days=1)
    return blocks[fixed:]


def _away(blocks: list[Block], day: date) -> int:
    return sum(start <= day <= end for _, _, start, end in blocks)


def _gap(block: Block, first: date, last: date) -> int:
    """Days between a block and a stretch; not positive when they touch."""
    return max((first - block[3]).days, (block[2] - last).days)


def _hearings(people: list[Person], blocks: list[Block]) -> list[Row]:
    """A morning in court each month, with its times, for an officer who is not away."""
    rows: list[Row] = []
    for day in (date(2026, 10, 22), date(2026, 11, 12), date(2026, 12, 10), date(2027, 1, 14)):
        near = timedelta(days=2)
        who = next(
            person.id
            for person in people[8:]
            if person.category == "sworn"
            and not person.protected_from
            and not any(b[0] == person.id and _gap(b, day - near, day + near) <= 0 for b in blocks)
            and not any(row[0] == person.id for row in rows)
        )
        rows.append((who, "court", f"{day} 09:00", f"{day} 12:00", "hearing"))
    return rows


def _maintenance(last: date, rng: Random) -> Iterator[tuple[str, date, date]]:
    """A vehicle every other week, from Monday to Thursday only and never two at once."""
    yield FIRST_MAINTENANCE
    monday = date(2026, 11, 2)
    turn = ["V02", "V07", "V04", "V01", "V05", "V08", "V06"]
    for vehicle in turn:
        start = monday + timedelta(days=rng.randrange(3))
        if start + timedelta(days=1) > last:
            return
        yield vehicle, start, start + timedelta(days=rng.randrange(2))
        monday += timedelta(days=14)
