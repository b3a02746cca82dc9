"""The invented people of the bundled brigade: four squads of even composition, four duty leaders."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random

OFFICER_COLUMNS = (
    "id,name,category,sex,birth_date,squad,home_zone,qualifications,trainee,coach,protected_from,protected_to,joined"
)
LEADERS, SWORN, AUXILIARY = 4, 22, 42
SURNAMES = (
    "王刘赵钱孙李周吴郑冯陈卫蒋沈韩杨秦许何吕张孔曹严魏陶姜谢邹窦章苏潘葛范彭鲁韦马苗方俞任袁柳鲍史唐费薛雷贺倪汤"
)
MALE = (
    "志远 建军 明辉 国栋 海涛 俊杰 立新 永强 文博 振华 晓峰 卫东 少华 嘉诚 学文 宏伟 世昌 鹏飞 庆丰 云龙 思源 子墨 "
    "兴民 德胜 凯旋 一鸣 长青 广平 新宇 泽宇 浩然 立群 天佑 保国 成林 致和"
)
FEMALE = "雅琴 晓梅 思雨 丽娜 静怡 秀兰 文静 佳慧 春燕 梦瑶"
GIVEN_NAMES = {"m": MALE, "f": FEMALE}


@dataclass
class Person:
    """One invented officer, as the table `officers` wants it."""

    id: str
    category: str
    squad: str
    rank: int  # place within the squad and category; qualifications and home zone follow from it
    leader: bool = False
    name: str = ""
    sex: str = "m"
    birth: date = date(1990, 1, 1)
    joined: date = date(2015, 1, 1)
    home_zone: str = ""
    qualifications: list[str] = field(default_factory=list)
    trainee: bool = False
    coach: str = ""
    protected_from: date | None = None
    protected_to: date | None = None

    def row(self) -> tuple[str, ...]:
        return (
            self.id,
            self.name,
            self.category,
            self.sex,
            self.birth.isoformat(),
            self.squad,
            self.home_zone,
            ";".join(self.qualifications),
            "yes" if self.trainee else "no",
            self.coach,
            self.protected_from.isoformat() if self.protected_from else "",
            self.protected_to.isoformat() if self.protected_to else "",
            self.joined.isoformat(),
        )


def make_people(rng: Random) -> list[Person]:
    """Leaders `L01`.., then sworn line officers and auxiliaries `P001`.., in order of id."""
    leaders = [Person(f"L{n + 1:02d}", "sworn", "ABCD"[n], n, leader=True) for n in range(LEADERS)]
    sworn = [Person(f"P{n + 1:03d}", "sworn", "ABCD"[n % 4], n // 4) for n in range(SWORN)]
    others = [Person(f"P{SWORN + n + 1:03d}", "auxiliary", "CDAB"[n % 4], n // 4) for n in range(AUXILIARY)]
    for person in leaders:
        person.qualifications = ["leader"] + ["driver"] * (person.squad != "D")
    for person in sworn:
        _sworn(person)
    for person in others:
        _auxiliary(person)
    people = [*leaders, *sworn, *others]
    _special(people)
    _names_and_dates(people, rng)
    return people


def _sworn(person: Person) -> None:
    squad, rank = person.squad, person.rank
    person.home_zone = ("Z1", "Z1", "Z2", "Z3", "Z4", "Z1")[rank]
    person.sex = "f" if (squad, rank) in {("A", 1), ("B", 4), ("C", 4), ("D", 3)} else "m"
    marks: dict[str, bool] = {
        "armed": rank <= 2 or (rank == 3 and squad in "AB"),
        "driver": rank in (0, 2, 3) or (rank == 4 and squad in "CD"),
        "coach": rank == 0,
    }
    person.qualifications = [name for name, has in marks.items() if has]


def _auxiliary(person: Person) -> None:
    squad, rank = person.squad, person.rank
    last = "Z3" if squad == "C" else "Z2"
    mixed = "Z2" if squad in "AC" else "Z3"
    person.home_zone = ("Z1", "Z4", "Z2", "Z1", "Z3", "Z4", "Z1", "Z4", mixed, "Z1", last)[rank]
    person.sex = "f" if rank == 3 or (rank == 8 and squad in "BC") else "m"
    person.qualifications = ["driver"] * (rank in (0, 2, 4, 5, 6, 8)) + ["coach"] * (rank == 1)


def _special(people: list[Person]) -> None:
    """Two trainees, one with a coach of his own; one officer pregnant past month 7, one nursing."""

    line = {(person.category, person.squad, person.rank): person for person in people if not person.leader}

    line["auxiliary", "A", 7].coach = line["auxiliary", "A", 1].id
    for squad in "AD":
        line["auxiliary", squad, 7].trainee = True
    pregnant, nursing = line["auxiliary", "B", 3], line["sworn", "C", 4]
    pregnant.protected_from, pregnant.protected_to = date(2026, 10, 5), date(2027, 12, 27)
    nursing.protected_from, nursing.protected_to = date(2026, 3, 15), date(2027, 3, 14)


def _names_and_dates(people: list[Person], rng: Random) -> None:
    surnames = rng.sample(SURNAMES * 2, len(people))
    given = {sex: rng.sample(names.split() * 2, len(names.split()) * 2) for sex, names in GIVEN_NAMES.items()}
    over_50 = {("sworn", "D", 1), ("auxiliary", "A", 5), ("auxiliary", "C", 9)}
    for person in people:
        person.name = surnames.pop() + given[person.sex].pop()
        oldest, youngest = (1979, 1988) if person.leader else (1980, 2001)
        if (person.category, person.squad, person.rank) in over_50 and not person.leader:
            oldest, youngest = 1970, 1974
        elif person.protected_from:
            oldest, youngest = 1993, 1997
        elif person.trainee:
            oldest, youngest = 2000, 2003
        person.birth = date(rng.randint(oldest, youngest), 1, 1) + timedelta(days=rng.randrange(365))
        years = (2026 - person.birth.year) - 22
        person.joined = date(2026 - rng.randint(1, max(1, years)), rng.choice((3, 7, 9)), 1)
        if person.trainee:
            person.joined = date(2026, 8, 17)
