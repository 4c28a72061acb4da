"""Slack's data visualization block as shapes for an SVG, with the same in words and in a table of numbers.

Bars stand in groups, areas on top of one another; every shape says what it shows, so that colour is never alone.
"""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate

from sandbox.slack.refusals import JsonObject

WIDTH, HEIGHT = 640, 250
LEFT, RIGHT, TOP, BOTTOM = 46, 10, 26, 28
SLANTED, LINE = 56, 16
LETTER = 6.2
WANTED_TICKS = 5
MARKS = ("M-4,0a4,4 0 1,0 8,0a4,4 0 1,0 -8,0z", "M-4,-4h8v8h-8z", "M0,-5l5,9h-10z", "M0,-5l5,5l-5,5l-5,-5z")
RADIUS = 110
CENTRE = (WIDTH / 2, 135)


@dataclass(frozen=True, slots=True)
class Shape:
    """One path, moved to `x`, `y`: filled (`fill`), or drawn (`stroke`); `ink` is the number of its series."""

    kind: str
    path: str
    ink: int
    said: str = ""
    x: float = 0
    y: float = 0


@dataclass(frozen=True, slots=True)
class Label:
    """Words at a place of the drawing; `slant` is their turn in degrees."""

    x: float
    y: float
    text: str
    kind: str
    slant: int = 0


@dataclass(frozen=True, slots=True)
class Drawing:
    """One chart: `lines` at the height of each tick, `names` of the series by ink, `table` of all numbers."""

    kind: str
    height: int
    shapes: list[Shape]
    labels: list[Label]
    lines: list[float]
    names: list[str]
    table: list[list[str]]

    @property
    def said(self) -> str:
        """All numbers in words, one series after the other."""
        head, *rows = self.table
        told = (
            ", ".join(f"{name} {value}".strip() for name, value in zip(head[1:], row[1:], strict=True)) for row in rows
        )
        return "; ".join(f"{row[0]}: {words}" for row, words in zip(rows, told, strict=True))


def drawing(block: JsonObject) -> Drawing:
    """The drawing of one data visualization block that Slack has accepted."""
    chart = block["chart"]
    return _pie(chart["segments"]) if chart["type"] == "pie" else Axes(chart).drawn()


class Axes:
    """A bar, line or area chart on its two axes."""

    def __init__(self, chart: JsonObject) -> None:
        """Find the room for the words, and the values' scale."""
        self._kind: str = chart["type"]
        self._config: JsonObject = chart["axis_config"]
        self._categories: list[str] = self._config["categories"]
        self._names = [series["name"] for series in chart["series"]]
        self._values = [self._row(series["data"]) for series in chart["series"]]
        self._step = (WIDTH - LEFT - RIGHT) / len(self._categories)
        self._slanted = max(map(_width, self._categories)) > self._step
        self._height = HEIGHT + (SLANTED if self._slanted else 0) + (LINE if "x_label" in self._config else 0)
        self._ticks = ticks([0.0, *(value for row in self._tops() for value in row)])

    def drawn(self) -> Drawing:
        """The whole chart."""
        draw = {"bar": self._bars, "line": self._lines, "area": self._areas}[self._kind]
        rows = [[name, *map(_number, row)] for name, row in zip(self._names, self._values, strict=True)]
        return Drawing(
            self._kind,
            self._height,
            [shape for ink in range(len(self._names)) for shape in draw(ink)],
            [*self._written(), *(self._numbers() if self._kind == "bar" else [])],
            [self._y(tick) for tick in self._ticks],
            self._names,
            [["", *self._categories], *rows],
        )

    def _row(self, points: list[JsonObject]) -> list[float]:
        """The values of one series in the order of the categories."""
        by_label = {point["label"]: float(point["value"]) for point in points}
        return [by_label[category] for category in self._categories]

    def _tops(self) -> list[list[float]]:
        """How high each series reaches: of areas, on top of those before it."""
        if self._kind != "area":
            return self._values
        stacked = [list(accumulate(column)) for column in zip(*self._values, strict=True)]
        return [list(row) for row in zip(*stacked, strict=True)]

    def _x(self, place: float) -> float:
        return LEFT + self._step * (place + 0.5)

    def _y(self, value: float) -> float:
        low, high = self._ticks[0], self._ticks[-1]
        return round(TOP + (HEIGHT - TOP - BOTTOM) * (high - value) / (high - low), 1)

    def _bar(self, ink: int, place: int) -> tuple[float, float]:
        """Where a bar begins, and how wide it is."""
        wide = self._step * 0.8 / len(self._names)
        return LEFT + self._step * (place + 0.1) + wide * ink, wide

    def _bars(self, ink: int) -> Iterator[Shape]:
        for place, value in enumerate(self._values[ink]):
            x, wide = self._bar(ink, place)
            top, base = self._y(value), self._y(0)
            path = f"M{x:.1f},{base}V{top}h{wide * 0.9:.1f}V{base}z"
            yield Shape("fill", path, ink, self._said(ink, place))

    def _lines(self, ink: int) -> Iterator[Shape]:
        points = [(self._x(place), self._y(value)) for place, value in enumerate(self._values[ink])]
        yield Shape("stroke", _through(points), ink)
        for place, (x, y) in enumerate(points):
            yield Shape("fill", MARKS[ink % len(MARKS)], ink, self._said(ink, place), x, y)

    def _areas(self, ink: int) -> Iterator[Shape]:
        tops = self._tops()
        floor = tops[ink - 1] if ink else [0.0] * len(self._categories)
        upper = [(self._x(place), self._y(value)) for place, value in enumerate(tops[ink])]
        lower = [(self._x(place), self._y(value)) for place, value in enumerate(floor)]
        yield Shape("fill", f"{_through([*upper, *reversed(lower)])}z", ink, self._names[ink])

    def _said(self, ink: int, place: int) -> str:
        return f"{self._names[ink]}, {self._categories[place]}: {_number(self._values[ink][place])}"

    def _numbers(self) -> Iterator[Label]:
        """The value over each bar that is wide enough."""
        for ink, row in enumerate(self._values):
            for place, value in enumerate(row):
                x, wide = self._bar(ink, place)
                if wide >= LETTER * len(_number(value)):
                    yield Label(x + wide * 0.45, self._y(max(value, 0)) - 3, _number(value), "value")

    def _written(self) -> Iterator[Label]:
        for tick in self._ticks:
            yield Label(LEFT - 6, self._y(tick) + 4, _number(tick), "tick")
        for place, category in enumerate(self._categories):
            kind, slant = ("slanted", -35) if self._slanted else ("category", 0)
            yield Label(self._x(place), HEIGHT - BOTTOM + 16, category, kind, slant)
        yield Label(LEFT - 40, 10, str(self._config.get("y_label", "")), "y-label")
        yield Label(WIDTH - RIGHT, self._height - 4, str(self._config.get("x_label", "")), "x-label")


