"""One field of a rule changed as a form would: checked as if it stood in the file, before anything is written."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from roster import api
from roster.domain.errors import Fault, InputError
from roster.explain.apply import edited
from roster.explain.changes import Change
from roster.explain.rule_changes import rule_change
from roster.explain.trial import Asked
from roster.explain.yaml_edit import flow
from roster.i18n import _
from roster.io.places import real
from roster.io.rulebook import check_names, load_rulebook
from roster.io.rulebook.form import plain
from roster.io.rulebook.load import Contents
from roster.rules import Rulebook


class FieldChange(NamedTuple):
    """A change of one field, the file as it would be, and the rules that would be in force."""

    change: Change
    file: Path
    content: bytes
    rulebook: Rulebook


def field_change(asked: Asked, case: api.Case, entry: str, field: str, value: object) -> FieldChange:
    """A field of an entry, `who.category` for one within another, with another value: text, number, list or parts.

    A field of a shipped file is changed in the brigade's own rulebook. Nothing is written: `explain.apply.apply` does.
    Raises InputError with the fault's own words for a value that the field does not take.
    """
    rule = next((rule for rule in case.rulebook.rules if rule.name == entry), None)
    if rule is None:
        names = ", ".join(rule.name for rule in case.rulebook.rules)
        raise InputError([Fault("FIELD", f"'{entry}'", _("one of {names}").format(names=names))])
    outer, _dot, inner = field.partition(".")
    known = {one.alias or name: name for name, one in type(rule).model_fields.items()}
    if outer not in known:
        raise InputError([Fault("FIELD", f"'{field}'", _("one of {names}").format(names=", ".join(known)))])
    before = plain(getattr(rule, known[outer]))
    new = flow(value)
    old = flow(before.get(inner, "")) if inner and isinstance(before, dict) else flow(before)
    change = rule_change(asked, case, rule, field, old, new)
    if change is None:
        raise InputError(
            [Fault(entry, _("no entry {name}").format(name=entry), _("one that is written in a rulebook"))]
        )
    ((file, content),) = edited([change]).items()
    files = asked.files()
    if real(file) not in {real(one) for one in files}:
        files = [*files, file]
    contents: Contents = {real(file): content}
    rulebook = load_rulebook(files, contents)
    faults = check_names(rulebook, case.tables.names)
    if faults:
        raise InputError(faults)
    return FieldChange(change, file, content, rulebook)
