"""A chart to take away: a picture with its title inside, and its numbers as CSV."""

from typing import Literal

from sqs.charts.drawing import DARK_GREY, INK, ROWS, Chart

WIDTH = 760
"""Pixels of a picture's width; a page's chart takes the page's."""


def picture(chart: Chart, kind: Literal["svg", "png"], title: str, subtitle: str) -> bytes:
    """The chart as an SVG or PNG picture that can stand alone.

    Args:
        chart: what to draw.
        kind: svg or png (at twice its size, for print).
        title: the finding.
        subtitle: the measure, place and period.

    """
    import textwrap

    import vl_convert

    spec = {
        **chart.spec,
        "width": WIDTH,
        "padding": 16,
        "datasets": {ROWS: chart.data.to_pylist()},
        "description": chart.sentence,
        "title": {
            "text": textwrap.wrap(title, 70),
            "subtitle": textwrap.wrap(subtitle, 110),
            "anchor": "start", "frame": "group", "fontSize": 18, "color": INK,
            "subtitleFontSize": 13, "subtitleColor": DARK_GREY, "offset": 14,
        },
    }  # fmt: skip
    version = "6.4"  # of Vega-Lite: that of the pinned Altair
    if kind == "png":
        return bytes(vl_convert.vegalite_to_png(spec, vl_version=version, scale=2))
    return str(vl_convert.vegalite_to_svg(spec, vl_version=version)).encode()
