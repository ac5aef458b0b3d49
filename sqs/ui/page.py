"""The opening of every page: its configuration, our menu, the database, and the guard.

Pages stand in the auto-discovered folder pages/, so the menu is drawn here and not by Streamlit's
own navigation; mixing the two runs a deep link without its opening.
"""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import streamlit as st

from sqs import settings
from sqs.criteria import CriteriaError
from sqs.intake.problems import IntakeError
from sqs.letter.wording import WordingError
from sqs.store.database import Database, DatabaseError, NotWrittenError
from sqs.ui import markup
from sqs.ui.reads import Source

MENU = (
    ("app.py", "Home"),
    ("pages/1_Teams_compared.py", "Teams compared"),
    ("pages/2_A_team_over_time.py", "A team over time"),
    ("pages/3_Sections.py", "Sections"),
    ("pages/4_The_programme.py", "The programme"),
    ("pages/5_Reoffending.py", "Reoffending"),
    ("pages/6_Draft_report.py", "Draft report"),
    ("pages/7_Load_cases.py", "Load cases"),
    ("pages/8_How_we_count.py", "How we count"),
)
"""The pages in the order of the menu."""

FOR_INSPECTORS = frozenset({"Draft report", "Load cases"})
"""Pages made of single cases or of what is not published yet: no part of the board's view."""

VIEWS = {"inspectors": "Inspectors’ view", "board": "Board’s view"}
"""Whose view the pages may show, by the name that SQS_VIEW has for it."""

_VIEW_SAYS = {
    "inspectors": "Every count is shown.",
    "board": (
        "[c] stands for one to four cases, or for what would give such a count away; [z] for none. "
        "Nothing is shown of single cases."
    ),
}


class ViewError(Exception):
    """SQS_VIEW names no view; the message is one sentence."""


logger = logging.getLogger("sqs.ui")


@contextmanager
def open_page(title: str) -> Iterator[Source]:
    """Open a page: `with open_page("Sections") as source:` and the page inside.

    A database, criteria file or wording file that cannot be used is told in its own sentence. Any
    other fault is logged and told in one sentence; nobody is shown a traceback, which could hold
    case data.
    """
    st.set_page_config(page_title=f"{title} – Short Quality Screening", layout="wide")
    st.html(markup.STYLE)
    with _guard(title):
        board = _menu() == "board"
    if board and title in FOR_INSPECTORS:
        st.title("Not in the board’s view")
        st.html(markup.lead(f"{title} is for inspectors: it shows single cases or a draft."))
        st.page_link("app.py", label="Home")
        st.stop()
    with _guard(title, opening=True):
        database = _database(settings.DATABASE)
        source = Source(database, database.version(), board)
    with _guard(title):
        yield source


_OWN_SENTENCE = (
    DatabaseError, NotWrittenError, CriteriaError, WordingError, IntakeError, ViewError,
)  # fmt: skip
"""Faults whose message is a sentence for whoever uses the app."""

_FAULT = (
    "This page could not be shown because of a fault in the app. Nothing was changed. Reload the "
    "page; if it happens again, tell whoever looks after the app, whose log holds the details."
)
_WHICH_FILE = (
    "Which file is opened is decided when the app is started: by the environment variable "
    "`SQS_DB`, else it is `data/sqs.duckdb`. Reload this page when it is mended."
)


@contextmanager
def _guard(title: str, *, opening: bool = False) -> Iterator[None]:
    """Tell what is raised inside in one sentence, and end the page."""
    try:
        yield
        return
    except _OWN_SENTENCE as error:
        sentence = markup.plain(str(error))
    except Exception:
        logger.exception("page %r failed", title)
        sentence = _FAULT
    if opening:
        st.title("The data cannot be opened")
    st.error(sentence)
    if opening:
        st.markdown(_WHICH_FILE)
    st.stop()


def _menu() -> str:
    """Draw the menu and whose view it is; the view's name."""
    with st.sidebar:
        st.html('<p class="sqs-name">Short Quality Screening</p>')
        links = st.container()
        view = settings.VIEW or _chosen_view()
        if view not in VIEWS:
            raise ViewError(
                f"SQS_VIEW is '{view}'; use {' or '.join(VIEWS)}, or leave it out so that the view "
                "can be chosen here, and start the app again."
            )
        said = f"{VIEWS[view]}. " if settings.VIEW else ""
        st.html(markup.note(f"{said}{_VIEW_SAYS[view]}"))
        with links:
            for file, label in MENU:
                if view != "board" or label not in FOR_INSPECTORS:
                    st.page_link(file, label=label)
    return view


def _chosen_view() -> str:
    """The view chosen in this session; it stays through every page."""
    # Set again on every page, because Streamlit may forget a widget's value between them.
    tried = (st.session_state.get("view"), st.session_state.get("last_view"), "inspectors")
    st.session_state["view"] = next(view for view in tried if view in VIEWS)
    chosen = st.selectbox("View", list(VIEWS), format_func=VIEWS.__getitem__, key="view")
    st.session_state["last_view"] = chosen
    return chosen


@st.cache_resource(show_spinner=False, on_release=Database.close)
def _database(path: Path) -> Database:
    # A missing file is begun, so that the first pack can be loaded in the browser.
    return Database(path, create=True)
