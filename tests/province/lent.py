"""Two brigades, an event and a crew lent to it."""

from __future__ import annotations

import shutil
from pathlib import Path

from roster.province.coordinate import Coordinator
from roster.province.folder import read_province
from roster.province.loans.stage import Loans
from roster.province.run_folder import RunFolder
from roster.province.task import How
from tests.paths import TINY
from tests.province.inline import Inline

HOW = How(seconds=1, plan_seconds=0, deterministic=True)
EVENTS = "id,brigade,places,unit_kind,from,to,crews,priority\n"
FAIR = "fair,east,main,walk,2026-11-03 14:00,2026-11-03 22:00,2,2\n"
WAYS = "from,to,minutes\neast,west,30\n"
LOANS = "from,to,kind,date,shift,crews\n"
LENT = "west,east,walk,2026-11-03,A,1\n"


def province(tmp_path: Path, **tables: str) -> Path:
    for name in ("east", "west"):
        shutil.copytree(TINY, tmp_path / "brigades" / name)
    (tmp_path / "province.yaml").write_text("name: Two rivers\n", encoding="utf-8")
    for name, text in tables.items():
        (tmp_path / f"{name}.csv").write_text(text, encoding="utf-8")
    return tmp_path


def solved(folder: Path, scenarios: tuple[str, ...] = ("",)) -> tuple[RunFolder, list[str]]:
    kept, workers, whole = RunFolder(folder / "run"), Inline(), read_province(folder)
    with kept.held():
        loans = Loans(whole, kept, workers, HOW)
        Coordinator(loans.begin(), kept, workers, HOW, scenarios).run()
        loans.finish()
    return kept, workers.solved
