"""What the commands have in common: arguments and options, the language, and the command line as it was typed."""

from __future__ import annotations

import json
import os
import shlex
import subprocess
import sys
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import click

from roster import events, i18n
from roster.help import BRIGADE_KEY, LANGUAGE_OPTION, QUIET_KEY
from roster.i18n import N_, _
from roster.parameters import Date, FilePath, Number

EXAMPLE = "inputs/hancheng"
SECRET = ("--plan-seed", "--password")
"""Options whose values no workbook tells."""
VIOLATIONS = 1
"""Exit code of a check that found a must broken."""
NO_ROSTER = 3
"""Exit code where the musts clash."""
OUT_OF_TIME = 4
"""Exit code where the time was up before there was an answer."""


def options(*chosen: Callable[..., Any]) -> Callable[..., Any]:
    """Several options as one decorator."""

    def decorate(function: Callable[..., Any]) -> Callable[..., Any]:
        for option in reversed(chosen):
            function = option(function)
        return function

    return decorate


PATH = FilePath(path_type=Path)


def _be_quiet(context: click.Context, parameter: click.Parameter, asked: bool) -> None:
    if asked:
        context.meta[QUIET_KEY] = True


_SPOKEN = click.option(
    LANGUAGE_OPTION,
    type=click.Choice(i18n.LANGUAGES),
    expose_value=False,
    help=N_("language; default: the brigade's setting"),
)
_QUIET = click.option(
    "-q",
    "--quiet",
    is_flag=True,
    expose_value=False,
    callback=_be_quiet,
    help=N_("say nothing but errors, and JSON where it is asked for; the exit code tells how it ended"),
)


def LANGUAGE(function: Callable[..., Any]) -> Callable[..., Any]:  # noqa: N802 - an option like those below
    """How a command speaks: in which language, and whether at all."""
    return _SPOKEN(_QUIET(function))


FOLDER = click.argument("folder", metavar="[DIR]", default=EXAMPLE, type=PATH)
WORKBOOK = click.argument("workbook", metavar="FILE.xlsx", type=PATH)
BRIGADE = click.option(
    "--brigade", "folder", type=PATH, help=N_("the brigade's folder or workbook; default: the one it was made from")
)
CONSTRAINTS = click.option(
    "-c",
    "--constraints",
    multiple=True,
    type=PATH,
    help=N_("rules to apply, in order; default: the brigade's own constraints/*.yaml, else the shipped base"),
)
HISTORY = click.option(
    "--history",
    multiple=True,
    type=PATH,
    metavar="FILE.xlsx",
    help=N_("a past roster of ours whose duties count as history, beside the brigade's table"),
)
START = click.option("--start", type=Date(), help=N_("first date, any weekday; default: the brigade's setting"))
WEEKS = click.option(
    "--weeks",
    type=click.IntRange(1, 60),
    default=None,
    help=N_("length of the horizon; default: the brigade's setting, else 1"),
)
WORKERS = click.option("--workers", type=click.IntRange(1, 64), default=2, show_default=True, help=N_("solver threads"))
PLAN_TIME = click.option(
    "--plan-time",
    type=Number(min=0),
    default=18.0,
    show_default=True,
    help=N_("seconds for the patrol plan of each week; 0 for no plan"),
)
REPLAN_TIME = click.option(
    "--plan-time",
    type=Number(min=0),
    default=3.0,
    show_default=True,
    help=N_("seconds for each week of the patrol plan's crews that changed; 0 for no plan"),
)
PLAN_SEED = click.option(
    "--plan-seed",
    type=click.IntRange(0, 2**31 - 1),
    help=N_("the patrol plan's own seed, a secret; default: drawn anew, with --deterministic the roster's"),
)
LEADER_OUT = click.option(
    "--leader-out",
    type=PATH,
    metavar="FILE.xlsx",
    help=N_("also write the duty leader's own workbook there: inspections by surprise, and the plan's seed"),
)
FORCE = click.option(
    "--force",
    is_flag=True,
    help=N_("replace files that were edited, published or not written by this command; keeps a .bak"),
)
HR_CHANGES = click.option(
    "--hr-changes",
    type=PATH,
    metavar="FILE.csv",
    help=N_("also write there what HR must add, delete and change, by employee and date"),
)
_FOR = click.option(
    "--for",
    "copies",
    multiple=True,
    type=click.Choice(["posting", "squad", "hr", "outside"]),
    help=N_(
        "a copy beside the workbook; posting: the grid; squad: with daily orders; hr: with ids and the sheet HR; "
        "outside: names cut short"
    ),
)
_PASSWORD = click.option(
    "--password",
    prompt="Password / 密码",
    prompt_required=False,
    hide_input=True,
    confirmation_prompt=True,
    help=N_("encrypt the copies with it; without a value it is asked for"),
)


