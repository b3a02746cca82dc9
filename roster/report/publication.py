"""What was published, or made anew in the ledger: lines and JSON."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from roster.i18n import _
from roster.io.ledger.publication import Publication
from roster.report import Json


def line(publication: Publication, new: bool, ledger: Path) -> str:
    """One line on what was published."""
    words = _("published: {first} to {last}, version {version}, duties: {duties}, changed: {changes}; in {ledger}")
    if not new:
        words = _("already published: {first} to {last}, version {version}, duties: {duties}; in {ledger}")
    return words.format(
        first=publication.start,
        last=publication.last,
        version=publication.version,
        duties=len(publication.duties),
        changes=len(publication.changes),
        ledger=ledger,
    )


def rebuilt_lines(found: Sequence[Publication], ledger: Path) -> Iterator[str]:
    """A line for each publication in a ledger that was made anew."""
    yield from (line(publication, True, ledger) for publication in found)
    yield _("the ledger was made anew from workbooks ({count}): {ledger}").format(count=len(found), ledger=ledger)


def as_json(publication: Publication) -> Json:
    """A publication for other programs."""
    return {
        "start": publication.start.isoformat(),
        "days": publication.days,
        "version": publication.version,
        "time": publication.time,
        "file": publication.file,
        "sha256": publication.sha256,
        "content": publication.content,
        "duties": len(publication.duties),
        "changes": [
            {"officer": c.officer, "date": c.date.isoformat(), "before": c.before, "after": c.after, "recall": c.recall}
            for c in publication.changes
        ],
    }
