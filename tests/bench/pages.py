"""What a page costs its server and its reader, against the same page made in the usual way."""

import asyncio
import random
import shutil
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import replace
from pathlib import Path
from socket import socket
from urllib.error import URLError

import websockets
from playwright.sync_api import Page, sync_playwright
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.testing.v1 import AppTest

from tests.bench.intake import PEERS_PYTHON, ROOT, Options
from tests.bench.timing import Measured, Ratio, by_turns, ratio_of

PAGE = ROOT / "tests" / "bench" / "page.py"
SESSIONS, THOUGHT, RUNS_EACH = 50, 5.0, 4
SLOWEST, LARGEST = 50.0, 1.0  # milliseconds of a rerun; MB of a session


def ratios(options: Options) -> Iterator[Ratio]:
    """Every ratio as soon as it is known."""
    yield _script_time(3 * options.rounds)
    yield from _crowd()
    yield from _drawn(options.rounds + 1)


# ---- the server's own time -------------------------------------------------------------------


def _script_time(rounds: int) -> Ratio:
    runs = {way: _reruns(way, 8) for way in ("kept", "built")}
    measured = by_turns(runs, rounds)
    return ratio_of(
        "rerun, 8 charts: script", measured["kept"], "built in Altair", measured["built"], limit=0.2
    )


def _reruns(way: str, charts: int) -> Callable[[], Measured]:
    page = AppTest.from_file(str(PAGE), default_timeout=60)
    page.query_params["way"], page.query_params["charts"] = way, str(charts)
    page.run()

    def rerun() -> Measured:
        page.run()
        assert not page.exception
        return Measured(page.session_state["milliseconds"])

    return rerun


# ---- many sessions on one server -------------------------------------------------------------


def _crowd() -> Iterator[Ratio]:
    ours, usual = (
        _crowd_of(way, options)
        for way, options in (("kept", ()), ("built", ("--runner.postScriptGC=true",)))
    )
    said = f"{SESSIONS} sessions, {THOUGHT:g} s of thought"
    yield ratio_of(
        f"{said}: p95", [ours[0]], "default Streamlit, Altair", [usual[0]], limit=1 / 20,
        peak_limit=LARGEST, wrong=ours[1], note=usual[1],
    )  # fmt: skip
    yield ratio_of(
        f"{said}: p95", [replace(ours[0], peak_mb=None)], f"{SLOWEST:g} ms", [Measured(SLOWEST)],
        limit=1.0, note=f"{ours[0].peak_mb:.2f} MB a session",
    )  # fmt: skip


def _crowd_of(way: str, options: Sequence[str]) -> tuple[Measured, str]:
    """The 95th percentile of a rerun and the MB of a session; and what went wrong."""
    command = [sys.executable, "-m", "streamlit", "run", str(PAGE), *options]
    with _serving(command, "/_stcore/health", "--server.port") as (address, server):
        asked = f"way={way}&charts=4"
        asyncio.run(_session(address, asked, 0.0, 3))
        before = _most_mb(server)
        times = asyncio.run(_all_sessions(address, asked))
        grown = _most_mb(server) - before
    reruns = sorted(each for each in times if each is not None)
    failed = len(times) - len(reruns)
    p95 = reruns[int(0.95 * len(reruns))] if reruns else float("nan")
    return Measured(p95, grown / SESSIONS), f"{failed} sessions failed" if failed else ""


async def _all_sessions(address: str, asked: str) -> list[float | None]:
    """The milliseconds of every rerun, and None for each session that failed."""
    rng = random.Random(SESSIONS)
    starts = [rng.uniform(0, THOUGHT) for _ in range(SESSIONS)]
    done = await asyncio.gather(
        *(_session(address, asked, start, RUNS_EACH) for start in starts), return_exceptions=True
    )
    times: list[float | None] = []
    for each in done:
        times += [None] if isinstance(each, BaseException) else each
    return times


async def _session(address: str, asked: str, start: float, runs: int) -> list[float]:
    """One reader: opens the page, then thinks and asks again; the milliseconds of each rerun."""
    await asyncio.sleep(start)
    stream = f"{address.replace('http', 'ws')}/_stcore/stream"
    async with websockets.connect(stream, subprotocols=["streamlit"], max_size=None) as socket_:
        message = BackMsg()
        message.rerun_script.query_string = asked
        times = []
        for nth in range(runs + 1):
            if start and nth:
                await asyncio.sleep(random.uniform(0.5, 1.5) * THOUGHT)
            begun = time.perf_counter()
            await socket_.send(message.SerializeToString())
            await _finished(socket_)
            times.append((time.perf_counter() - begun) * 1000)
        return times[1:]


