"""What holds for every test: databases to ask for, a browser to ask for, and a network that is shut."""

pytest_plugins = ("tests.network", "tests.databases", "tests.browsers")
