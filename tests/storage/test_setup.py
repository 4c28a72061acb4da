"""What an admin chose last is what counts."""

from storage.database import Database
from storage.setup import Chosen
from tests.storage.clocks import machine_clock


def test_the_last_choice_stands(database_url: str) -> None:
    database = Database(database_url, machine_clock)
    assert database.read_now(lambda work: work.setup.chosen()) == Chosen()

    database.write_now(lambda work: work.setup.choose("C1", None, {"U2", "S1"}))
    assert database.read_now(lambda work: work.setup.chosen()) == Chosen("C1", None, frozenset({"S1", "U2"}))
    database.write_now(lambda work: work.setup.choose(None, "C2", ()))
    assert database.read_now(lambda work: work.setup.chosen()) == Chosen(None, "C2")
