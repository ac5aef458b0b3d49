"""A problem with a pack: where it is, what was found, what is allowed, what to do."""

from dataclasses import asdict, dataclass

KEPT_AT_MOST = 20_000
"""Problems that are worded one by one; beyond it they are only counted."""

LISTED_AT_MOST = 1000
"""Problems listed one by one; beyond it they are only counted."""


class IntakeError(Exception):
    """A fault of ours while checking: the load stops, because it must never look like a pass."""


@dataclass(frozen=True, slots=True)
class Problem:
    """One problem.

    Attributes:
        rule: name of the rule that was broken.
        file: the file as the inspector named it.
        line: as a text editor counts (the heading is line 1); None where it is the whole file.
        column: the heading; None where it is the whole row or file.
        case: the case's reference, where the row has one.
        found, allowed: short texts.
        message: one sentence with all of it and what to do.

    """

    rule: str
    file: str
    line: int | None
    column: str | None
    case: str | None
    found: str
    allowed: str
    message: str

    def as_row(self) -> dict[str, str | int | None]:
        """The problem as a flat row, in the order of the attributes."""
        return asdict(self)


def problem(
    rule: str,
    file: str,
    found: str,
    allowed: str,
    *,
    line: int | None = None,
    column: str | None = None,
    case: str | None = None,
) -> Problem:
    """A problem whose sentence is built from its parts: where, found, allowed."""
    where = ", ".join(part for part in (file, f"line {line}" if line else "", column or "") if part)
    of_case = f" (case {case})" if case and column != "case_id" else ""
    message = f"{where}{of_case}: found {found}; {allowed}."
    return Problem(rule, file, line, column, case, found, allowed, message)
