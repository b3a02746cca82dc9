"""The best solution that several engines improve: which others are taken instead, and who hears of it."""

from __future__ import annotations

import threading

from roster.search.incumbent import Incumbent


def test_only_what_is_better_is_taken_and_an_equal_one_where_that_is_asked_for() -> None:
    incumbent = Incumbent()
    assert incumbent.best == (None, ())
    assert incumbent.tell(100, (1, 0))
    assert not incumbent.tell(101, (2, 0))
    assert not incumbent.tell(100, (3, 0))
    assert incumbent.best == (100, (1, 0))
    assert incumbent.tell(100, (3, 0), ties=True)
    assert incumbent.best == (100, (3, 0))
    assert incumbent.tell(99, (4, 0))
    assert incumbent.best == (99, (4, 0))


def test_a_cost_without_values_is_known_until_they_come() -> None:
    incumbent = Incumbent()
    assert not incumbent.tell(7)
    assert (incumbent.objective, incumbent.best) == (7, (None, ()))
    assert incumbent.tell(8, (8,))
    assert (incumbent.objective, incumbent.best) == (7, (8, (8,)))
    assert incumbent.tell(7, (7,))
    assert incumbent.best == (7, (7,))


def test_bounds_only_rise_and_close_the_search() -> None:
    incumbent = Incumbent(bound=3)
    incumbent.tell(bound=2)
    assert (incumbent.bound, incumbent.closed, incumbent.gap()) == (3, False, float("inf"))
    incumbent.tell(8, (8,), 4)
    assert (incumbent.bound, incumbent.closed, incumbent.gap()) == (4, False, 0.5)
    incumbent.tell(bound=8)
    assert (incumbent.closed, incumbent.gap()) == (True, 0.0)
    refuted = Incumbent()
    refuted.refute()
    assert (refuted.infeasible, refuted.closed) == (True, True)


def test_watchers_hear_every_word_and_threads_keep_the_best() -> None:
    incumbent, heard = Incumbent(), list[tuple[int | None, int]]()
    incumbent.subscribe(lambda: heard.append((incumbent.objective, incumbent.bound)))
    incumbent.tell(5, (5,))
    incumbent.tell(bound=1)
    incumbent.tell(6, (6,))
    assert heard == [(5, 0), (5, 1), (5, 1)]
    threads = [threading.Thread(target=incumbent.tell, args=(cost, (cost,), 1)) for cost in range(5, 1, -1)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert incumbent.best == (2, (2,))
