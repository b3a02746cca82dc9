"""Results kept and compared: a CSV file a case, with a row for each result."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from tests.golden.items import Item

EXPECTED = Path(__file__).with_name("expected")
COLUMNS = ("kind", "name", "says", "digest")
NO_FILE_NAME = re.compile(r"[^\w .-]+")

Kept = dict[tuple[str, str], tuple[str, str]]
"""Kind and name of a result to what it says and its digest."""


def kept(case: str) -> Kept:
    """What is expected of a case; nothing where nothing was written yet."""
    file = EXPECTED / f"{case}.csv"
    if not file.is_file():
        return {}
    with file.open(encoding="utf-8", newline="") as stream:
        rows = csv.DictReader(stream)
        return {(row["kind"], row["name"]): (row["says"], row["digest"]) for row in rows}


def keep(case: str, found: Mapping[str, Iterable[Item]]) -> None:
    """Write what was found of some kinds; other kinds stay as they are."""
    rows = {key: value for key, value in kept(case).items() if key[0] not in found}
    for kind, items in found.items():
        rows.update({(kind, item.name): (item.says, item.digest) for item in items})
    text = io.StringIO(newline="")
    out = csv.writer(text, lineterminator="\n")
    out.writerow(COLUMNS)
    out.writerows((*key, *value) for key, value in sorted(rows.items(), key=lambda row: row[0][0]))
    EXPECTED.mkdir(exist_ok=True)
    (EXPECTED / f"{case}.csv").write_text(text.getvalue(), encoding="utf-8", newline="\n")


def differences(case: str, kind: str, items: Iterable[Item]) -> Iterator[str]:
    """A line for each result that is not as expected, is new, or is gone."""
    expected = {name: value for (own, name), value in kept(case).items() if own == kind}
    for item in items:
        before = expected.pop(item.name, None)
        if before is None:
            yield f"{case}, {kind}, {item.name}: new ({item.says})"
        elif before[1] != item.digest:
            says = f"{before[0]} -> {item.says}" if before[0] != item.says else f"other text, still {item.says}"
            yield f"{case}, {kind}, {item.name}: {says}"
    for name, before in expected.items():
        yield f"{case}, {kind}, {name}: gone (was {before[0]})"


def dump(folder: Path, case: str, kind: str, items: Iterable[Item]) -> None:
    """The whole texts, a file each, to be compared with those of another state."""
    target = folder / case / kind
    target.mkdir(parents=True, exist_ok=True)
    for item in items:
        name = NO_FILE_NAME.sub("_", item.name)
        (target / f"{name}.txt").write_text(item.text, encoding="utf-8", errors="surrogatepass")
