"""No English is left in what any command says with `--lang zh`: screen, help, faults, sheets and sentences in JSON."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from openpyxl import load_workbook

from roster.commands import COMMANDS
from roster.io.rulebook.describe import rule_name
from roster.rules import RULES
from tests.cli.command import Result, add_to, run
from tests.plan.small import FOLDER

pytestmark = pytest.mark.slow
LATIN = re.compile(r"[A-Za-z][A-Za-z'_-]+")
NO_WORDS = re.compile(
    r"`[^`]*`|示例：(.|\n)*"  # commands and YAML
    r"|'[^']*'|\[[a-z|-]+\]"  # what was typed, and what may be
    r"|\b[a-z]+-[A-Z]\d|[\w.~-]*(/[\w.~-]+)+|\b[a-z-]+\.[a-z_]+\b"  # units, paths, fields
    r"|(?<!\w)--?[a-z][\w-]*(=\w+)?"  # options
    r"|\broster( [a-z-]+)?\b"  # commands
    r"|[\w./~-]*\.(csv|xlsx|yaml|pdf|png|json|bak|log|zsh\w*|zfunc|sqlite)\b(:[A-Z]*\d+(:[A-Z]+\d*)?)?( \([\w.*-]+\))?"
    r"|\b[A-Z][A-Z_]+(\.xlsx)?\b"  # what stands for an argument
    r"|\([a-z_]+(-[a-z]+)*\)"  # ids of entries behind their names
    r"|\b[a-z]+(_[a-z]+)+\b"  # names of rules and fields
)
KNOWN = {
    "Excel", "LibreOffice", "YAML", "JSON", "Tab", "Ctrl-C", "Windows", "zh", "en", "PATH", "two", "new",
    "nowhere", "crews", "leader", "board", "all", "auto", "cpsat", "columns", "bash", "fish", "zsh", "driver",
    "sick", "km", "inputs", "constraints", "CSV", "car", "off", "solve", "sworn",
    "GB", "tls", "local", "certs", "check", "status", "stop", "cancel", "summary", "publish", "verify",
    "LENTV", "yes",  # as they would be written into a table
    "three-shifts", "minimum_rset", "wieght",  # as they were typed
    *map(rule_name, RULES),
}  # fmt: skip
NAMES = {
    "Two zones": "两区", "North bank": "北岸", "South bank": "南岸", "north": "Z1", "south": "Z2",
    "Bridge post": "桥头",
    "North point": "北点", "South point": "南点", "Hospital": "医院", "School": "学校", "Station road": "站前路",
    "Station": "车站", "Bar street": "酒吧街", "Market stand": "集市", "River road": "沿河路", "Car 1": "一号车",
    "Car 2": "二号车", "Ann": "安然", "Bob": "鲍勃", "Cai": "蔡华", "Dai": "戴玉",
    "Eve": "叶薇", "Fan": "范明", "Gao": "高山", "Hou": "侯杰", "Ida": "伊达", "Jin": "金星", "Kai": "凯旋",
    "Liu": "刘洋", "Mei": "梅花", "Nie": "聂小", "Ou": "欧阳", "Pan": "潘安", "Qin": "秦川", "Rao": "饶平",
    "Sun": "孙武", "Tan": "谭林",
}  # fmt: skip
MACHINE_SHEETS = ("HR", "Slots", "Itinerary", "运行记录")
"""For programs, and the record of versions and commands."""
WORDS_IN_JSON = ("sentence", "sentences", "name", "message", "notes", "reason", "arithmetic", "why")
SHORT = """
extends: constraints/rules.yaml
rules:
  - {id: nights, rule: shift_count, name: {en: Nights, zh: 夜班数}, when: {night: true}, max: 2, per: week, weight: 3}
  - {rule: fairness, counts: nights, allowed: 1, weight: 2}
  - {rule: fixed, weight: must}
  - {id: more, rule: cover, units: 5, where: {zone: Z1, unit_kind: car}, when: {slot: '08:00-20:00'}, priority: 2}
