"""The ground on which all other tests stand: it must itself be true."""

import socket
import urllib.request
from urllib.parse import urlsplit

import psycopg
import pytest
import sqlalchemy as sa
from playwright.async_api import Browser

from storage.accounts import Account
from storage.database import Database
from storage.outbox import outbox
from storage.unit_of_work import UnitOfWork
from storage.workspace import Identity
from tests.network import NetworkShut
from tests.postgresql import PostgresServer
from tests.shelf import Shelf
from tests.storage.clocks import machine_clock
from workflows.notices import CardChanged


@pytest.mark.parametrize("host", ["192.0.2.1", "2001:db8::1", "slack.com", "0.0.0.0"])  # noqa: S104 - refused
def test_nothing_leaves_this_machine(host: str) -> None:
    with pytest.raises(NetworkShut):
        socket.create_connection((host, 80), timeout=0.1)


def test_a_library_cannot_leave_it_either() -> None:
    with pytest.raises(NetworkShut):
        urllib.request.urlopen("http://192.0.2.1/", timeout=0.1)


def test_listening_for_the_whole_world_is_refused() -> None:
    with socket.socket() as listener, pytest.raises(NetworkShut):
        listener.bind(("192.0.2.1", 0))


def test_loopback_is_open() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        socket.create_connection(listener.getsockname()).close()


def test_each_test_gets_an_empty_database_of_each_kind(empty_database_url: str) -> None:
    kind = urlsplit(empty_database_url).scheme
    engine = sa.create_engine(empty_database_url)
    with engine.begin() as connection:
        assert sa.inspect(connection).get_table_names() == []
        connection.execute(sa.text("CREATE TABLE relay (lane text)"))
    engine.dispose()
    assert engine.dialect.name == kind


@pytest.mark.parametrize("nth", ["first", "second"])
def test_each_test_gets_all_tables_and_none_of_another_test(database_url: str, nth: str) -> None:
    engine = sa.create_engine(database_url)
    with engine.begin() as connection:
        names = sa.inspect(connection).get_table_names()
        assert "requests" in names
        assert "relay" not in names
        connection.execute(sa.text(f"CREATE TABLE relay ({nth} text)"))
    engine.dispose()


def test_a_lent_database_is_lent_again_as_it_was(shelf: Shelf) -> None:
    with shelf.lent() as url:
        database = Database(url, machine_clock)
        salt = database.read_now(lambda work: work.workspace.salt())
        database.write_now(lambda work: work.accounts.save([Account("A-1", "Blue")]))
        database.write_now(lambda work: work.workspace.remember(Identity("T1", "B1", "U1", None)))
        first = database.write_now(told)
    with shelf.lent() as again:
        database = Database(again, machine_clock)
        assert again == url
        assert database.read_now(lambda work: work.accounts.get("A-1")) is None
        assert database.read_now(lambda work: work.workspace.identity()) == Identity()
        assert database.read_now(lambda work: work.workspace.salt()) == salt
        assert database.write_now(told) == first


def told(work: UnitOfWork) -> list[int]:
    """Owe something; answer by which numbers it is known."""
    work.tell([CardChanged("R-1001", "C1")])
    return list(work.connection.execute(sa.select(outbox.c.number)).scalars())


def test_a_lent_database_with_a_table_more_is_not_lent_again(shelf: Shelf) -> None:
    with shelf.lent() as url, psycopg.connect(url, autocommit=True) as connection:
        connection.execute("CREATE TABLE relay (lane text)")
    with shelf.lent() as again:
        assert again != url


def test_a_server_keeps_what_was_committed_when_it_is_restarted(postgresql_server: PostgresServer) -> None:
    with psycopg.connect(postgresql_server.cluster.url) as connection:
        connection.execute("CREATE TABLE relay (lane text)")
    postgresql_server.stop()
    postgresql_server.start()
    with psycopg.connect(postgresql_server.cluster.url) as connection:
        assert connection.execute("SELECT count(*) FROM relay").fetchone() == (0,)


@pytest.mark.browser
async def test_two_windows_of_the_browser_are_two_people(browser: Browser) -> None:
    aoi, ben = [await (await browser.new_context(locale=locale)).new_page() for locale in ("ja-JP", "en-US")]
    assert await aoi.evaluate("navigator.language") == "ja-JP"
    assert await ben.evaluate("navigator.language") == "en-US"
