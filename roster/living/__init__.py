"""The living roster from Python: a published week repaired, its duties handed over, its versions compared.

from roster.living import Week, open_week, replan

week = open_week("outputs/next-week.xlsx")
outcome = replan(week, absent=[("007", "2026-10-21..2026-10-22", "sick")])
"""

from roster.living.handover import stand_ins, substitutes, swap, swapped
from roster.living.publication import balances, compare, publish, rebuild
from roster.living.repair import replan
from roster.living.week import Week, crew_of, open_week

__all__ = [
    "Week",
    "balances",
    "compare",
    "crew_of",
    "open_week",
    "publish",
    "rebuild",
    "replan",
    "stand_ins",
    "substitutes",
    "swap",
    "swapped",
]
