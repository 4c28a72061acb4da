"""What is not loaded before it is needed: it would be waited for at each start, and held ever after."""

import re
import subprocess
import sys
from pathlib import Path

import app
from bot import settings
from storage.migrations import migrate
from tests.storage.statements import connections

ROOT = Path(__file__).parent.parent


def loaded_by(script: str) -> set[str]:
    """Which modules a fresh Python has after a script."""
    asked = f"{script}\nimport sys\nprint(*sys.modules)"
    told = subprocess.run([sys.executable, "-c", asked], cwd=ROOT, check=True, capture_output=True, text=True)
    return set(told.stdout.split())


def loaded_by_running(database_url: str) -> set[str]:
    """Which modules `python app.py run` has loaded once its doors are open, as Python itself says."""
    settings = {
        "DATABASE_URL": database_url,
        "SLACK_BOT_TOKEN": "xoxb-1",
        "SLACK_SIGNING_SECRET": "secret",
        "SLACK_API_URL": "http://127.0.0.1:9/api/",
        "BATON_PORT": "0",
    }
    command = [sys.executable, "-X", "importtime", "app.py", "run"]
    told = []
    with subprocess.Popen(command, cwd=ROOT, env=settings, stderr=subprocess.PIPE, text=True) as running:
        assert running.stderr is not None
        for line in running.stderr:
            told.append(line)
            if '"event": "listening"' in line:
                running.terminate()
    return set(re.findall(r"^import time: .*\| +(\S+)$", "".join(told), flags=re.MULTILINE))


def test_starting_loads_nothing_that_is_needed_later_or_never(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'baton.db'}"
    migrate(url)
    of_commands = {"bot.console.commands", "bot.console.doctor", "pydantic", "typer", "yaml"}
    of_others = {"alembic", "holidays", "jira", "psycopg", "pygments", "requests", "rich.console", "sandbox"}
    loaded = loaded_by_running(url)

    assert {"bot.serving", "bot.console"} <= loaded
    assert (of_commands | of_others) & loaded == set()


async def test_a_start_opens_three_connections_one_after_the_other(database_url: str) -> None:
    """One looks at the tables, one writes, one reads; whoever waits for more of them waits for PostgreSQL."""
    chosen = {"bot_token": "xoxb-1", "signing_secret": "secret", "slack_api_url": "http://127.0.0.1:9/api/"}
    baton = app.build(settings.load(None, database_url=database_url, **chosen), app.machine_now)

    with connections() as opened:
        await baton.start()
        before_anything_else = len(opened)
    await baton.stop()

    assert before_anything_else == 3


def test_a_database_that_has_its_tables_is_opened_without_what_makes_them(tmp_path: Path) -> None:
    opened = f"from storage.migrations import migrate\nmigrate('sqlite:///{tmp_path / 'baton.db'}')"

    assert "alembic" in loaded_by(opened)
    assert "alembic" not in loaded_by(opened)


def test_the_holidays_of_one_country_load_no_other_country() -> None:
    script = """
from datetime import date
from storage.vocabulary import Locale
from workflows.hours import holiday_name
assert holiday_name(date(2026, 11, 23), "Asia/Tokyo", Locale.EN) == "Labor Thanksgiving Day"
assert holiday_name(date(2026, 7, 4), "America/New_York", Locale.EN) == "Independence Day"
"""
    countries = {name for name in loaded_by(script) if name.startswith("holidays.countries.")}

    assert countries == {"holidays.countries.japan", "holidays.countries.united_states"}
