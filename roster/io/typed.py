"""Whether a value that was read from a file is what its type says, all the way down."""

from __future__ import annotations

import types
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from functools import cache
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints


def has_type(value: object, hint: Any) -> bool:
    """Whether a value, its parts included, fits a type: of dataclasses, named tuples, collections and plain values."""
    origin, parts = get_origin(hint), get_args(hint)
    if hint is Any:
        return True
    if origin in (Union, types.UnionType):
        return any(has_type(value, part) for part in parts)
    if origin is Literal:
        return value in parts
    if origin is tuple and not (len(parts) == 2 and parts[1] is ...):
        return isinstance(value, tuple) and len(value) == len(parts) and all(map(has_type, value, parts))
    if origin is not None:
        if not isinstance(value, origin):
            return False
        if isinstance(value, Mapping):
            return all(has_type(key, parts[0]) and has_type(inner, parts[1]) for key, inner in value.items())
        return not isinstance(value, str) and all(has_type(inner, parts[0]) for inner in value)
    if hint is None or hint is type(None):
        return value is None
    if hint is float:
        return isinstance(value, int | float)
    if hint is int:
        return isinstance(value, int) and not isinstance(value, bool)
    if not isinstance(value, hint):
        return False
    return all(has_type(getattr(value, name), inner) for name, inner in _parts(type(value)))  # type: ignore[arg-type]


@cache
def _parts(kind: Any) -> tuple[tuple[str, Any], ...]:
    """The names and types of what a value of this type is made of."""
    if is_dataclass(kind):
        names = [field.name for field in fields(kind) if field.init]
    else:
        names = list(getattr(kind, "_fields", ()))
    hints = get_type_hints(kind) if names else {}
    return tuple((name, hints[name]) for name in names)
