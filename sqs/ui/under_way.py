"""A check that is under way: in a thread of its own, so that the page stays alive and can stop it.

It is kept in the session as one object, filled by whoever runs it. A rerun, another page or a
closed tab in between loses nothing: the check goes on, and the session's next run finds its
outcome.
"""

import threading
from collections.abc import Callable
from time import monotonic
from typing import Generic, TypeVar

import streamlit as st

from sqs.intake.loading import Progress, StoppedError

Found = TypeVar("Found")

LOOKED_AT_EVERY = 0.3
"""Seconds between two looks at a check that runs in a thread."""


class Check(Generic[Found]):
    """One check: what is being done, whether it is to stop, and what came of it."""

    def __init__(self, work: Callable[[Progress | None], Found]) -> None:
        """Take the work, which is told by its argument whom to tell of its progress."""
        self._work = work
        self._done = threading.Event()
        self._found: Found | None = None
        self._error: Exception | None = None
        self._began = monotonic()
        self._doing: tuple[str, float | None] = ("Beginning", None)
        self.stopping = False

    @property
    def done(self) -> bool:
        """Whether it has come to its end."""
        return self._done.is_set()

    def found(self) -> Found | None:
        """What came of it; None where it was stopped.

        Raises:
            Exception: what the work raised, any but StoppedError.

        """
        if self._error is not None:
            raise self._error
        return self._found

    def stop(self) -> None:
        """Have it stopped at the next step; what comes too late changes nothing."""
        self.stopping = True

    def start(self) -> None:
        """Run it in a thread of its own, which does not keep the app from ending."""
        threading.Thread(target=self.run, args=[self._tell], daemon=True).start()

    def run(self, progress: Progress | None = None) -> None:
        """Run it here and now; what it raises is kept for whoever asks what was found."""
        try:
            self._found = self._work(progress)
        except StoppedError:
            self._found = None
        except Exception as error:  # noqa: BLE001  raised again by found()
            self._error = error
        finally:
            del self._work  # and with it the files
            self._done.set()

    def _tell(self, doing: str, part: float | None) -> bool:
        self._doing = (doing, part)
        return not self.stopping

    @property
    def sentence(self) -> str:
        """What is being done, and for how long the check has run."""
        doing = "Stopping" if self.stopping else self._doing[0]
        return f"{doing} … {monotonic() - self._began:.0f} s"

    @property
    def part(self) -> float:
        """How much of what is being done is done, from 0 to 1; 0 where nobody knows."""
        return self._doing[1] or 0.0


@st.fragment(run_every=LOOKED_AT_EVERY)
def watch(check: Check[Found]) -> None:
    """How far the check is, and the button that stops it; the whole page anew when it is done."""
    if check.done:
        st.rerun()
    st.progress(check.part, text=check.sentence)
    st.button("Stop", on_click=check.stop, disabled=check.stopping)
