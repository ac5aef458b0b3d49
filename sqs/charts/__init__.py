"""Plain rows to a chart and the sentence that says what it shows. Fetches nothing.

Each kind of chart is authored in Altair once a process, on named data, and kept as a finished
Vega-Lite specification: building Altair objects at every rerun costs 10 to 15 ms a chart, sending a
kept specification next to nothing. Titles stand outside the picture, in the page; a picture that is
taken away gets them inside.
"""

from sqs.charts.comparison import comparison
from sqs.charts.differences import Change, differences
from sqs.charts.drawing import PALETTE, Chart, Dot, dot
from sqs.charts.funnel import Curve, Point, funnel
from sqs.charts.ledger import Ledger, ledger
from sqs.charts.over_time import over_time
from sqs.charts.pairs import Pair, pairs
from sqs.charts.programme import Month, programme
from sqs.charts.rates import RatePoint, rates
from sqs.charts.shares import shares

__all__ = [
    "PALETTE",
    "Change",
    "Chart",
    "Curve",
    "Dot",
    "Ledger",
    "Month",
    "Pair",
    "Point",
    "RatePoint",
    "comparison",
    "differences",
    "dot",
    "funnel",
    "ledger",
    "over_time",
    "pairs",
    "programme",
    "rates",
    "shares",
]
