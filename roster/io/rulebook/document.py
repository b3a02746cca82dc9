"""A YAML file as plain values that still know their lines: text, lists and named fields, nothing else.

Every scalar stays the text that was written (`007` is not 7, `22:00` not 1320, `off` not false): the field that it is
for decides what it means. YAML 1.2, of which anchors, aliases and tags are refused: a rulebook has no use for them.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import Any, NamedTuple, NoReturn

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.events import (
    AliasEvent,
    DocumentStartEvent,
    Event,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
    StreamEndEvent,
)

from roster.domain.errors import Fault, InputError
from roster.i18n import N_, _
from roster.io.tables.text import nearest

DEEPEST = 12
LARGEST = 1_000_000
"""Bytes that a rulebook may have."""
MOST_LISTED = 60
"""So many names are listed where one of them is expected."""

NodePath = tuple[str | int, ...]

_SYNTAX = (
    (
        "mapping values are not allowed",
        N_("a colon too many, or a line that is not aligned"),
        N_("one `field: value` a line, aligned with its neighbours; quotes around a text with a colon in it"),
    ),
    ("alphabetic or numeric", N_("a star or an ampersand without quotes"), N_("it in quotes, as '*'")),
    ("<block end>", N_("a line that is not aligned"), N_("the same indentation as its neighbours")),
    ("unexpected end of stream", N_("a quote that is never closed"), N_("the closing quote")),
    ("expected ',' or", N_("a bracket that is not closed"), N_("a closing bracket, or a comma between the values")),
    (
        "node content",
        N_("an open bracket or dash without a value"),
        N_("a value, and a closing bracket for each open one"),
    ),
    ("could not find expected ':'", N_("a field without a colon"), N_("`field: value`")),
    ("cannot start any token", N_("a text that begins with a sign that YAML reserves"), N_("the text in quotes")),
)
"""What ruamel.yaml's messages mean to somebody who writes a rulebook."""
_BAD_COLON = re.compile(r"[\s-]*\w+(：|:\S)")


class Mark(NamedTuple):
    """A line of a file, as people refer to it."""

    file: str
    line: int

    def __str__(self) -> str:
        return f"{self.file}:{self.line}"


@dataclass(frozen=True)
class Document:
    """What one file says: `content` of text, None, lists and dicts; the line of each part by its path."""

    path: Path
    content: Any
    lines: dict[NodePath, int]
    sha256: str
    faults: tuple[Fault, ...] = ()

    def mark(self, path: NodePath = ()) -> Mark:
        """Where a part stands, or the nearest part around it that has a line."""
        while path and path not in self.lines:
            path = path[:-1]
        return Mark(self.path.name, self.lines.get(path, 1))


def read_document(path: Path, content: bytes | None = None) -> Document:
    """The content of a YAML file, or what it would be with other `content`.

    Raises InputError when it cannot be read at all; lesser faults are in `faults`.
    """
    try:
        if content is None and path.is_dir():
            _refuse(str(path), _("a folder"), _("a YAML file"))
        if (path.stat().st_size if content is None else len(content)) > LARGEST:
            _refuse(path.name, _("a file of more than 1 MB"), _("a rulebook in YAML"))
        data = path.read_bytes() if content is None else content
    except FileNotFoundError:
        _refuse(path.name, _("no such file"), _("a YAML file"))
    except OSError:
        _refuse(path.name, _("a file that cannot be opened"), _("a YAML file that may be read"))
    try:
        text = data.decode("utf-8-sig").replace("\r\n", "\n").replace("\r", "\n")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        _refuse(str(Mark(path.name, line)), _("bytes that are not UTF-8"), _("a text file saved as UTF-8"))
    _refuse_control_characters(path, text)
    reading = _Reading(path.name)
    try:
        read = reading.document(YAML(typ="safe", pure=True).parse(text))
    except MarkedYAMLError as error:
        raise InputError([_syntax_fault(path.name, text, error)]) from None
    except (YAMLError, RecursionError):
        _refuse(path.name, _("text that is not YAML"), _("a rulebook in YAML"))
    return Document(path, read, reading.lines, sha256(data).hexdigest(), tuple(reading.faults))


def one_of(names: Iterable[str], word: str | None = None) -> str:
    """What to expect instead of a word: the nearest name in quotes, else all of them."""
    names = sorted(names)
    near = nearest(word, names) if word else ""
    if near:
        return f"`{near}`"
    if not names:
        return _("nothing")
    if len(names) == 1:
        return names[0]
    more = [] if len(names) <= MOST_LISTED else ["…"]
    return _("one of {names}").format(names=", ".join(names[:MOST_LISTED] + more))


def found_text(value: object) -> str:
    """A value as a fault quotes it."""
    if value is None or value == "":
        return _("nothing")
    if isinstance(value, dict):
        return _("named fields")
    if isinstance(value, list):
        return _("a list of {count}").format(count=len(value)) if value else _("an empty list")
    text = " ".join(str(value).split())
    return text if len(text) <= 40 else text[:37] + "..."


