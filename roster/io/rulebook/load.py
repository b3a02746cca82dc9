"""Rulebook files, laid one over the other, as the rules in force."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from roster.domain.errors import Fault, InputError
from roster.i18n import _
from roster.io.places import is_relative, is_remote, real
from roster.io.rulebook.document import Document, found_text, one_of, read_document
from roster.io.rulebook.entries import Entries
from roster.io.rulebook.files import FOLDER, shipped_folder, shipped_profile, shipped_profiles, yaml_files
from roster.io.rulebook.validate import validate
from roster.io.tables.text import nearest
from roster.rules import Rulebook

Contents = Mapping[Path, bytes]
"""What files are taken to say, by where they really lie, in place of what they do say."""


def load_rulebook(paths: Sequence[Path], contents: Contents | None = None) -> Rulebook:
    """The rules of these files, each laid over those before it, what they extend first.

    `origin` has the line of every entry under its name, and that of every field under `name.field`; `hashes` the
    SHA-256 of every file read, shipped ones under their bare name. Raises InputError with every fault of every file.
    """
    loading = _Loading(contents or {})
    for path in paths:
        loading.file(path, ())
    rules, faults = [], [*loading.faults, *loading.entries.faults]
    origin: dict[str, str] = {}
    for entry in loading.entries.by_name.values():
        if entry.off:
            continue
        rule = validate(entry, faults)
        if rule is not None:
            rules.append(rule)
            for part, mark in entry.marks.items():
                origin.setdefault(entry.dotted(part), str(mark))
    if faults:
        raise InputError(dict.fromkeys(faults))
    return Rulebook(tuple(rules), origin, loading.hashes)


class _Loading:
    """Reads each file once, after those that it extends."""

    def __init__(self, contents: Contents) -> None:
        self.contents = contents
        self.entries = Entries()
        self.faults: list[Fault] = []
        self.hashes: dict[str, str] = {}
        self._done: set[Path] = set()

    def file(self, path: Path, chain: tuple[Path, ...]) -> None:
        place = real(path)
        if place in self._done:
            return
        try:
            document = read_document(path, self.contents.get(place))
        except InputError as error:
            self.faults += _with_profiles(error.faults, path)
            self._done.add(place)
            return
        self.faults += document.faults
        for name, extended in self._extended(document):
            if real(extended) in (place, *chain):
                files = " > ".join(p.name for p in (*chain, place, extended))
                found = _("{name}, which leads back here: {files}").format(name=name, files=files)
                self._fault(document, found, _("files that do not extend each other in a circle"))
            else:
                self.file(extended, (*chain, place))
        self._done.add(place)
        shipped = place.parent == real(shipped_folder())
        self.hashes[path.name if shipped else path.as_posix()] = document.sha256
        self.entries.apply(document)

    def _extended(self, document: Document) -> list[tuple[str, Path]]:
        """What a file extends, as written and as found: a file beside it, else the shipped profile of that name."""
        value: Any = document.content.get("extends", []) if isinstance(document.content, dict) else []
        found = []
        for name in value if isinstance(value, list) else [value]:
            if not isinstance(name, str) or not name:
                self._fault(document, found_text(name), _("the name of a rulebook, such as base.yaml"))
                continue
            if not is_relative(name) or is_remote(name) or not _within(document.path.parent, name):
                expected = _("a rulebook of the brigade, of a folder `constraints` above it, or a shipped one")
                self._fault(document, found_text(name), expected)
                continue
            beside = document.path.parent / name
            shipped = shipped_profile(name)
            itself = real(beside) == real(document.path)
            if beside.is_file() and not (itself and shipped and real(shipped) != real(document.path)):
                found.append((name, beside))
            elif shipped:
                found.append((name, shipped))
            else:
                there = [*shipped_profiles(), *(p.name for p in yaml_files(document.path.parent))]
                self._fault(document, _("{name}, which is no file").format(name=name), _file_like(name, there))
        return found

    def _fault(self, document: Document, found: str, expected: str) -> None:
        self.faults.append(Fault(f"{document.mark(('extends',))} (extends)", found, expected))


def _within(folder: Path, name: str) -> bool:
    """Whether a name leads to the folder of the rulebook, to its brigade, or to a folder `constraints` above.

    The name itself is looked at first: nothing elsewhere is touched, not even to see whether it is there.
    """
    lexical = Path(os.path.normpath(Path.cwd() / folder))
    return _allowed(lexical, Path(os.path.normpath(lexical / name))) and _allowed(real(folder), real(folder / name))


def _allowed(folder: Path, place: Path) -> bool:
    own = folder.parent if folder.name == FOLDER else folder
    above = any(place.parent == parent / FOLDER for parent in folder.parents)
    return place.is_relative_to(own) or above or place.parent == real(shipped_folder())


def _with_profiles(faults: Sequence[Fault], path: Path) -> list[Fault]:
    """The faults of a file that cannot be read; one that is not there may be a misspelt profile."""
    if path.exists():
        return list(faults)
    names = _file_like(path.name, shipped_profiles())
    return [Fault(f.place, f.found, _("a YAML file, or {names}").format(names=names)) for f in faults]


def _file_like(name: str, there: Iterable[str]) -> str:
    """The file that was probably meant, whatever its ending, else all that are there."""
    files = {Path(file).stem: file for file in there}
    near = nearest(Path(name).stem, files)
    return f"`{files[near]}`" if near else one_of(files.values())
