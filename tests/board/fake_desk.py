"""A desk for tests of the server and the page: speaks as `roster.board.desk` does, of the small read model.

`python -m tests.board.fake_desk WORKBOOK [PEOPLE DAYS]`. Saving appends a line to the workbook. A code of "N" on the
first date breaks a must. The file `die` beside the workbook makes it end in the middle of the next request, once.
"""

from __future__ import annotations

import hashlib
import json
import sys
from pathlib import Path
from typing import Any

from roster.board.desk_changes import slim
from tests.board.example import read_model


class RefusalError(Exception):
    """A request that is refused: its text and kind."""


class FakeDesk:
    def __init__(self, workbook: Path, *size: int) -> None:
        self.workbook, self.size = workbook, size
        self.saved, self.typed = _saved(workbook), list[dict[str, Any]]()
        self.number = 0

    def answer(self, asked: dict[str, Any]) -> Any:
        die = self.workbook.with_name("die")
        if die.exists():
            die.unlink()
            sys.exit(9)
        return getattr(self, asked["do"])(asked)

    def show(self, asked: dict[str, Any]) -> Any:
        if not self.workbook.read_bytes().startswith(b"roster"):
            raise RefusalError("week.xlsx is no roster of ours", "refused")
        model = read_model(asked.get("lang") or "en", *self.size)
        column = {day["date"]: number for number, day in enumerate(model["dates"])}
        rows = {row["id"]: row["cells"] for row in model["people"]}
        crews = {crew["id"]: crew for crew in model["crews"]}
        for edit in [*self.saved, *self.typed]:
            if "date" in edit:
                cell = rows[edit["officer"]][column[edit["date"]]]
                was = cell["was"] if cell["typed"] else cell["code"]
                cell.update(code=edit["code"], typed=True, was=was)
            elif "seat" in edit:
                crews[edit["crew"]]["seats"][edit["seat"]]["officer"] = edit["officer"]
        model["number"] = self.number
        model["hash"] = hashlib.sha256(self.workbook.read_bytes()).hexdigest()
        broken = sum(row["cells"][0]["code"] == "N" for row in model["people"])
        model["verdict"] = {"musts": broken, "shortfalls": {}, "cost": 40, "text": f"musts broken: {broken}"}
        return model

    def set(self, asked: dict[str, Any]) -> Any:
        self.typed = asked["edits"]
        self.number += 1
        model = self.show(asked)
        cells = [
            {**cell, "officer": row["id"], "date": day["date"]}
            for row in model["people"]
            for day, cell in zip(model["dates"], row["cells"], strict=True)
        ]
        lists = {name: {"whole": model[name]} for name in ("findings", "crews")}
        return {"number": self.number, "cells": cells, "verdict": model["verdict"], "cover": model["cover"], **lists}

    def save(self, asked: dict[str, Any]) -> Any:
        now = hashlib.sha256(self.workbook.read_bytes()).hexdigest()
        if now != asked["hash"]:
            raise RefusalError("The workbook was changed outside.", "changed")
        self.saved, self.typed = self.saved + asked["edits"], []
        with self.workbook.open("a", encoding="utf-8") as file:
            file.write(json.dumps(asked["edits"]) + "\n")
        return {"hash": hashlib.sha256(self.workbook.read_bytes()).hexdigest(), "text": "saved", "kept": None}

    def free(self, asked: dict[str, Any]) -> Any:
        return {"free": read_model(asked.get("lang") or "en")["free"].get(asked["date"], [])}

    def versions(self, asked: dict[str, Any]) -> Any:
        one = {"when": "2026-10-12T09:00:00", "published": False, "kind": "workbook"}
        return {"versions": [{"id": name, "name": f"{name}.xlsx", **one} for name in ("week", "other")]}

    def compare(self, asked: dict[str, Any]) -> Any:
        change = {"officer": "P001", "name": "张伟", "date": "2026-10-19", "was": "D", "now": "N"}
        return {"text": ["1 duty differs."], "changes": [change], "told": [{"officer": "P001", "text": "N on 19.10."}]}

    def download(self, asked: dict[str, Any]) -> Any:
        if asked["version"] != "week":
            raise RefusalError("There is no such version.", "refused")
        return {"path": str(self.workbook), "name": "week.xlsx", "temporary": False}


def _saved(workbook: Path) -> list[dict[str, Any]]:
    lines = workbook.read_text("utf-8", "replace").splitlines()[1:]
    return [edit for line in lines for edit in json.loads(line)]


def main() -> None:
    desk = FakeDesk(Path(sys.argv[1]), *map(int, sys.argv[2:]))
    print(json.dumps({"event": "ready"}), flush=True)
    for line in sys.stdin:
        asked = json.loads(line)
        try:
            result = desk.answer(asked)
            answer = {"ok": True, "result": slim(result) if asked["do"] == "show" else result}
        except RefusalError as refusal:
            text, kind = refusal.args
            answer = {"ok": False, "error": {"text": text, "kind": kind, "places": []}}
        print(json.dumps({"id": asked["id"], **answer}), flush=True)


if __name__ == "__main__":
    main()
