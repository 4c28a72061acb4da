"""What is not loaded before it is needed: it would be waited for at each start, and held ever after."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parent.parent


def loaded_by(script: str) -> set[str]:
    """Which modules a fresh Python has after a script."""
    asked = f"{script}\nimport sys\nprint(*sys.modules)"
    told = subprocess.run([sys.executable, "-c", asked], cwd=ROOT, check=True, capture_output=True, text=True)
    return set(told.stdout.split())


def test_starting_loads_nothing_that_is_needed_later_or_never() -> None:
    unneeded = {"alembic", "holidays", "jira", "pygments", "requests", "rich", "sandbox"}

    assert not unneeded & loaded_by("import app")


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
