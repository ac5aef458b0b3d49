"""How figures, visits and dates are said; every page, chart and letter says them alike."""

import functools
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import Protocol, TypeVar

from sqs import settings
from sqs.criteria import Edition
from sqs.figures.records import INVENTED, Inspection

NOTHING_RELEVANT = "not relevant in this sample"

_METHODS = {
    "wilson": "Wilson",
    "hypergeometric": "exact for the caseload",
    "korn-graubard": "Korn and Graubard",
    "": "",
}


class Shown(Protocol):
    """What a figure is told by, of an inspection or of a comparison."""

    @property
    def met(self) -> int:
        """Answers yes."""

    @property
    def relevant(self) -> int:
        """Answers yes or no."""

    @property
    def share(self) -> float | None:
        """A fraction from 0 to 1."""

    @property
    def low(self) -> float | None:
        """Its lower limit at 95 %."""

    @property
    def high(self) -> float | None:
        """Its upper limit at 95 %."""

    @property
    def method(self) -> str:
        """How its limits were found."""

    @property
    def mark(self) -> str:
        """What stands in its place where it is withheld."""


Row = TypeVar("Row", bound=Shown)


@dataclass(frozen=True, slots=True)
class Measure:
    """What is compared: a judged question or a whole section of an edition.

    Attributes:
        key: the question_id or the section's key.
        title: its short name.
        asks: the question in full, or what the section pools.
        is_section: whether it pools a section's questions.
        unit: what is counted, in the plural.

    """

    key: str
    title: str
    asks: str
    is_section: bool
    unit: str

    @property
    def label(self) -> str:
        """How it stands in a list of measures."""
        return f"Section: {self.title}" if self.is_section else self.title


def told(figure: Shown) -> tuple[str, str, str]:
    """Its counts, share and interval; the mark in each place where the figure is withheld."""
    if figure.mark:
        return figure.mark, figure.mark, figure.mark
    return (
        count(figure.met, figure.relevant),
        share(figure.met, figure.relevant),
        interval(figure.low, figure.high),
    )


def cohort(start: date, end: date) -> str:
    """ "Oct 2011 to Sep 2012"."""
    return f"{start:%b %Y} to {end:%b %Y}"


def measures(edition: Edition) -> list[Measure]:
    """Every measure of an edition: its sections first, then the judged questions."""
    sections = [
        Measure(s.key, s.title, "Every judgement of the section put together.", True, "judgements")
        for s in edition.sections
    ]
    questions = [
        Measure(q.id, q.title, q.asks, False, f"{q.unit}s")
        for s in edition.sections
        for q in s.judged
    ]
    return sections + questions


def count(met: int, relevant: int) -> str:
    """ "12 of 14", or that nothing was relevant."""
    return f"{met:,} of {relevant:,}" if relevant else NOTHING_RELEVANT


def percent(fraction: float) -> str:
    """A fraction in whole per cent, halves rounded up."""
    return f"{int(fraction * 100 + 0.5)}%"


def chance(probability: float) -> str:
    """A probability in whole per cent, never as none at all or as certain."""
    if probability < 0.01:
        return "under 1%"
    return "over 99%" if probability > 0.99 else percent(probability)


def points(change: float) -> str:
    """A change of a share in whole percentage points, with its sign: "+21", "−8", "0"."""
    whole = int(abs(change) * 100 + 0.5)
    if whole == 0:
        return "0"
    return f"{'+' if change > 0 else '−'}{whole}"


def rate(per_cent: float) -> str:
    """A published rate with the one decimal it is published with, halves rounded up: "34.3%"."""
    return f"{Decimal(str(per_cent)).quantize(Decimal('0.1'), ROUND_HALF_UP)}%"


def share(met: int, relevant: int) -> str:
    """met / relevant in whole per cent from the exact counts; empty where nothing is relevant."""
    return f"{(200 * met + relevant) // (2 * relevant)}%" if relevant else ""


def interval(low: float | None, high: float | None) -> str:
    """ "60% to 96%"; empty where there is no share."""
    return "" if low is None or high is None else f"{percent(low)} to {percent(high)}"


def coefficient(value: float | None) -> str:
    """A coefficient of agreement with two decimals, halves away from 0; empty for None."""
    if value is None:
        return ""
    rounded = Decimal(str(value)).quantize(Decimal("0.01"), ROUND_HALF_UP)
    return str(rounded or abs(rounded)).replace("-", "−")


