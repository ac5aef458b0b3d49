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
    ("pages/2_Sections.py", "Sections"),
    ("pages/3_Draft_report.py", "Draft report"),
    ("pages/4_Load_cases.py", "Load cases"),
    ("pages/5_How_we_count.py", "How we count"),
)
"""The pages in the order of the menu."""

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
    _menu()
    with _guard(title, opening=True):
        database = _database(settings.DATABASE)
        source = Source(database, database.version())
    with _guard(title):
        yield source


_OWN_SENTENCE = (DatabaseError, NotWrittenError, CriteriaError, WordingError, IntakeError)
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


def _menu() -> None:
    with st.sidebar:
        st.html('<p class="sqs-name">Short Quality Screening</p>')
        for file, label in MENU:
            st.page_link(file, label=label)


@st.cache_resource(show_spinner=False, on_release=Database.close)
def _database(path: Path) -> Database:
    # A missing file is begun, so that the first pack can be loaded in the browser.
    return Database(path, create=True)
