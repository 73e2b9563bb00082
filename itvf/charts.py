"""Charts drawn on the server as SVG: no script, no inline style, colours by class, a table behind each.

A chart is a figure: title, one sentence that says what it shows, the drawing with the same words as its
alternative text, and the numbers as a table. Decimals come in; floats exist only as pixels.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from hashlib import sha256

from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from itvf.presentation import NOTHING, hkd

WIDTH = 640
PLOT = 240
TOP = 28
LEFT = 104
STEPS = (Decimal(1), Decimal(2), Decimal("2.5"), Decimal(5), Decimal(10))
SERIES_COLOURS = 6


@dataclass(frozen=True, slots=True)
class Series:
    """One run of values: its name, and a value (or None) for each label of the chart."""

    name: str
    values: Sequence[Decimal | None]


@dataclass(frozen=True, slots=True)
class Chart:
    """What every chart needs: words, labels, series, and how a value is written."""

    title: str
    description: str
    labels: Sequence[str]
    series: Sequence[Series]
    show: Callable[[Decimal], str] = hkd
    limit: Decimal | None = None
    limit_name: str = ""

    def __post_init__(self):
        for one in self.series:
            if len(one.values) != len(self.labels):
                raise ValueError(f"series {one.name!r} has {len(one.values)} values for {len(self.labels)} labels")

    @property
    def key(self) -> str:
        """An id for the page, the same for the same chart."""
        words = "\x1f".join([self.title, self.description, *map(str, self.labels)])
        return "chart-" + sha256(words.encode()).hexdigest()[:10]


def bars(chart: Chart) -> SafeString:
    """A row for each label: its words, its bar (or its parts, stacked, where there are several series), its total."""
    if any((value or 0) < 0 for one in chart.series for value in one.values):
        raise ValueError("bars show amounts from zero up; draw a line where values can be negative")
    known = [[one.values[row] for one in chart.series] for row in range(len(chart.labels))]
    totals = [sum((value or Decimal(0) for value in values), Decimal(0)) for values in known]
    longest = max([*totals, chart.limit or Decimal(0)], default=Decimal(0)) or Decimal(1)
    limit = None if chart.limit is None else _share(chart.limit, longest)
    rows = [
        {
            "label": label,
            "value": NOTHING if all(value is None for value in values) else chart.show(total),
            "parts": _stack(values, longest),
        }
        for label, values, total in zip(chart.labels, known, totals, strict=True)
    ]
    return _figure(chart, "portal/parts/chart_bars.html", bars=rows, limit=limit)


def lines(chart: Chart) -> SafeString:
    """One line a series over the labels in order; a gap where a value is unknown."""
    values = [value for one in chart.series for value in one.values if value is not None]
    ticks = _ticks([*values, Decimal(0), *([chart.limit] if chart.limit is not None else [])])
    low, high = ticks[0], ticks[-1]

    def y(value: Decimal) -> float:
        return round(TOP + float((high - value) / (high - low)) * PLOT, 2)

    def x(index: int) -> float:
        return round(LEFT + (WIDTH - LEFT - 8) * index / max(len(chart.labels) - 1, 1), 2)

    every = max(1, -(-len(chart.labels) // 6))
    last = len(chart.labels) - 1
    return _figure(
        chart,
        "portal/parts/chart_lines.html",
        width=WIDTH,
        height=TOP + PLOT + 36,
        bottom=TOP + PLOT + 28,
        ticks=[{"y": y(tick), "words": chart.show(tick), "is_axis": tick == 0} for tick in ticks],
        labels=[
            {"x": x(index), "words": label, "anchor": _anchor(index, last), "is_minor": 0 < index < last}
            for index, label in enumerate(chart.labels)
            if index == last or (index % every == 0 and last - index >= every)
        ],
        limit=None if chart.limit is None else y(chart.limit),
        lines=[
            _line(
                [(x(index), y(value)) if value is not None else None for index, value in enumerate(one.values)], place
            )
            for place, one in enumerate(chart.series)
        ],
    )


def _stack(values: Sequence[Decimal | None], longest: Decimal) -> list[dict]:
    parts, before = [], Decimal(0)
    for place, value in enumerate(values):
        if value:
            start, end = _share(before, longest), _share(before + value, longest)
            parts.append({"x": start, "width": round(max(end - start, 0.2), 3), "colour": _colour(place)})
            before += value
    return parts


def _line(points: list[tuple[float, float] | None], place: int) -> dict:
    path, pen_is_up = [], True
    for point in points:
        if point is not None:
            path.append(f"{'M' if pen_is_up else 'L'}{point[0]} {point[1]}")
        pen_is_up = point is None
    return {"path": " ".join(path), "dots": [point for point in points if point], "colour": _colour(place)}


def _anchor(index: int, last: int) -> str:
    if index == 0:
        return "start"
    return "end" if index == last else "middle"


def _ticks(values: list[Decimal]) -> list[Decimal]:
    """Round figures that hold all values, about five of them."""
    low, high = min(values), max(values)
    if low == high:
        high = low + 1
    rough = (high - low) / 5
    scale = Decimal(1).scaleb(rough.adjusted())
    step = next(scale * one for one in STEPS if scale * one >= rough)
    first = (low / step).to_integral_value(rounding="ROUND_FLOOR")
    last = (high / step).to_integral_value(rounding="ROUND_CEILING")
    return [step * index for index in range(int(first), int(last) + 1)]


def _share(value: Decimal, longest: Decimal) -> float:
    return round(float(value / longest) * 100, 3)


def _colour(place: int) -> str:
    return f"series-{place % SERIES_COLOURS + 1}"


def _figure(chart: Chart, drawing: str, **shapes) -> SafeString:
    table = [
        [label, *(NOTHING if one.values[row] is None else chart.show(one.values[row]) for one in chart.series)]
        for row, label in enumerate(chart.labels)
    ]
    legend = [(one.name, _colour(place)) for place, one in enumerate(chart.series)] if len(chart.series) > 1 else []
    return render_to_string(
        "portal/parts/chart.html", {"chart": chart, "drawing": drawing, "legend": legend, "table": table, **shapes}
    )
