"""What the page holds between the answer to an edit and the event that tells of it."""

from __future__ import annotations

from tests.board.conftest import Opened
from tests.board.running import Running

BETWEEN = """async () => {
  const { Model } = await import("/static/model.js");
  const model = new Model();
  model.load(await (await fetch("/api/state")).json());
  const now = () => [model.text(0, 0), model.judged];
  const seen = [now()];
  const edit = { officer: "P001", date: model.dates[0].date, code: "N" };
  const batch = model.send([edit]);
  seen.push(now());
  model.settle(batch, model.sequence + 1);
  seen.push(now());
  model.take({ sequence: model.sequence + 1, edits: [edit], undo: 1, redo: 0 });
  seen.push(now());
  model.judge({ sequence: model.sequence });
  model.expect(model.sequence + 1);
  seen.push(now());
  return seen;
}"""


def test_between_answer_and_event_nothing_is_taken_for_judged(board: Running, opened: Opened) -> None:
    seen = opened(board).evaluate(BETWEEN)
    assert seen == [["D", True], ["N", False], ["N", False], ["N", False], ["N", False]]
