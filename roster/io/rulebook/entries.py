"""Entries of rulebooks: read from one file, laid over those of earlier files."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

from roster.domain.errors import Fault
from roster.i18n import _
from roster.io.rulebook.describe import rule_name
from roster.io.rulebook.document import Document, Mark, NodePath, found_text, one_of
from roster.io.rulebook.schema import HEADERS
from roster.io.tables.text import nearest
from roster.rules import RULES
from roster.rules.base import Rule

RULE_OF = {rule_name(rule): rule for rule in RULES}
BINDING = ("weight", "priority")
NAME = re.compile(r"[\w-]+")


@dataclass
class Entry:
    """One entry as it stands after overriding: its fields, and where each was written (by path; () = the entry)."""

    name: str
    values: dict[str, Any]
    marks: dict[NodePath, Mark]
    off: bool = False

    @property
    def rule(self) -> type[Rule] | None:
        return RULE_OF.get(str(self.values.get("rule")))

    def mark(self, path: NodePath = ()) -> Mark:
        """Where a part was written, or the nearest part around it."""
        while path and path not in self.marks:
            path = path[:-1]
        return self.marks[path]

    def place(self, path: NodePath = ()) -> str:
        """A part in the words of a fault: `base.yaml:17 (minimum_rest.hours)`."""
        return f"{self.mark(path)} ({self.dotted(path)})"

    def dotted(self, path: NodePath) -> str:
        """`minimum_rest.hours`; places in lists are left out."""
        return ".".join([self.name, *(step for step in path if isinstance(step, str))])


@dataclass
class Entries:
    """The entries in force while files are laid one over the other, in the order in which they first appeared."""

    by_name: dict[str, Entry] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)

    def apply(self, document: Document) -> None:
        """Lay the entries of a file over those there are."""
        seen: dict[str, Entry] = {}
        for entry in self._read(document):
            twice = seen.get(entry.name)
            if twice is not None:
                self._same_name(entry, twice)
                continue
            seen[entry.name] = entry
            earlier = self.by_name.get(entry.name)
            if earlier is not None:
                self._override(earlier, entry)
            else:
                self._add(entry)

    def _read(self, document: Document) -> list[Entry]:
        content = document.content
        place = str(document.mark())
        if content is None:
            self._fault(place, _("an empty file"), _("`rules:` and a list of entries"))
            return []
        if not isinstance(content, dict):
            self._fault(place, found_text(content), _("`rules:` and a list of entries"))
            return []
        for header in content:
            if header not in HEADERS:
                self._fault(str(document.mark((header,))), _("an unknown field {name}").format(name=header),
                            one_of(HEADERS, header))  # fmt: skip
        self._headers(document, content)
        if "rules" not in content:
            self._fault(place, _("no `rules:`"), _("`rules:` and a list of entries"))
            return []
        if not isinstance(content["rules"], list):
            found = found_text(content["rules"])
            self._fault(f"{document.mark(('rules',))} (rules)", found, _("a list of entries, each with a dash"))
            return []
        return [e for i, v in enumerate(content["rules"]) if (e := self._entry(document, i, v)) is not None]

    def _headers(self, document: Document, content: dict[str, Any]) -> None:
        hours = _("pairs of `name: value`, each value {value}").format(value=_("hours such as 22:00-06:00"))
        names = _("a list, each {value}").format(value=_("text"))
        shapes = {"name": (str, _("text")), "why": (str, _("text")), "shifts": (dict, hours), "breaks": (list, names)}
        for header, (shape, expected) in shapes.items():
            if header in content and not isinstance(content[header], shape):
                self._fault(f"{document.mark((header,))} ({header})", found_text(content[header]), expected)

    def _entry(self, document: Document, index: int, values: Any) -> Entry | None:
        place = str(document.mark(("rules", index)))
        if not isinstance(values, dict):
            self._fault(place, found_text(values), _("an entry of named fields, such as `rule: minimum_rest`"))
            return None
        rule = values.get("rule")
        if rule is not None and not (isinstance(rule, str) and rule in RULE_OF):
            found = found_text(rule)
            self._fault(f"{document.mark(('rules', index, 'rule'))} (rule)", found, one_of(RULE_OF, found))
            return None
        name = values.get("id") or rule
        if name is None:
            self._fault(place, _("an entry without `rule` and `id`"), _("`rule:` for a new one, `id:` to change one"))
            return None
        if not isinstance(name, str) or not NAME.fullmatch(name):
            place = f"{document.mark(('rules', index, 'id'))} (id)"
            self._fault(place, found_text(name), _("a name of letters, digits, - and _"))
            return None
        prefix = ("rules", index)
        marks = {path[2:]: document.mark(path) for path in document.lines if path[:2] == prefix}
        entry = Entry(name, {key: value for key, value in values.items() if key != "off"}, marks)
        if "off" in values:
            entry.off = self._switch(entry, values["off"])
        if all(values.get(word) is not None for word in BINDING):
            self._fault(entry.place(), _("both weight and priority"), _("one of them"))
            entry.values.pop("priority")
        return entry

    def _switch(self, entry: Entry, value: object) -> bool:
        text = str(value).lower()
        if text not in ("true", "false", "yes", "no"):
            self._fault(entry.place(("off",)), found_text(value), _("true or false"))
        return text in ("true", "yes")

    def _same_name(self, entry: Entry, earlier: Entry) -> None:
        if "id" in entry.values or "id" in earlier.values:
            found = _("the id {id} a second time").format(id=entry.name)
            expected = _("another id; the first is on line {line}").format(line=earlier.mark().line)
        else:
            found = _("a second entry of the rule {rule} without an id").format(rule=entry.name)
            expected = _("an `id:` for each; the first is on line {line}").format(line=earlier.mark().line)
        self._fault(entry.place(), found, expected)

    def _override(self, earlier: Entry, entry: Entry) -> None:
        """Given fields replace; `weight` and `priority` replace each other; `off` is switched on and off."""
        rule = entry.values.get("rule", earlier.values["rule"])
        if rule != earlier.values["rule"]:
            expected = _("its own rule {rule}, or another id").format(rule=earlier.values["rule"])
            self._fault(entry.place(("rule",)), str(rule), expected)
            return
        replaced = set(entry.values)
        if replaced & set(BINDING):
            replaced |= set(BINDING)
        earlier.values = {k: v for k, v in earlier.values.items() if k not in replaced} | entry.values
        kept = {path: mark for path, mark in earlier.marks.items() if not path or path[0] not in replaced}
        earlier.marks = kept | {path: mark for path, mark in entry.marks.items() if path}
        if ("off",) in entry.marks:
            earlier.off = entry.off
        elif entry.rule is not None and any(word in entry.values for word in BINDING):
            earlier.off = False

    def _add(self, entry: Entry) -> None:
        bare = set(entry.values) <= {"rule", "id", "name", "why"}
        if entry.rule is None:
            near = nearest(entry.name, self.by_name)
            expected = f"`{near}`" if near else _("an id that an earlier file has, or `rule:` for a new entry")
            self._fault(entry.place(("id",)), _("the unknown id {id}").format(id=entry.name), expected)
        elif entry.off and bare:
            ids = self._ids_of(entry.rule)
            expected = one_of(ids) if ids else _("an id that an earlier file has")
            found = _("nothing of the id {id} to switch off").format(id=entry.name)
            self._fault(entry.place(("off",)), found, expected)
        else:
            self.by_name[entry.name] = entry

    def _ids_of(self, rule: type[Rule]) -> list[str]:
        return [name for name, entry in self.by_name.items() if entry.rule is rule]

    def _fault(self, place: str, found: str, expected: str) -> None:
        self.faults.append(Fault(place, found, expected))
