"""Help and usage errors in the language in use, each command's help with an example at its end."""

from __future__ import annotations

import os
import shlex
import subprocess
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager, redirect_stderr, redirect_stdout
from itertools import pairwise
from pathlib import Path
from types import ModuleType
from typing import Any

import click
from click import core, decorators, exceptions, formatting, parser, types

from roster import i18n
from roster.domain import ending
from roster.i18n import N_, _

LANGUAGE_OPTION = "--lang"
QUIET_KEY = "roster.quiet"
"""In a context's `meta`: nothing but errors and JSON is to be said."""
BRIGADE_KEY = "roster.brigade"
"""In a context's `meta`: the brigade that the command is about."""
THEN_KEY = "roster.then"
"""In a context's `meta`: what comes next after this run, where that is not what mostly does. A message id."""
WORKBOOK_ENDING = ".xlsx"
HELP_NAMES = ["-h", "--help"]

CLICK_WORDS = (
    N_("Usage:"),
    N_("Options"),
    N_("Commands"),
    N_("Show this message and exit."),
    N_("default: {default}"),
    N_("Error: {message}"),
    N_("Try '{command} {option}' for help."),
    N_("Invalid value for {param_hint}: {message}"),
    N_("Missing argument"),
    N_("Missing command."),
    N_("No such option {name!r}."),
    N_("No such command {name!r}."),
    N_("Did you mean {possibility}?"),
    N_("(Did you mean one of: {possibilities}?)"),
    N_("{value!r} is not a valid {number_type}."),
    N_("integer range"),
    N_("float range"),
    N_("{value} is not in the range {range}."),
    N_("{value!r} is not one of {choices}."),
    N_("Option {name!r} requires an argument."),
    N_("Option {name!r} does not take a value."),
    N_("Got unexpected extra argument ({args})"),
    N_("Got unexpected extra arguments ({args})"),
)
"""Messages of click's own that a user may meet; click looks them up when they are shown."""


def _quoted(path: str) -> str:
    """A path as the system's own shell takes it."""
    return subprocess.list2cmdline([path]) if os.name == "nt" else shlex.quote(path)


def _plural(one: str, several: str, number: int) -> str:
    return _(one if number == 1 else several)


class _Typed(str):
    """A message of click's in which it names a type in English."""

    def format(self, *args: object, **words: object) -> str:
        return super().format(*args, **{**words, "number_type": _(str(words["number_type"]))})


def _of_type(message: str) -> str:
    return _Typed(_(message)) if "{number_type}" in message else _(message)


def _speak(module: ModuleType) -> None:
    """Let a module of click's look up its messages in our catalogue instead of the system's."""
    for name, lookup in (("_", _of_type), ("ngettext", _plural)):
        if hasattr(module, name):
            setattr(module, name, lookup)


for _module in (core, decorators, exceptions, formatting, parser, types):
    _speak(_module)


def language_given(arguments: Sequence[str]) -> str | None:
    """The language that a command line asks for, wherever it stands; None without one that is shipped."""
    found = None
    for argument, following in pairwise([*arguments, ""]):
        if argument == "--":
            break
        name, sign, value = argument.partition("=")
        if name == LANGUAGE_OPTION:
            found = value if sign else following
    return found if found in i18n.LANGUAGES else None


@contextmanager
def _in_language(*helped: click.Command | click.Parameter) -> Iterator[None]:
    """Let commands and options say their help in the language in use while the block runs."""
    messages = [(thing, thing.help) for thing in helped if isinstance(thing, click.Command | click.Option)]
    for thing, message in messages:
        thing.help = _(message) if message else None
        if isinstance(thing, click.Command):
            thing.short_help = thing.help
    try:
        yield
    finally:
        for thing, message in messages:
            thing.help = message


class TranslatedCommand(click.Command):
    """A command whose help is in the language in use, and ends with an example that runs."""

    def __init__(self, *arguments: Any, example: str = "", then: str = "", **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.example, self.then = example, then
        self.get_help_option(
            click.Context(self, help_option_names=HELP_NAMES)
        )  # click keeps it: made now, its text is still the message's own

    def invoke(self, context: click.Context) -> Any:
        """Run the command; where it is to be quiet, only errors, which are told outside, and JSON come through."""
        if not context.meta.get(QUIET_KEY):
            result = super().invoke(context)
            self._say_what_next(context)
            return result
        with Path(os.devnull).open("w", encoding="utf-8") as nothing, ExitStack() as streams:
            streams.enter_context(redirect_stderr(nothing))
            if not context.params.get("json_out"):
                streams.enter_context(redirect_stdout(nothing))
            return super().invoke(context)

    def _say_what_next(self, context: click.Context) -> None:
        """What comes after a command that ended well; nothing where that needs a workbook, and none was written."""
        given = context.params.get("file") or context.params.get("workbook")
        own = context.params.get("leader_out")  # the duty leader's own is neither printed nor published
        books = [f for f in ending.written() if f.suffix.lower() == WORKBOOK_ENDING and not (own and f.samefile(own))]
        copies = tuple(f"-{reader}" for reader in context.params.get("copies") or ())
        books = [f for f in books if not f.stem.endswith(copies)]
        written = books[-1] if books else None
        brigade = context.meta.get(BRIGADE_KEY)
        known = {"file": written or given, "workbook": given, "written": written, "brigade": brigade}
        fields = {name: _quoted(str(value)) for name, value in known.items() if value}
        then = context.meta.get(THEN_KEY, self.then)
        if then and all(f"{{{name}}}" not in then or name in fields for name in known):
            text = _("next: {what}").format(what=_(then).format(**fields))
            click.echo(text, err=bool(context.params.get("json_out")))

    def format_help(self, context: click.Context, formatter: click.HelpFormatter) -> None:
        self.epilog = _("Example: {command}").format(command=self.example) if self.example else None
        with _in_language(self, *self.get_params(context)):
            super().format_help(context, formatter)


class TranslatedGroup(click.Group):
    """A group whose language is known before anything is read: it may stand anywhere on the command line."""

    command_class = TranslatedCommand

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.context_settings.setdefault("help_option_names", HELP_NAMES)
        self.get_help_option(click.Context(self, help_option_names=HELP_NAMES))

    def make_context(
        self, info_name: str | None, args: list[str], parent: click.Context | None = None, **extra: Any
    ) -> click.Context:
        given = language_given(args)
        i18n.set_language(given or "en")
        return super().make_context(info_name, args, parent, obj=given, **extra)

    def format_help(self, context: click.Context, formatter: click.HelpFormatter) -> None:
        with _in_language(self, *self.get_params(context), *self.commands.values()):
            super().format_help(context, formatter)


class TranslatedCommands(TranslatedGroup):
    """Several commands under one name, in the language that the whole command line asks for."""

    def __init__(self, *arguments: Any, example: str = "", **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.example = example

    def make_context(
        self, info_name: str | None, args: list[str], parent: click.Context | None = None, **extra: Any
    ) -> click.Context:
        known = parent.find_root().obj if parent is not None else None
        i18n.set_language(language_given(args) or known or "en")
        return click.Group.make_context(self, info_name, args, parent, **extra)

    def format_help(self, context: click.Context, formatter: click.HelpFormatter) -> None:
        self.epilog = _("Example: {command}").format(command=self.example)
        super().format_help(context, formatter)