def ticks(values: Sequence[float]) -> list[float]:
    """Round numbers from below the least of `values` to above the greatest, about five, whole where all are."""
    low, high = min(values), max(values)
    rough = (high - low or 1) / WANTED_TICKS
    power = 10.0 ** math.floor(math.log10(rough))
    step = next(power * one for one in (1, 2, 5, 10) if power * one >= rough)
    step = max(step, 1.0) if all(value == int(value) for value in values) else step
    first, last = math.floor(low / step), max(math.ceil(high / step), 1)
    return [round(step * count, 10) for count in range(first, last + 1)]


def _pie(segments: list[JsonObject]) -> Drawing:
    whole = sum(segment["value"] for segment in segments)
    ends = list(accumulate(segment["value"] / whole for segment in segments))
    names = [segment["label"] for segment in segments]
    numbers = [_number(segment["value"]) for segment in segments]
    shares = [f"{name} {segment['value'] / whole:.0%}" for name, segment in zip(names, segments, strict=True)]
    arcs = list(zip([0.0, *ends[:-1]], ends, strict=True))
    shapes = [
        Shape("fill", _slice(*arc), ink, f"{share} ({number})")
        for ink, (arc, share, number) in enumerate(zip(arcs, shares, numbers, strict=True))
    ]
    labels = [_beside((begin + end) / 2, share) for (begin, end), share in zip(arcs, shares, strict=True)]
    table = [[name, number] for name, number in zip(names, numbers, strict=True)]
    return Drawing("pie", HEIGHT + 20, shapes, labels, [], names, [["", ""], *table])


def _beside(share: float, text: str) -> Label:
    x, y = _on_circle(share, RADIUS + 12)
    return Label(x, y + 4, text, "left" if x < CENTRE[0] else "right")


def _slice(begin: float, end: float) -> str:
    """The outline from one share of the way round to another; the whole way is drawn as two halves."""
    (x1, y1), (x2, y2) = _on_circle(begin, RADIUS), _on_circle((begin + end) / 2, RADIUS)
    x3, y3 = _on_circle(end, RADIUS)
    arc = f"A{RADIUS},{RADIUS} 0 0,1"
    return f"M{CENTRE[0]},{CENTRE[1]}L{x1:.1f},{y1:.1f}{arc} {x2:.1f},{y2:.1f}{arc} {x3:.1f},{y3:.1f}z"


def _on_circle(share: float, radius: float) -> tuple[float, float]:
    """The place at `share` of the way round, from the top, clockwise."""
    angle = 2 * math.pi * share
    return CENTRE[0] + radius * math.sin(angle), CENTRE[1] - radius * math.cos(angle)


def _through(points: Sequence[tuple[float, float]]) -> str:
    return "M" + "L".join(f"{x:.1f},{y}" for x, y in points)


def _number(value: float) -> str:
    return f"{value:,.10g}"


def _width(text: str) -> float:
    """About how wide `text` is; Japanese letters are twice as wide as Latin ones."""
    return LETTER * sum(1 if letter.isascii() else 2 for letter in text)
