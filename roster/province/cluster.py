"""What the coordinator knows of those who work: tasks go there as bytes, and events come back."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple, Protocol

from roster.domain.outcome import Moment

MOST_DEATHS = 3
"""So many workers may die of one task before it is given up."""


class Started(NamedTuple):
    """A worker took a task."""

    name: str
    worker: str


class Step(NamedTuple):
    """A task is so far."""

    name: str
    moment: Moment


class Finished(NamedTuple):
    """A task's result, as bytes."""

    name: str
    result: bytes


class Lost(NamedTuple):
    """The workers that had the task died, so often that it is given up."""

    name: str
    message: str


Event = Started | Step | Finished | Lost


class Cluster(Protocol):
    """Workers. Tasks are known by name; each ends with one `Finished` or `Lost`, but for those that were dropped."""

    @property
    def slots(self) -> int:
        """How many tasks can run at once."""
        ...

    def submit(self, name: str, task: bytes, people: int) -> None:
        """Give a task to whoever is free."""
        ...

    def events(self, seconds: float) -> Sequence[Event]:
        """What happened since; waits at most so long for the first."""
        ...

    def stop(self) -> None:
        """Ask all tasks that run to end with the best so far; those that wait are not begun."""
        ...

    def drop(self) -> None:
        """End all tasks at once; nothing comes back."""
        ...

    def close(self) -> None:
        """Let the workers go."""
        ...
