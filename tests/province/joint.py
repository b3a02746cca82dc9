"""Random small provinces, and one model of all their brigades and loans at once, written apart from the product."""

from __future__ import annotations

import random
from itertools import pairwise
from pathlib import Path

from ortools.sat.python import cp_model

DAYS, CREW, BASE, EVENT = 7, 2, 4, 2
HOURS = {"D": (8, 20), "N": (20, 32)}
RULES = """rules:
  - {rule: absence, weight: must}
  - {rule: minimum_rest, hours: 11, weight: must}
  - {rule: shift_count, max: 4, per: week, weight: must}
  - {rule: crew, weight: must}
  - {id: least, rule: crew, least: true, weight: must}
  - {rule: cover, priority: 4}
  - {rule: requests, weight: 1}
"""


class Province:
    """Brigades of a few people each with wishes to be off, and events of an evening."""

    def __init__(self, seed: int, brigades: int = 3) -> None:
        drawn = random.Random(seed)
        self.names = ["a", "b", "c"][:brigades]
        self.sworn = {b: [n < 3 or drawn.random() < 0.3 for n in range(drawn.randint(8, 10))] for b in self.names}
        self.wishes = {
            b: {(o, d): drawn.choice((3, 5)) for o in range(len(s)) for d in range(DAYS) if drawn.random() < 0.25}
            for b, s in self.sworn.items()
        }
        self.ways = {(a, b): drawn.randint(1, 6) * 5 for n, a in enumerate(self.names) for b in self.names[n + 1 :]}
        self.events = [(self.names[-1], drawn.randint(1, 5), drawn.choice((18, 20)), drawn.choice((2, 3)))]
        if drawn.random() < 0.4:
            self.events.append((self.names[0], drawn.randint(1, 5), 20, 2))

    def way(self, one: str, other: str) -> int:
        return self.ways.get((one, other)) or self.ways[other, one]

    def write(self, folder: Path, most: int) -> Path:
        for b, sworn in self.sworn.items():
            home = folder / "brigades" / b
            (home / "constraints").mkdir(parents=True)
            (home / "constraints" / "rules.yaml").write_text(RULES)
            people = [f"{b}{n},{b}{n},{'sworn' if one else 'auxiliary'}" for n, one in enumerate(sworn)]
            off = [f"{b}{o},2026-11-{2 + d:02d},,off,{w}" for (o, d), w in self.wishes[b].items()]
            tables = {
                "settings": ["setting,value", f"name,{b}", "start,2026-11-02", "country,CN", "day_start,08:00"],
                "officers": ["id,name,category", *people],
                "shifts": ["code,name,start,end", "D,Day,08:00,20:00", "N,Night,20:00,08:00"],
                "units": ["kind,name,crew,composition,mode", "walk,Patrol,2,sworn:1,foot"],
                "demand": ["unit_kind,places,from,to,minimum", "walk,,,,1"],
                "requests": ["officer,date,shift,wish,weight", *off],
            }
            for name, lines in tables.items():
                (home / f"{name}.csv").write_text("\n".join(lines) + "\n")
        rows = ["id,brigade,places,unit_kind,from,to,crews,priority"]
        for n, (b, d, start, crews) in enumerate(self.events):
            rows.append(f"e{n},{b},,walk,2026-11-{2 + d:02d} {start}:00,2026-11-{3 + d:02d} 02:00,{crews},{EVENT}")
        (folder / "events.csv").write_text("\n".join(rows) + "\n")
        ways = [f"{one},{other},{minutes}" for (one, other), minutes in self.ways.items()]
        (folder / "ways.csv").write_text("\n".join(["from,to,minutes", *ways]) + "\n")
        text = f"name: drawn\nlending: {{most: {most}, minutes: 60, seconds: 10, solves: 400}}\n"
        (folder / "province.yaml").write_text(text)
        return folder

    def optimum(self, most: int) -> dict[int, int]:
        """The least shortfalls by priority, then wishes and ways (under 0), over all rosters and loans at once."""
        model = cp_model.CpModel()
        items = [
            (event[0], day, shift)
            for event in self.events
            for day in (event[1],)
            for shift in HOURS
            if HOURS[shift][0] < 26 and event[2] < HOURS[shift][1]
        ]
        items = list(dict.fromkeys(items))
        sent: dict[tuple[str, int], cp_model.IntVar] = {}
        crews: dict[tuple[str, int, str], cp_model.LinearExprT] = {}
        short: dict[int, list[cp_model.LinearExprT]] = {EVENT: [], BASE: [], 0: []}
        for b, sworn in self.sworn.items():
            shifts = {
                (d, s): (24 * 60 * d + 60 * h[0], 24 * 60 * d + 60 * h[1])
                for d in range(DAYS)
                for s, h in HOURS.items()
            }
            of_item = {}
            for at, (host, day, shift) in enumerate(items):
                if host != b:
                    start, end = shifts[day, shift]
                    of_item[day, f"X{at}"] = (start - self.way(b, host), end + self.way(b, host))
                    sent[b, at] = model.new_int_var(0, most, "")
            if of_item:
                model.add(sum(v for (name, _at), v in sent.items() if name == b) <= most)
            all_shifts = {**shifts, **of_item}
            work = {(o, *key): model.new_bool_var("") for o in range(len(sworn)) for key in all_shifts}
            for o in range(len(sworn)):
                model.add(sum(work[o, *key] for key in all_shifts) <= 4)
                for d in range(DAYS):
                    own = [work[o, *key] for key in all_shifts if key[0] == d]
                    model.add_at_most_one(own)
                    if (o, d) in self.wishes[b]:
                        short[0].append(self.wishes[b][o, d] * sum(own))
                keys = sorted(all_shifts, key=all_shifts.__getitem__)
                for n, one in enumerate(keys):
                    for other in keys[n + 1 :]:
                        if all_shifts[other][0] < all_shifts[one][1] + 11 * 60:
                            model.add_at_most_one(work[o, *one], work[o, *other])
            for key in all_shifts:
                number = model.new_int_var(0, 3, "")
                model.add(sum(work[o, *key] for o in range(len(sworn))) == CREW * number)
                model.add(sum(work[o, *key] for o, one in enumerate(sworn) if one) >= number)
                if key in of_item:
                    model.add(number == sent[b, int(key[1][1:])])
                else:
                    crews[b, *key] = number
        for at, (host, _day, _shift) in enumerate(items):
            come = sum(v for (_b, n), v in sent.items() if n == at)
            model.add(come <= max(e[3] for e in self.events if e[0] == host and e[1] == _day))
        for (b, at), variable in sent.items():
            short[0].append(self.way(b, items[at][0]) * variable)
        for b in self.names:
            own = [event for event in self.events if event[0] == b]
            for d in range(DAYS):
                cuts = sorted({8, 20, 32} | {e[2] for e in own} | ({26} if own else set()))  # of every day alike
                for start, end in pairwise(cuts):
                    shift = next(s for s, h in HOURS.items() if h[0] <= start and end <= h[1])
                    guests = [v for (_l, n), v in sent.items() if items[n] == (b, d, shift)]
                    there = crews[b, d, shift] + sum(guests)
                    asked = max([1, *(e[3] for e in own if e[1] == d and e[2] < HOURS[shift][1])])
                    model.add(crews[b, d, shift] <= asked)
                    wanted = [(BASE, 1)] + [(EVENT, e[3]) for e in own if e[1] == d and e[2] <= start and end <= 26]
                    for priority, number in wanted:
                        gap = model.new_int_var(0, 9, "")
                        model.add(gap >= number - there)
                        short[priority].append(CREW * gap)
        found = {}
        for tier in (EVENT, BASE, 0):
            model.minimize(sum(short[tier]))
            solver = cp_model.CpSolver()
            solver.parameters.num_workers = 8
            assert solver.solve(model) == cp_model.OPTIMAL
            found[tier] = round(solver.objective_value)
            model.add(sum(short[tier]) == found[tier])
        return found