def method(figure: Shown) -> str:
    """Which interval a figure has, in words."""
    return _METHODS[figure.method]


def month(day: date) -> str:
    """ "November 2014"."""
    return f"{day:%B %Y}"


def listed(names: Sequence[str]) -> str:
    """Names in a row: "a", "a and b", "a, b and c"; at least one."""
    *others, last = names
    return f"{', '.join(others)} and {last}" if others else last


def day(when: date) -> str:
    """ "17 November 2014"."""
    return f"{when.day} {month(when)}"


def fieldwork(inspection: Inspection) -> str:
    """ "17 to 19 November 2014", as short as the two dates allow."""
    start, end = inspection.fieldwork_start, inspection.fieldwork_end
    last = day(end)
    if start == end:
        return last
    if (start.year, start.month) == (end.year, end.month):
        return f"{start.day} to {last}"
    return f"{start.day} {start:%B}{'' if start.year == end.year else f' {start.year}'} to {last}"


def read(inspection: Inspection) -> str:
    """ "20 cases read, 10 case managers interviewed"; what there is none of is left out."""
    parts = []
    if inspection.cases:
        parts.append(f"{inspection.cases} cases read")
    if inspection.case_managers:
        parts.append(f"{inspection.case_managers} case managers interviewed")
    return ", ".join(parts)


@functools.cache
def _origins() -> Mapping[str, str]:
    return tomllib.loads((settings.SAMPLE / "origins.toml").read_text(encoding="utf-8"))


def origin(inspection: Inspection) -> str:
    """What must be known of where the data comes from: invented, reconstructed; else empty."""
    if inspection.invented:
        return "Invented team, for demonstration. Nothing here is about a real team or child."
    return _origins().get(inspection.inspection_id, "")


def team(inspection: Inspection) -> str:
    """The team's name without the mark that it is invented, which the page shows apart."""
    return inspection.name.removesuffix(INVENTED)


def visit_labels(inspections: Iterable[Inspection]) -> dict[str, str]:
    """A name for each visit by its id: team and month, with the id where two would be alike."""
    labels: dict[str, str] = {}
    seen: set[str] = set()
    for each in inspections:
        label = f"{each.name}, {month(each.fieldwork_end)}"
        labels[each.inspection_id] = f"{label} ({each.inspection_id})" if label in seen else label
        seen.add(label)
    return labels


def team_names(inspections: Iterable[Inspection]) -> dict[str, str]:
    """Each team's newest name by its yot, in alphabetical order; alike names get their yot."""
    newest: dict[str, str] = {}
    for each in inspections:  # the newest first
        newest.setdefault(each.yot, each.name)
    return told_apart(newest)


def told_apart(names: Mapping[str, str]) -> dict[str, str]:
    """Names by their yot, in alphabetical order; alike names get their yot."""
    every = list(names.values())
    apart = {
        yot: f"{name} ({yot})" if every.count(name) > 1 else name for yot, name in names.items()
    }
    return dict(sorted(apart.items(), key=lambda pair: pair[1]))


def visit_name(inspection: Inspection, *, with_month: bool) -> str:
    """The team, with the month of the visit where several of its visits stand side by side."""
    name = team(inspection)
    return f"{name}, {inspection.fieldwork_end:%b %Y}" if with_month else name


def period(inspections: Iterable[Inspection]) -> str:
    """ "November 2012 to March 2017", from the first fieldwork to the last."""
    days = sorted(each.fieldwork_end for each in inspections)
    if not days:
        return "no visits"
    first, last = month(days[0]), month(days[-1])
    return first if first == last else f"{first} to {last}"


def in_order_of_share(named: Iterable[tuple[str, Row]]) -> list[tuple[str, Row]]:
    """Named figures, the highest share first; equal ones by name, those without a share last."""

    def place(pair: tuple[str, Row]) -> tuple[float, str]:
        share = pair[1].share
        return (1.0 if share is None else -share, pair[0])

    return sorted(named, key=place)


def latest_visits(inspections: Sequence[Inspection]) -> list[Inspection]:
    """The newest inspection of each team, the newest first."""
    newest: dict[str, Inspection] = {}
    for each in inspections:  # the newest first
        newest.setdefault(each.yot, each)
    return list(newest.values())
