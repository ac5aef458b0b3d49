"""Waiting for the app, the way every browser test does."""

from playwright.sync_api import Page


def settled(page: Page) -> Page:
    """Wait until the app has finished its run, and hold that it shows no exception."""
    page.wait_for_selector("[data-testid=stApp][data-test-script-state=notRunning]")
    assert page.get_by_test_id("stException").count() == 0
    return page
