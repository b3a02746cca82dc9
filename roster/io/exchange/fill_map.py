"""What somebody answered about a file of another system: the YAML of `roster export --into FILE --map`."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Literal, TypeVar

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from roster.domain.errors import Fault, InputError
from roster.i18n import _


class FillMap(BaseModel):
    """Answers; whatever is left out is found in the file, or asked about."""

    model_config = ConfigDict(extra="forbid")

    sheet: str = Field("", description="the sheet to fill, where several have a grid")
    month: str = Field("", pattern=r"^(\d{4}-\d{2})?$", description="the month of its days, as 2026-11")
    system: str = Field("", description="the system whose accounts and shift codes hold, as the tables name it")
    columns: dict[Literal["id", "account", "name"], str] = Field(
        default_factory=dict, description="letters of the columns with ids, accounts and names"
    )
    shifts: dict[str, str] = Field(default_factory=dict, description="their word for each shift, by our code")
    rest: str | None = Field(None, description="their word for a day off; empty: such cells stay empty")
    leave: dict[str, str] = Field(
        default_factory=dict, description="their word for each kind of leave; '*' for all others; empty: left empty"
    )
    people: dict[str, str] = Field(
        default_factory=dict,
        description="who a row is: its id, account, name or cell (A13), and our officer's id; empty: nobody of ours",
    )
    by_name: bool = Field(False, description="rows without a known id or account are matched by their names")


M = TypeVar("M", bound=BaseModel)


def read_map(path: Path | None) -> FillMap:
    return read_yaml(path, FillMap) if path else FillMap()  # type: ignore[call-arg]


def read_yaml(path: Path, model: type[M]) -> M:
    """A YAML file as a model. Raises InputError with every fault and its line."""
    from ruamel.yaml import YAML
    from ruamel.yaml.error import MarkedYAMLError

    expected = _("a YAML file, such as docs/hr-import.md shows")
    try:
        content: Any = YAML(typ="rt").load(path.read_text(encoding="utf-8-sig"))
    except FileNotFoundError:
        raise InputError([Fault(str(path), _("no such file"), expected)]) from None
    except (OSError, UnicodeDecodeError) as error:
        reason = _("a file that cannot be read ({reason})").format(reason=error)
        raise InputError([Fault(str(path), reason, expected)]) from error
    except MarkedYAMLError as error:
        mark = error.problem_mark
        place = f"{path.name}:{mark.line + 1}" if mark else path.name
        raise InputError([Fault(place, str(error.problem or error), expected)]) from error
    if not isinstance(content, dict | None):
        raise InputError([Fault(path.name, _("no list of settings"), expected)])
    try:
        return model.model_validate(_plain(content or {}))
    except ValidationError as error:
        known = ", ".join(model.model_fields)
        raise InputError(
            Fault(
                _place(path, content, one["loc"]),
                f"'{one['input']}'" if one["type"] != "extra_forbidden" else _("an unknown setting"),
                _("one of {names}").format(names=known) if one["type"] == "extra_forbidden" else one["msg"],
            )
            for one in error.errors(include_url=False)
        ) from error


def _plain(value: Any) -> Any:
    """YAML values as plain ones; keys, and numbers where a text is meant (ids), as they are written."""
    if isinstance(value, dict):
        return {str(key): _plain(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [_plain(inner) for inner in value]
    if isinstance(value, bool) or value is None:
        return value
    if isinstance(value, int):
        width = getattr(value, "_width", None)  # of 007, which YAML takes for a number
        return f"{value:0{width}d}" if width else str(value)
    return str(value) if isinstance(value, str) else value


def _place(path: Path, content: Any, loc: tuple[Any, ...]) -> str:
    line, here = 1, content
    for step in loc:
        position = getattr(here, "lc", None)
        try:
            line = position.key(step)[0] + 1 if position is not None else line
            here = here[step]
        except (KeyError, TypeError, IndexError, AttributeError):
            break
    return f"{path.name}:{line} ({'.'.join(map(str, loc))})"
