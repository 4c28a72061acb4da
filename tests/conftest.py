"""What holds for every test: asyncio, databases and a browser to ask for, and a network that is shut."""

import pytest

pytest_plugins = ("tests.network", "tests.databases", "tests.browsers")


@pytest.fixture(scope="session")
def anyio_backend() -> str:
    """Asynchronous tests run on asyncio, as Baton does."""
    return "asyncio"
