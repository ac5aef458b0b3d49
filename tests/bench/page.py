"""A page to be measured: `?way=kept&charts=8`. It leaves the milliseconds of its run behind.

`kept` draws as SQS does: finished specifications, data cached. `built` makes the same charts in
Altair in each run, from cached data, as is usual. Any other way shows one letter.
"""

import time

START = time.perf_counter()

import altair as alt  # noqa: E402
import pandas as pd  # noqa: E402
import streamlit as st  # noqa: E402

from sqs import charts  # noqa: E402
from sqs.charts.drawing import ROW, interval_layers, name_above  # noqa: E402
from sqs.ui.markup import Numbers  # noqa: E402
from tests.bench.dots import dots  # noqa: E402


@st.cache_resource
def kept(number: int) -> charts.Chart:
    return charts.shares([charts.Dot(*dot) for dot in dots(number)])


@st.cache_data
def frame(number: int) -> pd.DataFrame:
    return kept(number).data.to_pandas()


def built(data: pd.DataFrame) -> alt.LayerChart:
    base = alt.Chart(data).encode(
        y=alt.Y("label:N", sort=None, axis=None, scale=alt.Scale(padding=0))
    )
    layers = alt.layer(name_above(base), *interval_layers(base, yOffset=10))
    return layers.properties(height=alt.Step(ROW))


way, drawn = st.query_params.get("way"), int(st.query_params.get("charts", "0"))
if way == "kept":
    for nth in range(drawn):
        chart = kept(nth)
        st.vega_lite_chart(spec=chart.as_vega_lite(), theme=None, alt=chart.sentence)
elif way == "built":
    for nth in range(drawn):
        st.altair_chart(built(frame(nth)), theme=None)
else:
    st.write("x")
if drawn:
    rows = [(label, f"{met} of {of}") for n in range(drawn) for label, met, of, *_ in dots(n)]
    st.html(str(Numbers("Every share", ("Team", "Met"), rows)))
st.session_state.milliseconds = (time.perf_counter() - START) * 1000