"""
CLASH = """
extends: constraints/rules.yaml
rules:
  - {id: rest, rule: minimum_rest, hours: 40, who: {category: sworn}, weight: must}
  - {rule: cover, weight: must}
"""


@pytest.fixture(scope="module")
def said(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Result]]:
    """What each command said, each run once on one small brigade, with the files that it wrote in the folder."""
    folder = tmp_path_factory.mktemp("zh")
    _brigade(folder / "two")
    done: dict[str, Result] = {}

    def zh(*words: object) -> None:
        done[" ".join(map(str, words))] = run(*words, "--lang", "zh")

    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        patch.setenv("HOME", str(folder))
        _commands(zh, folder)
        done |= {"week.xlsx": Result(0, _sheets(folder / "week.xlsx"), "")}
        yield done


def _brigade(home: Path) -> None:
    """The small brigade with Chinese names, a few rows that break something, and rules that bind in each way."""
    shutil.copytree(FOLDER, home)
    for file in home.glob("*.csv"):
        text = file.read_text("utf-8")
        for old, new in NAMES.items():
            text = text.replace(old, new)
        file.write_text(text, "utf-8")
    (home / "absences.csv").write_text("id,kind,from,to\n002,court,2026-11-04 09:00,2026-11-04 12:00\n", "utf-8")
    (home / "fixed.csv").write_text("officer,date,shift\n003,2026-11-05,N\n", "utf-8")
    (home / "requests.csv").write_text("officer,date,shift,wish\n004,2026-11-03,D,off\n", "utf-8")
    (home / "short.yaml").write_text(SHORT, "utf-8")
    (home / "clash.yaml").write_text(CLASH, "utf-8")


def _commands(zh: Callable[..., None], folder: Path) -> None:
    for command in COMMANDS:
        zh(command.name, "--help")
    zh("rules")
    zh("check", "two")
    zh("solve", "two", "--time-limit", 1, "--plan-time", 0, "-o", "bare.xlsx")
    zh("plan", "bare.xlsx", "--plan-time", 0.3, "-o", "week.xlsx", "--leader-out", "leader.xlsx")
    zh("verify", "week.xlsx")
    zh("verify", "week.xlsx", "--json")
    zh("show", "week.xlsx")
    zh("explain", "two", "-c", "two/clash.yaml", "--time-limit", 1, "--workers", 1)
    zh("explain", "two", "-c", "two/short.yaml", "--time-limit", 1, "--workers", 1)
    zh("why", "week.xlsx", "001")
    zh("why", "week.xlsx", "--not", "002", "2026-11-04", "D")
    zh("substitute", "week.xlsx", "003", "2026-11-05")
    zh("substitute", "week.xlsx", "003", "2026-11-05", "--json")
    zh("swap", "week.xlsx", "003", "2026-11-05", "004", "2026-11-05")
    zh("replan", "week.xlsx", "--absent", "003", "2026-11-05", "sick", "--plan-time", 0, "-o", "replan.xlsx")
    zh("compare", "week.xlsx", "replan.xlsx")
    zh("diff-rules", "two/constraints/rules.yaml", "two/short.yaml", "week.xlsx", "--time-limit", 1)
    zh("sweep", "nights.max", "2", "--brigade", "two", "-c", "two/short.yaml", "--time-limit", 0.5, "--workers", 1)
    zh("print", "week.xlsx", "--for", "board")
    zh("publish", "week.xlsx")
    zh("history", "two")
    zh("month", "two")
    zh("audit", "two")
    zh("next", "two", "--time-limit", 1, "--plan-time", 0, "--workers", 1)
    theirs = "工号,姓名,2026-11-02,2026-11-03,2026-11-04,2026-11-05,2026-11-06\n001,安安,,,,,白\n9,外人\n"
    (folder / "theirs.csv").write_text(theirs, "utf-8")
    zh("export", "week.xlsx", "--into", "theirs.csv")
    (folder / "punches.csv").write_text(
        "工号,打卡时间\n001,2026-11-02 08:03\n001,2026-11-05 09:00\n9,2026-11-03 1:00\n", "utf-8"
    )
    zh("copy", "week.xlsx", "--for", "posting")
    zh("reconcile", "week.xlsx", "punches.csv")
    zh("init", "new")
    zh("completion", "bash", "--install")
    _faults(zh, folder)


def _faults(zh: Callable[..., None], folder: Path) -> None:
    zh("check", "new")
    zh("solve", "nowhere")
    zh("slove")
    zh("solve", "two", "--time-limit", "x")
    zh("solve", "two", "--weeks", "0")
    zh("why", "week.xlsx", "999", "2026-11-04")
    zh("sweep", "nights.most", "1..2", "--brigade", "two", "-c", "two/short.yaml")
    zh("check", "two", "-c", "two/clash.yaml", "--history", "replan.xlsx")
    add_to(folder / "two" / "officers.csv", "001,Ann,swron,f,A,driver", "003,,sworn,x,A,")
    add_to(folder / "two" / "demand.csv", "bike,nowhere,25:00,08:00,x")
    add_to(folder / "two" / "clash.yaml", "  - {rule: minimum_rset, hours: x}", "  - {id: walk, wieght: 3}")
    zh("check", "two", "-c", "two/clash.yaml")


def _sheets(file: Path) -> str:
    """What the sheets for people say, cell by cell."""
    book = load_workbook(file)
    return "\n".join(
        str(value)
        for sheet in book
        if sheet.sheet_state == "visible" and sheet.title not in MACHINE_SHEETS
        for row in sheet.iter_rows(values_only=True)
        for value in row
        if isinstance(value, str)
    )


def _told(command: str, result: Result) -> str:
    """What people read of a result; of JSON, what is said in words."""
    if not command.endswith("--json"):
        return result.out + result.err
    return "\n".join((*_words(json.loads(result.out)), result.err))


def _words(value: object, key: str = "") -> Iterator[str]:
    if isinstance(value, dict):
        for name, part in value.items():
            yield from _words(part, name)
    elif isinstance(value, list):
        for part in value:
            yield from _words(part, key)
    elif isinstance(value, str) and key in WORDS_IN_JSON:
        yield value


def words_of(text: str) -> set[str]:
    """Latin words that are no codes, names, files, options or commands."""
    return {word for word in LATIN.findall(NO_WORDS.sub(" ", text)) if word not in KNOWN}


def test_every_command_was_run(said: dict[str, Result]) -> None:
    ran = {command.split()[0] for command in said if not command.endswith("--help")}
    assert {command.name for command in COMMANDS} - ran == {"help", "board", "province", "worker"}  # those: elsewhere
    codes = {result.code for result in said.values()}
    assert codes <= {0, 1, 2, 3, 4}  # 4: out of time, on a slow machine
    assert not [command for command, result in said.items() if "Traceback" in result.err]
    assert said["verify week.xlsx"].code == 0


def test_no_english_is_left(said: dict[str, Result]) -> None:
    left = {command: words_of(_told(command, result)) for command, result in said.items()}
    found = [f"{command}: {', '.join(sorted(words))}" for command, words in left.items() if words]
    assert not found, "\n".join(found)


def test_english_would_be_found() -> None:
    assert words_of("夜班 on Wed（roster solve two.xlsx --force，`off: true`）") == {"on", "Wed"}


def test_rules_go_by_their_names(said: dict[str, Result]) -> None:
    """Ids stand in brackets behind a place or a name, or where they must be typed; nowhere else."""
    ids = re.compile(rf"(?<![\w(/.`-])({'|'.join(map(rule_name, RULES))}|visit-gaps|nights|more)(?![\w)./`-])")
    told = {
        c: _told(c, r) for c, r in said.items() if not c.endswith("--help") and not c.startswith(("rules", "sweep"))
    }
    found = {command: [line for line in text.splitlines() if ids.search(line)] for command, text in told.items()}
    wrong = {command: lines for command, lines in found.items() if lines and "clash.yaml --history" not in command}
    assert not wrong
