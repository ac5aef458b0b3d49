"""How often the rules call something real where nothing is, by simulation with fixed seeds.

A programme here is a set of teams that are visited twice. Judgements of one case hang together
(correlation .3 on the normal scale), as they do in the field.
"""

import numpy as np
from scipy.special import ndtri

from sqs.figures.differences import benjamini_hochberg, between, between_sections

QUESTIONS = 25
CASES = 30
TOGETHER = 0.3
RELEVANT = np.resize([1.0, 0.9, 0.6, 0.4, 0.25], QUESTIONS)
"""How many cases each question is relevant to, so that most rest on 5 to 30."""

Z = 3
"""The allowance for chance in the simulation: three of its standard errors."""


def _visits(random, shares):
    """The counts (met, relevant) of each question at one visit to each team.

    Args:
        random: the generator.
        shares: true shares, a row a team and a column a question.

    Returns:
        met and relevant, whole numbers of the same shape; and both for each team, case, question.

    """
    teams = len(shares)
    of_case = random.standard_normal((teams, CASES, 1))
    own = random.standard_normal((teams, CASES, QUESTIONS))
    yes = TOGETHER**0.5 * of_case + (1 - TOGETHER) ** 0.5 * own < ndtri(shares)[:, np.newaxis, :]
    read = np.arange(CASES) < random.integers(14, CASES + 1, size=(teams, 1))
    asked = read[:, :, np.newaxis] & (random.random((teams, CASES, QUESTIONS)) < RELEVANT)
    return yes & asked, asked


def _real(now, before):
    """Which of a team's questions the page calls a real change; False where nothing compares."""
    pairs = [between(one, other) for one, other in zip(now, before, strict=True)]
    compared = [pair.p_value for pair in pairs if pair]
    decided = iter(benjamini_hochberg(compared))
    return [next(decided) if pair else False for pair in pairs]


def _families(random, shares_now, shares_before):
    """Each team's verdicts, a row a team, for two visits with these true shares."""
    counts = []
    for shares in (shares_now, shares_before):
        met, asked = (part.sum(axis=1).tolist() for part in _visits(random, shares))
        counts.append([list(zip(*team, strict=True)) for team in zip(met, asked, strict=True)])
    return np.array([_real(now, before) for now, before in zip(*counts, strict=True)])


def test_no_real_change_is_seen_where_there_is_none():
    """1,000 programmes of three teams; a family is one team's questions at two visits."""
    random = np.random.default_rng(1995)
    alarms = families = 0
    for _ in range(10):
        shares = random.beta(5, 2, size=(100, QUESTIONS)).repeat(3, axis=0)
        verdicts = _families(random, shares, shares)
        families += len(verdicts)
        alarms += int(verdicts.any(axis=1).sum())

    assert families == 3_000
    assert alarms / families <= 0.05 + Z * (0.05 * 0.95 / families) ** 0.5
    assert alarms > 0  # the rule does speak, if seldom


def test_of_the_changes_called_real_few_are_chance():
    """600 teams in which five questions fell from nine in ten to three in ten."""
    random = np.random.default_rng(1998)
    before = np.full((600, QUESTIONS), 0.7)
    before[:, :5] = 0.9
    now = before.copy()
    now[:, :5] = 0.3
    verdicts = _families(random, now, before)

    said = verdicts.sum(axis=1)
    wrong = verdicts[:, 5:].sum(axis=1) / np.maximum(said, 1)
    assert wrong.mean() <= 0.05 + Z * wrong.std() / len(wrong) ** 0.5
    # What every case was asked is found most of the time.
    assert verdicts[:, 0].mean() > 0.8


def test_sections_seem_to_change_no_more_often_than_stated():
    """Five questions a section, the case as the cluster, and nothing changed."""
    random = np.random.default_rng(2008)
    teams = 1_500
    shares = random.beta(5, 2, size=(teams, QUESTIONS))
    visits = []
    for _ in range(2):
        met, asked = (part[:, :, :5].sum(axis=2).tolist() for part in _visits(random, shares))
        # Cases that were not read have nothing relevant.
        visits.append(
            [
                [case for case in zip(*team, strict=True) if case[1]]
                for team in zip(met, asked, strict=True)
            ]
        )
    found = [between_sections(now, before) for now, before in zip(*visits, strict=True)]

    alarms = sum(difference.p_value < 0.05 for difference in found)
    assert 0 < alarms / teams <= 0.05 + Z * (0.05 * 0.95 / teams) ** 0.5
