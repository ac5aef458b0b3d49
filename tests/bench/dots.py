"""What the measured pages draw: shares with their intervals, the same in every program."""

import random

DOTS_IN_CHART = 25


def dots(chart: int) -> list[tuple[str, int, int, float, float]]:
    """Label, met, relevant, low and high of each dot of a chart, by its number."""
    rng = random.Random(chart)
    drawn = []
    for nth in range(DOTS_IN_CHART):
        met, relevant = rng.randint(4, 18), 20
        share = met / relevant
        drawn.append((f"Team {chart}-{nth}", met, relevant, share * 0.8, share + 0.2 * (1 - share)))
    return drawn
