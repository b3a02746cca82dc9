"""Which files make up a rulebook: those given, the brigade's own, or the shipped ones."""

from __future__ import annotations

from collections.abc import Sequence
from importlib.resources import files
from pathlib import Path

from roster.domain.errors import InputError
from roster.io.rulebook.document import read_document

BASE = "base.yaml"
FOLDER = "constraints"
YAML_ENDINGS = (".yaml", ".yml")


def shipped_folder() -> Path:
    """The folder of the rulebooks that come with the program: inside the installed package, or beside its source."""
    package = Path(str(files("roster")))
    installed = package / "shipped" / FOLDER
    return installed if installed.is_dir() else package.parent / FOLDER


def shipped_profiles() -> tuple[str, ...]:
    """File names of the shipped rulebooks, `base.yaml` first."""
    names = sorted(path.name for path in shipped_folder().glob("*.yaml"))
    return tuple(sorted(names, key=lambda name: name != BASE))


def shipped_profile(name: str) -> Path | None:
    """The shipped file of a name such as `festival` or `festival.yaml`; None when there is none."""
    if not name or Path(name).name != name:
        return None
    wanted = name if name.endswith(YAML_ENDINGS) else f"{name}.yaml"
    return shipped_folder() / wanted if wanted in shipped_profiles() else None


def rulebook_files(brigade: Path | None, given: Sequence[Path]) -> list[Path]:
    """The files that a rulebook is read from, in the order in which they apply.

    Those given; else the brigade folder's own by name; else the shipped base. A name that is no file stands for the
    shipped profile of that name. Where the first of them extends nothing and has only overrides, it lies over the
    standing rules: the brigade's own, or the shipped base.
    """
    chosen = [_found(path) for path in given]
    own = own_files(brigade) if brigade is not None else []
    base = [shipped_folder() / BASE]
    standing = own if own and not _only_overrides(own[0]) else base + own
    if not chosen:
        return standing
    return chosen if not _only_overrides(chosen[0]) else [*standing, *chosen]


def own_files(brigade: Path) -> list[Path]:
    """A brigade's own rulebooks, `constraints/*.yaml`, by name."""
    return yaml_files(brigade / FOLDER)


def yaml_files(folder: Path) -> list[Path]:
    """The rulebooks in a folder, by name."""
    return sorted(path for path in folder.glob("[!.]*") if path.suffix.lower() in YAML_ENDINGS)


def _found(path: Path) -> Path:
    return path if path.exists() else shipped_profile(str(path)) or path


def _only_overrides(path: Path) -> bool:
    """Whether a file cannot stand alone: no entry of it names a rule and says how it binds, and it extends nothing."""
    try:
        content = read_document(path).content
    except InputError:
        return False
    if not isinstance(content, dict) or content.get("extends") is not None:
        return False
    entries = content.get("rules")
    if not isinstance(entries, list) or not entries:
        return False
    return all(isinstance(e, dict) and not ("rule" in e and ("weight" in e or "priority" in e)) for e in entries)
