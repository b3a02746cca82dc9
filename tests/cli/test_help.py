"""Help says how, in the language asked for, and its examples run; the README names every command and rule."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from roster.cli import roster
from roster.commands.completion import PLACES
from roster.help import TranslatedCommand, TranslatedCommands
from roster.options import OUT_OF_TIME, VIOLATIONS
from roster.rules import RULES
from tests.cli.command import Result, add_to, run
from tests.half_week import put_half_week
from tests.paths import ROOT

README = (ROOT / "README.md").read_text(encoding="utf-8")
COMMANDS = (
    "audit",
    "board",
    "check",
    "compare",
    "completion",
    "copy",
    "diff-rules",
    "explain",
    "export",
    "help",
    "history",
    "init",
    "month",
    "next",
    "plan",
    "print",
    "province",
    "publish",
    "reconcile",
    "replan",
    "rules",
    "show",
    "solve",
    "substitute",
    "swap",
    "sweep",
    "verify",
    "why",
    "worker",
)
SECONDS = {"solve": "1", "explain": "1", "diff-rules": "1", "sweep": "1"}
"""In place of the example's own time limit."""
QUICK = {
    "solve": ("--plan-time", "0", "--workers", "1"),
    "plan": ("--plan-time", "0.3"),
    "explain": ("--workers", "1"),
    "replan": ("--time-limit", "1", "--plan-time", "0", "--workers", "1"),
    "next": ("--time-limit", "1", "--plan-time", "0", "--workers", "1"),
}
CHINESE = re.compile("[\u4e00-\u9fff]")


def example_of(name: str) -> list[str]:
    command = roster.commands[name]
    assert isinstance(command, TranslatedCommand | TranslatedCommands)
    return command.example.split()


def test_the_commands_are_these() -> None:
    assert tuple(sorted(roster.commands)) == COMMANDS


@pytest.mark.parametrize("name", COMMANDS)
def test_help_ends_with_an_example(name: str) -> None:
    result = run(name, "--help")
    assert result.code == 0
    assert " ".join(result.out.split()).endswith("Example: " + " ".join(example_of(name)))
    assert example_of(name)[:2] == ["roster", name]


@pytest.mark.slow
def test_every_example_runs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    put_half_week(tmp_path / "inputs" / "hancheng")
    monkeypatch.chdir(tmp_path)
    results: dict[str, Result] = {}
    in_order = ("init", "check", "rules", "solve", "plan", "verify", "explain", "why", "diff-rules", "sweep")
    later = ("replan", "substitute", "publish", "history", "month", "compare", "help", "completion", "next")
    for name in (*in_order, *later):
        words = example_of(name)[1:]
        if "--time-limit" in words:
            words[words.index("--time-limit") + 1] = SECONDS[name]
        words += QUICK.get(name, ())
        results[name] = run(*words)
    assert run(*example_of("swap")[1:]).code in (0, VIOLATIONS)  # lawful or not as the roster is
    assert results.pop("explain").code in (0, OUT_OF_TIME)  # as the machine is
    assert {name: (result.code, result.err) for name, result in results.items()} == dict.fromkeys(results, (0, ""))
    assert f"written: {Path('outputs/hancheng-2026-10-19.xlsx')}" in results["solve"].out
    assert results["verify"].out.splitlines()[-2] == "no must is broken"
    silent = [name for name, result in results.items() if "next: " not in result.out.splitlines()[-1]]
    assert silent == ["rules", "help", "completion"]


@pytest.mark.parametrize("name", COMMANDS)
def test_short_help_and_the_command_help_say_the_same(name: str) -> None:
    full = run(name, "--help").out
    assert full.startswith(f"Usage: roster {name} ")
    assert run(name, "-h").out == run("help", name).out == full


def test_help_of_no_command_names_those_there_are() -> None:
    assert run("help").out == run("-h").out == run("--help").out
    result = run("help", "solv")
    assert (result.code, result.out) == (2, "")
    assert "solve, substitute" in result.err


def test_the_version_in_short() -> None:
    assert run("-V").out == run("--version").out
    assert run("-V").out.startswith("roster ")


def test_quiet_says_only_errors_and_json(brigade: Path) -> None:
    assert run("check", brigade, "-q") == run("--quiet", "check", brigade) == Result(0, "", "")
    assert run("rules", "--schema", "-q").out == ""
    solved = run("solve", brigade, "--time-limit", 2, "--plan-time", 0, "-q", "--json")
    assert solved.out.startswith("{")
    assert solved.err == ""
    add_to(brigade / "zones.csv", "main,")
    faulty = run("check", brigade, "-q")
    assert (faulty.code, faulty.out) == (2, "")
    assert "zones.csv" in faulty.err


