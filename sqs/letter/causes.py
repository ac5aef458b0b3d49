"""Why work fell short, from the reasons given: what may be said of how many shortfalls.

A letter names a cause for "the two cases" only where both had it, and a chief cause only where more
than half had it. Reasons called `other`, and shortfalls without any, count against that.
"""

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class Cause:
    """What may be said.

    Attributes:
        reach: "all" where every shortfall had one of the reasons (the one shortfall: all of them);
            "chief" where more than half had the first; "among" where it is one cause of several.
        reasons: one or two codes, the commoner first.

    """

    reach: Literal["all", "chief", "among"]
    reasons: tuple[str, ...]


def cause(shortfalls: Sequence[Collection[str]]) -> Cause | None:
    """The cause to name.

    Args:
        shortfalls: the reason codes of each case answered no; empty where none was given.

    Returns:
        None where no shortfall has a reason that can be put into words.

    """
    counted = Counter(reason for reasons in shortfalls for reason in set(reasons) - {"other"})
    # The commonest first; equally common ones by name, so that the order of cases does not matter.
    ranked = sorted(counted, key=lambda reason: (-counted[reason], reason))
    if not ranked:
        return None
    first, two = ranked[0], tuple(ranked[:2])
    if len(shortfalls) == 1:
        return Cause("all" if set(shortfalls[0]) == set(two) else "among", two)
    if all(first in reasons for reasons in shortfalls):
        return Cause("all", (first,))
    commoner = len(two) == 1 or counted[first] > counted[two[1]]
    most = commoner and 2 * counted[first] > len(shortfalls)
    if all(not set(two).isdisjoint(reasons) for reasons in shortfalls):
        return Cause("chief" if most else "all", two)
    return Cause("chief", (first,)) if most else Cause("among", two)
