"""A whole small brigade as CSV texts by file name: the one that docs/inputs.md ends with."""

from __future__ import annotations

EXAMPLE = {
    "settings.csv": """\
setting,value
name,Riverside patrol (invented)
start,2026-11-02
country,CN
day_start,08:00
""",
    "officers.csv": """\
id,name,category,sex,squad,home_zone,qualifications
001,Ann,sworn,f,A,west,armed;driver
002,Bob,sworn,m,A,east,driver
003,Cai,sworn,m,B,west,armed;driver
NA,Dai,auxiliary,f,A,west,driver
005,Eve,auxiliary,f,B,east,
006,Fan,auxiliary,m,B,east,driver
""",
    "vehicles.csv": """\
id,name,kind,seats,lights,licence
V1,Car 1,car,5,yes,driver
""",
    "zones.csv": """\
id,name
west,West bank
east,East bank
""",
    "sites.csv": """\
id,name,kind,zone,latitude,longitude
post,Bridge post,guard_post,west,35.4769,110.4419
""",
    "shifts.csv": """\
code,name,start,end,night
D,Day,08:00,20:00,no
N,Night,20:00,08:00,yes
""",
    "units.csv": """\
kind,name,crew,least_crew,composition,vehicle_kinds,mode,shifts
car,Car patrol,2,2,sworn:1;driver:1,car,car,
post,Guard post,1,1,,,static,D
""",
    "demand.csv": """\
unit_kind,places,from,to,day_types,minimum,target
car,west;east,08:00,08:00,,1,
post,post,09:00,18:00,workday,0,1
""",
    "absences.csv": """\
id,kind,from,to,note
005,annual,2026-11-04,2026-11-05,
V1,maintenance,2026-11-07 08:00,2026-11-07 12:00,inspection
""",
    "requests.csv": """\
officer,date,shift,wish
006,2026-11-08,,off
""",
}
