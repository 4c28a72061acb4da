"""What holds for every test: asyncio, databases and a browser to ask for, and a network that is shut."""

import gc
import os
from collections.abc import Iterator

import pytest
import structlog
from hypothesis import HealthCheck, settings

# How long an example takes is the machine's affair, and that of whatever else runs on it. In CI they are the same each
# time, so that a commit is to blame and not the dice; everywhere else they go on looking.
settings.register_profile(
    "baton", deadline=None, suppress_health_check=[HealthCheck.too_slow], derandomize="CI" in os.environ
)
settings.load_profile("baton")

pytest_plugins = ("tests.network", "tests.databases", "tests.browsers")


GARBAGE_KEPT = 10
"""Times seven thousand objects: when there may be so much garbage it is collected, once a test has ended."""


def pytest_collection() -> None:
    """Look for no garbage while tests are collected: nothing of it is any."""
    gc.disable()


def pytest_collection_finish() -> None:
    """Let no full collection come within a test: it took seconds, in which every clock of a story stood still.

    Thousands of tests, which are no garbage, are gone through no more.
    """
    gc.collect()
    gc.freeze()
    gc.enable()
    gc.set_threshold(700, 10, 100 * GARBAGE_KEPT)


def pytest_runtest_logfinish() -> None:
    """Collect between two tests what within them is not."""
    if gc.get_count()[2] >= GARBAGE_KEPT:
        gc.collect()


@pytest.fixture(scope="session")
def anyio_backend() -> str:
    """Asynchronous tests run on asyncio, as Baton does."""
    return "asyncio"


@pytest.fixture(autouse=True)
def _nobody_s_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    """No test sees the tokens, channels or databases that whoever runs it has set for Baton."""
    for name in os.environ:
        if name.startswith(("SLACK_", "BATON_", "JIRA_", "DATABASE_URL")) and name != "BATON_TEST_REQUIRE":
            monkeypatch.delenv(name)


@pytest.fixture(autouse=True)
def _nobody_s_log() -> Iterator[None]:
    """No test hears less, or elsewhere, because of what a command in an earlier one made of the log."""
    yield
    structlog.reset_defaults()
