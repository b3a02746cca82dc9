"""How rosters fall towards what is proved, as a picture: one line a run.

    python -m benchmarks.curves DIR [--out docs/curves.png]

DIR holds the curves that `--curves DIR` of the other benchmarks wrote, a CSV a run: seconds, incumbent, bound. Drawn is
how far the best roster was above the bound that its run proved in the end, in per cent of that, over time.
"""

from __future__ import annotations

import argparse
import csv
from collections.abc import Iterable, Iterator
from pathlib import Path

from matplotlib.figure import Figure
from matplotlib.ticker import ScalarFormatter

from benchmarks.measure import Point

LEAST = 0.05
"""Per cent above the bound that is drawn as none."""


def write_curve(folder: Path, name: str, curve: Iterable[Point]) -> None:
    """A run's curve as CSV in a folder, which is made where it is not there."""
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(Point._fields)
        writer.writerows(curve)


def read_curve(path: Path) -> list[Point]:
    """The curve that `write_curve` wrote."""
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    return [
        Point(float(row["seconds"]), *(int(row[end]) if row[end] else None for end in ("incumbent", "bound")))
        for row in rows
    ]


def above(curve: Iterable[Point]) -> Iterator[tuple[float, float]]:
    """Seconds, and by how many per cent of it the best roster until then is above the last bound; none without one."""
    points = list(curve)
    bound = max((point.bound for point in points if point.bound), default=None)
    best: int | None = None
    for point in points if bound else ():
        if point.incumbent is not None and (best is None or point.incumbent <= best):
            best = point.incumbent
        if best is not None and bound is not None:
            yield point.seconds, 100 * (best - bound) / bound


def drawn(curves: Iterable[tuple[str, list[Point]]]) -> Figure:
    """The picture of named curves, both axes logarithmic."""
    figure = Figure(figsize=(9, 5), layout="constrained")
    axes = figure.subplots()
    for name, curve in curves:
        steps = [(seconds, max(LEAST, share)) for seconds, share in above(curve)]
        if steps:
            axes.step(*zip(*steps, strict=True), where="post", label=name)
    axes.set(xscale="log", yscale="log", xlabel="seconds", ylabel=f"above the bound, % ({LEAST} stands for none)")
    for axis in (axes.xaxis, axes.yaxis):
        axis.set_major_formatter(ScalarFormatter())
    axes.grid(alpha=0.3)
    if axes.get_legend_handles_labels()[0]:
        axes.legend(fontsize=8, loc="upper left", bbox_to_anchor=(1.0, 1.0))
    return figure


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path, metavar="DIR")
    parser.add_argument("--out", type=Path, default=Path("docs/curves.png"))
    given = parser.parse_args()
    paths = sorted(given.folder.glob("*.csv"))
    drawn((path.stem, read_curve(path)) for path in paths).savefig(given.out, dpi=110)


if __name__ == "__main__":
    main()
