"""Starting the app and waiting for it, the way every browser test does."""

import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.error import URLError

import pytest
from playwright.sync_api import Page

ROOT = Path(__file__).resolve().parents[2]


def free_port() -> int:
    """A port that nobody has, and that no other process of these tests will ask for."""
    number = int(os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw"))
    processes = int(os.environ.get("PYTEST_XDIST_WORKER_COUNT", "1"))
    while True:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = probe.getsockname()[1]
        # By tens: a system may give out even or odd ports only.
        if port // 10 % processes == number:
            return port


@contextmanager
def serving(database: Path) -> Iterator[str]:
    """The app's address, on a free port, until the block ends."""
    port = free_port()
    command = [sys.executable, "-m", "streamlit", "run", "app.py", "--server.port", str(port)]
    with subprocess.Popen(
        command,
        cwd=ROOT,
        env=os.environ | {"SQS_DB": str(database)},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    ) as server:
        try:
            address = f"http://127.0.0.1:{port}"
            for _ in range(300):
                try:
                    with urllib.request.urlopen(f"{address}/_stcore/health"):  # noqa: S310
                        break
                except (URLError, ConnectionError):
                    time.sleep(0.1)
            else:
                pytest.fail("the app did not start within 30 seconds")
            yield address
        finally:
            server.terminate()


def settled(page: Page) -> Page:
    """Wait until the app has finished its run, and hold that it shows no exception."""
    page.wait_for_selector("[data-testid=stApp][data-test-script-state=notRunning]")
    assert page.get_by_test_id("stException").count() == 0
    return page
