"""A brigade of ten with four sworn officers, two of them sick: nights are too many for those who are left."""

TEN = {
    "settings.csv": "setting,value\nname,ten\nstart,2026-11-02\ncountry,CN\nday_start,08:00\n",
    "officers.csv": "id,name,category\n"
    + "".join(f"A{n},A{n},{'sworn' if n < 4 else 'auxiliary'}\n" for n in range(10)),
    "units.csv": "kind,crew,least_crew,composition,mode\nfoot,2,2,sworn:1,foot\n",
    "demand.csv": "unit_kind,from,to,minimum,priority\n"
    "foot,08:00,20:00,1,1\nfoot,20:00,08:00,1,1\nfoot,22:00,02:00,2,2\n",
    "fixed.csv": "officer,date,shift\n",
    "absences.csv": "id,kind,from,to\nA0,sick,2026-11-03,2026-11-08\nA1,sick,2026-11-04,2026-11-06\n",
}
TEN_RULES = """\
name: ten
rules:
  - {rule: absence, weight: must}
  - {rule: crew, weight: must}
  - {id: least, rule: crew, least: true, weight: must}
  - {rule: minimum_rest, hours: 12, weight: must}
  - {id: nights, rule: consecutive_shifts, max: 2, when: {night: true}, weight: must}
  - {rule: night_recovery, days: 1, weight: must}
  - {rule: cover, asks: minimum, priority: 4}
"""
