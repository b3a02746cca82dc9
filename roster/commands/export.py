"""A roster for another system: its own exported file filled, or a file in the form that it takes."""

from __future__ import annotations

from pathlib import Path

import click

from roster.frame import Inputs, Reply, end, gathered
from roster.help import TranslatedCommand
from roster.i18n import N_, _
from roster.options import BRIGADE, CONSTRAINTS, FORCE, HISTORY, JSON, LANGUAGE, PATH, VIOLATIONS, options


@click.command(
    cls=TranslatedCommand,
    example="roster export outputs/hancheng-2026-10-19.xlsx --format matrix -o outputs/matrix.csv",
    then=N_("import the file that was written into that system; nothing was sent"),
    help=N_("Fill what another system exported, or write a file in the form that it takes. Nothing is sent."),
)
@click.argument("workbooks", metavar="FILE.xlsx...", nargs=-1, required=True, type=PATH)
@click.option(
    "--into",
    type=PATH,
    metavar="THEIRS",
    help=N_("the file that the other system exported: `.xlsx`, `.xls` or `.csv`"),
)
@click.option("--map", "answers", type=PATH, metavar="MAP.yaml", help=N_("answers to what was asked about such a file"))
@click.option("--overwrite", is_flag=True, help=N_("also fill cells that hold something else"))
@click.option(
    "--format",
    "form",
    metavar="NAME",
    help=N_(
        "`dingtalk`, `wecom`, `feishu`: bodies of their calls; `deputy`, `teams`, `ukg-days`, `matrix`: files; or a "
        "profile of your own, `PROFILE.yaml`"
    ),
)
@click.option(
    "--set",
    "given",
    multiple=True,
    metavar="NAME=VALUE",
    help=N_("what a form wants beside the roster, as `group_id=12`"),
)
@click.option("-o", "--output", type=PATH, help=N_("the file to write; with --into by default beside the one filled"))
@options(FORCE, BRIGADE, CONSTRAINTS, HISTORY, JSON, LANGUAGE)
@gathered(inputs=Inputs, reply=Reply)
def export(
    inputs: Inputs,
    reply: Reply,
    workbooks: tuple[Path, ...],
    into: Path | None,
    answers: Path | None,
    overwrite: bool,
    form: str | None,
    given: tuple[str, ...],
    output: Path | None,
) -> None:
    from roster.living.exchange import planned_in
    from roster.report.export import filled, formed

    if (into is None) == (form is None):
        raise click.UsageError(_("give --into THEIRS or --format NAME"))
    target = output or (into.with_name(f"{into.stem}-filled{into.suffix}") if into else None)
    if target is None:
        raise click.UsageError(_("--format asks for -o FILE"))
    planned, case = planned_in(inputs.books(workbooks), inputs.constraints, inputs.history)
    outputs = reply.outputs(case, [*workbooks, *filter(None, [into, answers])]).add(target, "filled")
    outputs.check()
    if into:
        done = filled(into, answers, overwrite, planned, target)
    else:
        done = formed(str(form), planned, _settings(given), target)
    kept = outputs.keep()
    done.write()
    reply.say(done.lines, lambda: done.as_json)
    reply.written(kept=kept)
    if done.asked:
        end(VIOLATIONS)


def _settings(given: tuple[str, ...]) -> dict[str, str]:
    wrong = [one for one in given if "=" not in one]
    if wrong:
        raise click.UsageError(_("--set {found}: expected NAME=VALUE").format(found=wrong[0]))
    return {name.strip(): value.strip() for name, _sign, value in (one.partition("=") for one in given)}
