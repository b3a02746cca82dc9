"""Let the Tab key complete commands and options in a shell."""

from __future__ import annotations

from pathlib import Path

import click
from click.shell_completion import get_completion_class

from roster.help import TranslatedCommand
from roster.i18n import N_, _
from roster.options import LANGUAGE

PLACES = {
    "bash": ".local/share/bash-completion/completions/roster",
    "fish": ".config/fish/completions/roster.fish",
    "zsh": ".zfunc/_roster",
}
"""Where each shell looks for completions, within the home folder."""


@click.command(
    cls=TranslatedCommand,
    example="roster completion bash",
    help=N_("Print what lets the Tab key complete commands and options, or install it for this user."),
)
@click.argument("shell", type=click.Choice(sorted(PLACES)))
@click.option("--install", is_flag=True, help=N_("write it where the shell looks for it, in the home folder"))
@LANGUAGE
@click.pass_context
def completion(context: click.Context, shell: str, install: bool) -> None:
    from roster.io.files import replace_file

    found = get_completion_class(shell)
    assert found is not None
    script = found(context.find_root().command, {}, "roster", "_ROSTER_COMPLETE").source()
    if not install:
        click.echo(script)
        return
    target = Path.home() / PLACES[shell]
    target.parent.mkdir(parents=True, exist_ok=True)

    def write(path: Path) -> None:
        path.write_text(script, encoding="utf-8")

    replace_file(target, write)
    click.echo(_("written: {file}").format(file=target))
    if shell == "zsh":
        click.echo(_("add this to ~/.zshrc, once: fpath+=~/.zfunc; autoload -Uz compinit; compinit"))
    click.echo(_("it works in every shell that is opened from now on"))