async def _finished(socket_: websockets.ClientConnection) -> None:
    """Wait until the script has run, and hold that it ended well."""
    while True:
        told = ForwardMsg()
        told.ParseFromString(await asyncio.wait_for(socket_.recv(), 120))
        if told.WhichOneof("type") == "script_finished":
            assert told.script_finished == ForwardMsg.FINISHED_SUCCESSFULLY
            return


def _most_mb(server: subprocess.Popen[bytes]) -> float:
    """The most memory the server has had: that of all its sessions while they were open."""
    status = Path(f"/proc/{server.pid}/status").read_text(encoding="ascii")
    return int(status.split("VmHWM:")[1].split()[0]) * 1024 / 1e6


@contextmanager
def _serving(
    command: Sequence[str], path: str, *port_option: str
) -> Iterator[tuple[str, subprocess.Popen[bytes]]]:
    """A server on a free port until the block ends: its address and its process."""
    with socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = str(probe.getsockname()[1])
    words = [port if word == "PORT" else word for word in command]
    with subprocess.Popen(
        [*words, *port_option, *([port] if port_option else [])], cwd=ROOT,
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    ) as server:  # fmt: skip
        try:
            address = f"http://127.0.0.1:{port}"
            for _ in range(600):
                with suppress(URLError, ConnectionError):
                    urllib.request.urlopen(f"{address}{path}").close()  # noqa: S310
                    break
                time.sleep(0.1)
            yield address, server
        finally:
            server.terminate()


# ---- until all is drawn ----------------------------------------------------------------------

_STREAMLIT_DRAWN = """(charts) =>
    document.querySelector('[data-testid=stApp][data-test-script-state=notRunning]')
    && document.querySelector('[data-testid=stMarkdown], [data-testid=stHtml]')
    && document.querySelectorAll('[data-testid=stVegaLiteChart] svg.marks').length >= charts
    && performance.now()"""
_DASH_DRAWN = """(charts) =>
    [...document.querySelectorAll('.js-plotly-plot')]
        .filter((chart) => chart.querySelector('.scatterlayer .point')).length >= charts
    && performance.now()"""


def _drawn(rounds: int) -> Iterator[Ratio]:
    ours = [sys.executable, "-m", "streamlit", "run", str(PAGE)]
    dash = [str(PEERS_PYTHON), "-m", "tests.bench.dash_page", "PORT", "8"]
    with ExitStack() as held:
        at, _ = held.enter_context(_serving(ours, "/_stcore/health", "--server.port"))
        there, _ = held.enter_context(_serving(dash, "/"))
        browser = held.enter_context(sync_playwright()).chromium.launch(
            executable_path=shutil.which("chromium"), args=["--no-sandbox", "--disable-gpu"]
        )
        page = browser.new_page(viewport={"width": 1280, "height": 900})
        runs = {
            "empty": lambda: _navigated(page, at, _STREAMLIT_DRAWN, 0),
            "4": lambda: _navigated(page, f"{at}?way=kept&charts=4", _STREAMLIT_DRAWN, 4),
            "8": lambda: _navigated(page, f"{at}?way=kept&charts=8", _STREAMLIT_DRAWN, 8),
            "dash": lambda: _navigated(page, there, _DASH_DRAWN, 8),
        }
        measured = {name: each[1:] for name, each in by_turns(runs, rounds + 1).items()}
        browser.close()
    yield ratio_of(
        "4 charts and a table drawn", measured["4"], "empty Streamlit page", measured["empty"],
        limit=2.4,
    )  # fmt: skip
    yield ratio_of(
        "8 charts and a table drawn", measured["8"], "the same in Dash", measured["dash"],
        limit=0.85,
    )  # fmt: skip


def _navigated(page: Page, address: str, drawn: str, charts: int) -> Measured:
    page.goto(address, wait_until="commit")
    return Measured(page.wait_for_function(drawn, arg=charts, timeout=60_000).json_value())