def test_completion_is_printed_or_installed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("USERPROFILE", str(tmp_path))
    for shell, place in PLACES.items():
        script = run("completion", shell).out
        assert "_ROSTER_COMPLETE" in script
        assert run("completion", shell, "--install").code == 0
        assert (tmp_path / place).read_text(encoding="utf-8") == script.removesuffix("\n")
    assert run("completion", "cmd").code == 2


def test_what_completion_asks_for() -> None:
    words = {"_ROSTER_COMPLETE": "bash_complete", "COMP_WORDS": "roster sol", "COMP_CWORD": "1"}
    asked = [sys.executable, "-c", "from roster.cli import main; main()"]
    done = subprocess.run(asked, env={**os.environ, **words}, capture_output=True, text=True, check=True, cwd=ROOT)
    assert done.stdout == "plain,solve\n"


@pytest.mark.parametrize("name", COMMANDS)
@pytest.mark.parametrize("order", [("--lang", "zh", "{}", "--help"), ("{}", "--help", "--lang=zh")])
def test_help_in_chinese_wherever_the_language_stands(name: str, order: tuple[str, ...]) -> None:
    result = run(*(word.format(name) for word in order))
    assert result.code == 0
    for line in result.out.splitlines():
        if line.startswith("  -") and "  " in line.strip():
            assert CHINESE.search(line), line
    assert "Usage" not in result.out
    assert "Options" not in result.out
    assert "示例" in result.out
    english = run(name, "--help").out
    assert not CHINESE.search(english)


def test_the_list_of_commands_in_chinese() -> None:
    for arguments in (("--lang", "zh", "--help"), ("--help", "--lang", "zh")):
        result = run(*arguments)
        assert all(CHINESE.search(line) for line in result.out.splitlines() if re.match(r"  ([\w-]+)  ", line))
        assert "Commands" not in result.out


def test_nothing_asked_lists_the_commands() -> None:
    result = run()
    assert result.code == 2
    assert all(re.search(rf"^  {name}  ", result.err, re.MULTILINE) for name in COMMANDS)
    assert run("--lang").code == run("--lang", "zh").code == 2


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("solve", "--weeks", "0"), "0 is not in the range 1<=x<=60"),
        (("solve", "--weeks", "two"), "'two' is not a valid integer range"),
        (("solve", "--time-limit", "nan"), "found 'nan'; expected a number"),
        (("solve", "--gap", "2"), "2.0 is not in the range 0<=x<=1"),
        (("check", "--start", "2026-02-30"), "found '2026-02-30'; expected a date such as 2026-10-19"),
        (("solv",), "No such command 'solv'. Did you mean 'solve'?"),
        (
            ("solve", "--seeds", "1"),
            "No such option '--seeds'. (Did you mean one of: '--plan-seed', '--seed', '--weeks'?)",
        ),
        (("verify",), "Missing argument 'FILE.xlsx'"),
        (("init",), "Missing argument 'DIR'"),
        (("check", "a", "b"), "Got unexpected extra argument (b)"),
        (("check", "--lang", "fr"), "'fr' is not one of 'en', 'zh'"),
    ],
)
def test_usage_errors(arguments: tuple[str, ...], words: str) -> None:
    result = run(*arguments)
    assert (result.code, result.out) == (2, "")
    assert words in result.err
    chinese = run(*arguments, *(() if "--lang" in arguments else ("--lang", "zh")))
    if "--lang" not in arguments:
        assert CHINESE.search(chinese.err.splitlines()[-1])
        assert "Error" not in chinese.err


def test_the_brigades_language_is_used_unless_another_is_given(
    tmp_path: Path, brigade: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    add_to(brigade / "settings.csv", "language,中文")
    add_to(brigade / "zones.csv", "main,")
    chinese, english = run("check", brigade), run("check", brigade, "--lang", "en")
    assert (chinese.code, english.code) == (2, 2)
    assert CHINESE.search(chinese.err)
    assert "expected" not in chinese.err
    assert not CHINESE.search(english.err)


def test_the_version_is_told() -> None:
    result = run("--version")
    assert result.code == 0
    assert re.fullmatch(r"roster( \d+\.\d+\.\d+|, not installed as a package)\n", result.out)


@pytest.mark.parametrize("name", COMMANDS)
def test_the_readme_names_every_command(name: str) -> None:
    assert f"roster {name}" in README


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.__name__)
def test_the_readme_names_every_rule(rule: type) -> None:
    assert f"`{rule.model_fields['rule'].default}`" in README  # type: ignore[attr-defined]