def COPIES(function: Callable[..., Any]) -> Callable[..., Any]:  # noqa: N802 - an option like those above
    """Copies that may be handed round, and their password."""
    return _FOR(_PASSWORD(function))


def check_copies(copies: Iterable[str], password: str | None) -> None:
    """Raises UsageError for a password without a copy: the roster itself is never encrypted."""
    if password is not None and not (password and list(copies)):
        raise click.UsageError(_("--password encrypts copies: give --for, and a password that is not empty"))


def _listened_to(context: click.Context, parameter: click.Parameter, asked: bool) -> None:
    if asked and not context.resilient_parsing:
        events.begin()


def _or_events(context: click.Context, parameter: click.Parameter, asked: bool) -> bool:
    """Whether the answer is one JSON value: so it is where events are told, of which it is the last."""
    return asked or events.current() is not None


JSON = click.option(
    "--json", "json_out", is_flag=True, callback=_or_events, help=N_("print one JSON object on standard output")
)
EVENTS = click.option(
    "--events",
    is_flag=True,
    is_eager=True,
    expose_value=False,
    callback=_listened_to,
    help=N_(
        "tell phases, steps and the answer as JSON lines on standard output; `stop` on standard input is as Ctrl-C"
    ),
)


def _print_version(context: click.Context, parameter: click.Parameter, asked: bool) -> None:
    from importlib import metadata

    if asked:
        try:
            click.echo(f"roster {metadata.version('patrol-roster')}")
        except metadata.PackageNotFoundError:
            click.echo(_("roster, not installed as a package"))
        context.exit()


VERSION = click.option(
    "-V",
    "--version",
    is_flag=True,
    is_eager=True,
    expose_value=False,
    callback=_print_version,
    help=N_("show the version"),
)


def speak_as(brigade: Path) -> None:
    """Use the brigade's language unless the command line gives one."""
    from roster.io.first_settings import language_of

    known = click.get_current_context().meta
    if known.get(BRIGADE_KEY) == brigade:
        return
    known[BRIGADE_KEY] = brigade
    if click.get_current_context().find_root().obj is None:
        i18n.set_language(language_of(brigade) or "en")


def command_line() -> str:
    """The command as it was typed, quoted for the system's own shell."""
    words = ["roster", *_without_secrets(sys.argv[1:])]
    return subprocess.list2cmdline(words) if os.name == "nt" else shlex.join(words)


def _without_secrets(words: list[str]) -> list[str]:
    """The words without the plan's seed, which no workbook but the leader's may tell, and without passwords."""
    shown = list(words)
    for index, word in enumerate(words):
        name, sign, _value = word.partition("=")
        if sign and name in SECRET:
            shown[index] = f"{name}=..."
        elif word in SECRET and index + 1 < len(words) and not words[index + 1].startswith("--"):
            shown[index + 1] = "..."
    return shown


def print_json(content: object, compact: bool = False) -> None:
    """One JSON value on standard output, a `compact` one in a single line; among events the last one has it."""
    told = events.current()
    if told is not None:
        told.result = content
        return
    click.echo(json.dumps(content, separators=(",", ":")) if compact else json.dumps(content, indent=2))
