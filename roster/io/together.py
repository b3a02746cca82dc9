"""Several files of a brigade changed together: all of them or none, also where the program is killed meanwhile.

Every file's new content is written beside it first. Then one small file, the plan, takes its name: from then on the
change is made, and whoever reads the brigade next finishes it. The plan names files and has no content.
"""

from __future__ import annotations

import json
import os
import re
import secrets
import shutil
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from pathlib import Path

from roster.domain import ending
from roster.domain.errors import Fault, InputError
from roster.i18n import _
from roster.io.files import alive, replace_bytes, try_target

PLAN = ".changing.json"
TOKEN = re.compile(r"\d{1,10}-[0-9a-f]{16}")
ENDING = ".changing"


def replace_together(contents: Mapping[Path, bytes], home: Path) -> None:
    """Give files new contents, all or none; `home` is the folder in which the plan is kept meanwhile.

    Raises OutputError.
    """
    files = {Path(os.path.realpath(path)): content for path, content in contents.items()}
    if len(files) == 1:
        for path, content in files.items():
            replace_bytes(path, content)
        return
    token = f"{os.getpid()}-{secrets.token_hex(8)}"
    with ending.uninterrupted():
        try:
            for path, content in files.items():
                try_target(path)
                replace_bytes(_staged(path, token), content)
                if path.exists():
                    shutil.copymode(path, _staged(path, token))
            plan = {"token": token, "files": [_name(path, home) for path in files]}
            replace_bytes(home / PLAN, json.dumps(plan).encode())
        except BaseException:
            for path in files:
                with suppress(OSError):
                    _staged(path, token).unlink(missing_ok=True)
            raise
        finish(home, files)
        for path in contents:
            ending.wrote(path)


def finish(home: Path, rule_files: Iterable[Path] = ()) -> None:
    """Finish a change that was begun, and remove what is left of one that was not; `rule_files` are the others in use.

    Nothing is written but files of the brigade's own folder, its `constraints`, and these. Raises InputError where a
    change that was begun cannot be finished.
    """
    plan = home / PLAN
    found = _read(plan)
    if found is None:
        with suppress(OSError):
            plan.unlink(missing_ok=True)
        _remove_rests(home)
        return
    folders = [home, home / "constraints"]
    token, names = found
    allowed = {Path(os.path.realpath(path)) for path in rule_files}
    allowed |= {Path(os.path.realpath(folder / name.name)) for folder in folders for name in names}
    waiting = False
    for name in names:
        path = Path(os.path.realpath(home / name))
        staged = _staged(path, token)
        if path not in allowed:
            waiting = waiting or staged.exists()
        elif staged.exists():
            try:
                staged.replace(path)
            except FileNotFoundError:  # somebody else is finishing it
                continue
            except OSError as error:
                reason = error.strerror or str(error)
                what = _("a change to several files that was not finished ({reason})").format(reason=reason)
                expected = _("that {file} may be written; the next command finishes it").format(file=path)
                raise InputError([Fault(str(plan), what, expected)]) from error
    if not waiting:
        with suppress(OSError):
            plan.unlink(missing_ok=True)


def begun(home: Path) -> bool:
    """Whether a change of several files was begun here, or something is left of one."""
    return (home / PLAN).exists() or any(_rests(home))


def _rests(home: Path) -> Iterator[Path]:
    for folder in (home, home / "constraints"):
        if folder.is_dir():
            yield from folder.glob(f".*{ENDING}")


def _remove_rests(home: Path) -> None:
    """Remove what a process that is gone has left of a change that it had not begun."""
    for rest in _rests(home):
        token = rest.name.removesuffix(ENDING).rpartition(".")[2]
        if TOKEN.fullmatch(token) and not alive(int(token.partition("-")[0])):
            with suppress(OSError):
                rest.unlink()


def _staged(path: Path, token: str) -> Path:
    return path.with_name(f".{path.name}.{token}{ENDING}")


def _name(path: Path, home: Path) -> str:
    """A file as the plan names it: from the brigade's folder where it lies there."""
    folder = Path(os.path.realpath(home))
    return path.relative_to(folder).as_posix() if path.is_relative_to(folder) else path.as_posix()


def _read(plan: Path) -> tuple[str, list[Path]] | None:
    try:
        content = json.loads(plan.read_text(encoding="utf-8"))
        token, names = content["token"], content["files"]
        if TOKEN.fullmatch(token) and all(isinstance(name, str) for name in names):
            return token, [Path(name) for name in names]
    except (OSError, ValueError, KeyError, TypeError, RecursionError):
        pass
    return None
