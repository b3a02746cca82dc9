"""The schematic map of the bundled brigade: zones, sites and routes, in km east and north of its stationing point."""

from __future__ import annotations

ORIGIN = (35.47685, 110.44191)
DEGREES_A_KM = (0.00899, 0.01104)


def at(east: float, north: float) -> tuple[str, str]:
    """Latitude and longitude, five decimals, of a point in km east and north of the origin."""
    return f"{ORIGIN[0] + north * DEGREES_A_KM[0]:.5f}", f"{ORIGIN[1] + east * DEGREES_A_KM[1]:.5f}"


ZONES = [("Z1", "New town"), ("Z2", "Station"), ("Z3", "South"), ("Z4", "Old town and night market")]

_POINTS = [
    ("S1", "Central square", "stationing_point", "Z1", 0, 0, "", ""),
    ("P1", "Commercial street post", "guard_post", "Z1", 0.6, 0.3, "", "07:00-23:00"),
    ("P2", "Old town gate post", "guard_post", "Z4", 1.2, -1.6, "", "07:00-23:00"),
    ("C01", "Commercial street", "checkpoint", "Z1", 0.5, 0.3, 3, ""),
    ("C02", "People's hospital", "checkpoint", "Z1", 0.9, 0.8, 3, ""),
    ("C03", "Government offices", "checkpoint", "Z1", 1.3, 0.4, 1, ""),
    ("C04", "First middle school", "checkpoint", "Z1", 0.7, -0.1, 3, ""),
    ("C05", "Freight yard", "checkpoint", "Z2", -1.6, 0.9, 5, ""),
    ("C06", "Coach station", "checkpoint", "Z2", -1.2, 0.2, 3, ""),
    ("C07", "Railway station", "checkpoint", "Z2", -0.8, 0.9, 3, ""),
    ("C08", "South gate market", "checkpoint", "Z3", -0.3, -0.8, 3, ""),
    ("C09", "Vocational college", "checkpoint", "Z3", -0.7, -1.3, 5, ""),
    ("C10", "Riverside park", "checkpoint", "Z3", 0.2, -1.5, 3, ""),
    ("C11", "Bar street", "checkpoint", "Z4", 1.1, -1.0, 3, ""),
    ("C12", "Night market", "checkpoint", "Z4", 1.3, -1.5, 1, ""),
    ("C13", "Food stalls", "checkpoint", "Z4", 1.5, -1.7, 3, ""),
    ("C14", "Confucian temple", "checkpoint", "Z4", 1.0, -2.0, 5, ""),
    ("Q1", "New town quick-reaction point", "quick_reaction_point", "Z1", 0.9, 0.5, "", ""),
    ("Q2", "Station quick-reaction point", "quick_reaction_point", "Z2", -1.2, 0.6, "", ""),
    ("Q3", "South quick-reaction point", "quick_reaction_point", "Z3", -0.2, -1.2, "", ""),
    ("Q4", "Old town quick-reaction point", "quick_reaction_point", "Z4", 1.2, -1.5, "", ""),
    ("B1", "Shopping plaza stand", "publicity_point", "Z1", 0.4, 0.6, "", "09:00-21:00"),
    ("B2", "Station square stand", "publicity_point", "Z2", -0.9, 0.8, "", "09:00-21:00"),
    ("B3", "Old town archway stand", "publicity_point", "Z4", 1.2, -1.3, "", "09:00-21:00"),
]
LIVELY = {"C11": "18:00-02:00", "C12": "18:00-02:00", "C13": "18:00-02:00"}
WITH_MEALS = ("stationing_point", "quick_reaction_point")
SITES = [
    (i, name, kind, zone, *at(x, y), tier, hours, LIVELY.get(i, ""), "yes" if kind in WITH_MEALS else "")
    for i, name, kind, zone, x, y, tier, hours in _POINTS
]

_ENDS = [
    ("R1", "Commercial street", "Z1", (0.1, 0.1), (1.3, 0.4)),
    ("R2", "Hospital road", "Z1", (0.9, 0.8), (0.7, -0.1)),
    ("R3", "Station avenue", "Z2", (-0.8, 0.9), (-1.5, 0.2)),
    ("R4", "College road", "Z3", (-0.7, -1.3), (0.2, -1.5)),
    ("R5", "Night market street", "Z4", (1.1, -1.0), (1.5, -1.7)),
    ("R6", "Old town main street", "Z4", (1.3, -1.3), (1.0, -2.0)),
]
ROUTES = [(i, name, zone, *at(*start), *at(*end), "") for i, name, zone, start, end in _ENDS]
