"""The page of charts and a table in Dash: `python -m tests.bench.dash_page PORT CHARTS`."""

import logging
import sys

from dash import Dash, dcc, html
from plotly.graph_objects import Figure, Scatter

from tests.bench.dots import dots


def _chart(number: int) -> dcc.Graph:
    labels, met, relevant, low, high = zip(*dots(number), strict=True)
    shares = [m / r for m, r in zip(met, relevant, strict=True)]
    drawn = Scatter(
        x=shares, y=labels, mode="markers+text",
        text=[f"{m} of {r}" for m, r in zip(met, relevant, strict=True)],
        textposition="middle right",
        error_x={
            "type": "data", "symmetric": False,
            "array": [h - s for h, s in zip(high, shares, strict=True)],
            "arrayminus": [s - each for each, s in zip(low, shares, strict=True)],
        },
    )  # fmt: skip
    return dcc.Graph(figure=Figure(drawn, {"height": 48 * len(labels)}))


def _table(charts: int) -> html.Table:
    rows = [
        html.Tr([html.Td(label), html.Td(f"{met} of {of}")])
        for number in range(charts)
        for label, met, of, *_ in dots(number)
    ]
    return html.Table([html.Tr([html.Th("Team"), html.Th("Met")]), *rows])


if __name__ == "__main__":
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    port, wanted = map(int, sys.argv[1:])
    app = Dash()
    app.layout = lambda: html.Div([*map(_chart, range(wanted)), _table(wanted)])
    app.run(port=port)
