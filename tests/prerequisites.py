"""What some tests need from the machine: without it they are skipped with a reason, or fail where CI asks."""

import os
from typing import NoReturn

import pytest

REQUIRED = frozenset(filter(None, os.environ.get("BATON_TEST_REQUIRE", "").split(",")))


def lacks(prerequisite: str, reason: str) -> NoReturn:
    """Skip the test for `reason`; fail it where BATON_TEST_REQUIRE names the prerequisite, as CI does."""
    if prerequisite in REQUIRED:
        pytest.fail(f"BATON_TEST_REQUIRE asks for {prerequisite}: {reason}", pytrace=False)
    pytest.skip(f"{prerequisite}: {reason}")