@dataclass
class _Reading:
    """Builds values from YAML's events, counting depth and refusing what a rulebook has no use for."""

    file: str
    lines: dict[NodePath, int] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)

    def document(self, events: Iterator[Event]) -> Any:
        content, documents = None, 0
        for event in events:
            if isinstance(event, DocumentStartEvent):
                documents += 1
                if documents > 1:
                    self.fault(event, _("a second document"), _("one document a file: take out the line `---`"))
                    break
                event = next(events)
                content = self.value(event, events, ())
            elif isinstance(event, StreamEndEvent):
                break
        return content

    def value(self, event: Event, events: Iterator[Event], path: NodePath) -> Any:
        self.lines.setdefault(path, event.start_mark.line + 1)
        if len(path) > DEEPEST:
            _refuse(str(self.mark(event)), _("lists in lists without end"), _("a rulebook in YAML"))
        if isinstance(event, AliasEvent):
            self.fault(event, f"*{event.anchor}", _("the value itself: a rulebook has no anchors and aliases"))
            raise InputError(self.faults)
        anchor, tag = getattr(event, "anchor", None), getattr(event, "tag", None)
        if anchor:
            self.fault(event, f"&{anchor}", _("the value alone: a rulebook has no anchors and aliases"))
        if tag not in (None, "!"):
            found = _("the tag {tag}").format(tag=str(tag).replace("tag:yaml.org,2002:", "!!"))
            self.fault(event, found, _("the value alone: a rulebook has no tags"))
        if isinstance(event, SequenceStartEvent):
            return self.sequence(events, path)
        if isinstance(event, MappingStartEvent):
            return self.mapping(events, path)
        assert isinstance(event, ScalarEvent)
        plain = event.style is None
        if not plain and any(unicodedata.category(sign) in ("Cc", "Cs") and sign not in "\t\n" for sign in event.value):
            self.fault(event, _("a control character"), _("plain text"))
            return ""
        return None if plain and event.value in ("", "~", "null") else str(event.value)

    def sequence(self, events: Iterator[Event], path: NodePath) -> list[Any]:
        values: list[Any] = []
        while not isinstance(event := next(events), SequenceEndEvent):
            values.append(self.value(event, events, (*path, len(values))))
        return values

    def mapping(self, events: Iterator[Event], path: NodePath) -> dict[str, Any]:
        values: dict[str, Any] = {}
        while not isinstance(event := next(events), MappingEndEvent):
            if not isinstance(event, ScalarEvent):
                _refuse(str(self.mark(event)), _("a field whose name is not a word"), _("`field: value`"))
            name = str(event.value)
            twice = name in values
            if twice:
                first = self.lines[*path, name]
                message = _("the field {name} a second time").format(name=name)
                self.fault(event, message, _("it once; the first is on line {line}").format(line=first))
            self.lines.setdefault((*path, name), event.start_mark.line + 1)
            value = self.value(next(events), events, (*path, name))
            if not twice:
                values[name] = value
        return values

    def mark(self, event: Event) -> Mark:
        return Mark(self.file, event.start_mark.line + 1)

    def fault(self, event: Event, found: str, expected: str) -> None:
        self.faults.append(Fault(str(self.mark(event)), found, expected))


def _refuse(place: str, found: str, expected: str) -> NoReturn:
    raise InputError([Fault(place, found, expected)])


def _refuse_control_characters(path: Path, text: str) -> None:
    for number, line in enumerate(text.split("\n"), 1):
        if any(unicodedata.category(sign) == "Cc" and sign != "\t" for sign in line):
            _refuse(str(Mark(path.name, number)), _("a control character"), _("plain text"))


def _syntax_fault(file: str, text: str, error: MarkedYAMLError) -> Fault:
    mark = error.problem_mark or error.context_mark
    index = mark.line if mark else 0
    lines = [*text.split("\n"), "", ""]
    for at in (index, index - 1):
        if "\t" in lines[at][: len(lines[at]) - len(lines[at].lstrip())]:
            return Fault(str(Mark(file, at + 1)), _("a tab"), _("blanks for indentation"))
        if _BAD_COLON.match(lines[at]):
            found = _("a full-width colon, or one without a blank behind it")
            return Fault(str(Mark(file, at + 1)), found, _("`field: value`"))
    if index and not lines[index].strip() and error.context_mark:
        index = error.context_mark.line
    problem = str(error.problem)
    for phrase, found, expected in _SYNTAX:
        if phrase in problem:
            return Fault(str(Mark(file, index + 1)), _(found), _(expected))
    return Fault(str(Mark(file, index + 1)), _("text that is not YAML"), _("a rulebook in YAML"))
