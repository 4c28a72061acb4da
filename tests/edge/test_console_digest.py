"""What one types about digests: a look at any past moment, and all that was ever posted."""

import csv
import io
import json
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from storage.database import Database
from storage.digests import NewEdition
from storage.requests import Changes
from storage.unit_of_work import UnitOfWork
from storage.vocabulary import RequestType, Status, Urgency, Verb
from tests.edge.shells import NOW, typed
from tests.storage.records import new_request, person, with_account

HOUR = timedelta(hours=1)


@pytest.fixture
def database(database_url: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Database:
    """The database that the environment names."""
    monkeypatch.setenv("DATABASE_URL", database_url)
    monkeypatch.chdir(tmp_path)
    return Database(database_url, lambda: NOW)


def a_day(work: UnitOfWork) -> None:
    """File three at noon in Tokyo; an hour later one is claimed, two hours later that one is done."""
    noon = datetime(2026, 11, 20, 3, tzinfo=UTC)
    with_account(work)
    work.people.remember([person("U2", "Ken Mori")])
    work.requests.file(new_request(urgency=Urgency.LOW), noon)
    work.requests.file(new_request(request_type=RequestType.FYI), noon)
    request = work.requests.file(new_request(urgency=Urgency.CRITICAL), noon)
    claimed = work.requests.change(request, Verb.CLAIM, "U2", noon + HOUR, status=Status.DOING, owner="U2")
    work.requests.change(claimed, Verb.RESOLVE, "U2", noon + 2 * HOUR, status=Status.DONE)


def test_a_past_moment_is_told_in_words(database: Database) -> None:
    database.write_now(a_day)
    lines = typed("digest", "--as-of", "2026-11-20 13:30").output.splitlines()

    assert lines == [
        "as of\t2026-11-20 13:30:00+09:00 Asia/Tokyo",
        "in work\t2",
        "urgency\tcritical 1, high 0, medium 0, low 1",
        "status\ttodo 1, doing 1, waiting 0, done 0",
        "request type\taction 2, consult 0",
        "owner\tnobody 1, Ken Mori (U2) 1",
        "R-1003\tcritical\taction\tdoing\tKen Mori (U2)\t2026-11-20 13:00:00+09:00",
        "R-1001\tlow\taction\ttodo\tnobody\t2026-11-20 12:00:00+09:00",
    ]


def test_a_past_moment_is_told_to_programs(database: Database) -> None:
    database.write_now(a_day)
    told = json.loads(typed("digest", "--as-of", "2026-11-20T04:00:00Z", "--format", "json").output)

    assert (told["as_of"], told["in_work"]) == ("2026-11-20T04:00:00Z", 2)
    assert told["owner"] == {"": 1, "U2": 1}
    assert told["requests"][0] == {
        "key": "R-1003",
        "request_type": "action",
        "urgency": "critical",
        "status": "doing",
        "owner": "U2",
        "since": "2026-11-20T04:00:00Z",
    }


@pytest.mark.parametrize(
    ("time", "in_work"),
    [("2026-11-20", 0), ("2026-11-20T11:59:59+09:00", 0), ("2026-11-20T03:00:00Z", 2), ("2026-11-21", 1), ("now", 1)],
)
def test_times_are_read_in_each_of_their_forms(database: Database, time: str, in_work: int) -> None:
    database.write_now(a_day)
    assert typed("digest", "--as-of", time).output.splitlines()[1] == f"in work\t{in_work}"


@pytest.mark.usefixtures("database")
@pytest.mark.parametrize("time", ["", "yesterday", "2026-02-29", "25:00", "0001-01-01", "9999-12-31T23:59:59-23:00"])
def test_a_time_that_is_none_is_one_line_and_exit_code_2(time: str) -> None:
    result = typed("digest", "--as-of", time)
    assert (result.exit_code, result.stdout, len(result.stderr.splitlines())) == (2, "", 1)
    assert "--as-of is wrong: it should be RFC 3339" in result.stderr


def keep_two(work: UnitOfWork) -> None:
    """Keep one that was posted, one that was skipped, and a preview."""
    day = date(2026, 11, 20)
    work.editions.add(NewEdition(3, "C1", day, "18:00", NOW, {"rows": [{"customer": '青空,"商事'}]}))
    work.editions.add(NewEdition(3, "C1", day, "19:00", NOW, None, skipped=True))
    work.editions.add(NewEdition(3, "U1", day, None, NOW, {"rows": []}, preview=True))


def test_digests_are_exported_with_all_that_they_said(database: Database) -> None:
    database.write_now(keep_two)
    posted, skipped = map(json.loads, typed("export", "digests").output.splitlines())

    assert (posted["key"], posted["digest"], posted["place"]) == ("edition-1", "digest-3", "C1")
    assert (posted["local_date"], posted["slot"], posted["as_of"]) == ("2026-11-20", "18:00", "2026-11-21T09:30:00Z")
    assert posted["content"] == {"rows": [{"customer": '青空,"商事'}]}
    assert (skipped["skipped"], skipped["content"]) == (True, None)


def test_digests_are_exported_as_csv_with_json_in_it(database: Database) -> None:
    database.write_now(keep_two)
    posted, skipped = csv.DictReader(io.StringIO(typed("export", "digests", "--format", "csv").output))

    assert json.loads(posted["content"]) == {"rows": [{"customer": '青空,"商事'}]}
    assert (posted["local_date"], skipped["content"]) == ("2026-11-20", "")


@pytest.mark.usefixtures("database")
def test_no_digest_is_exported_as_nothing() -> None:
    assert typed("export", "digests").output == ""


def test_whoever_the_mirror_does_not_know_is_told_by_their_id(database: Database) -> None:
    database.write_now(with_account)
    request = database.write_now(lambda work: work.requests.file(new_request(), NOW))
    changes: Changes = {"status": Status.DOING, "owner": "U9"}
    database.write_now(lambda work: work.requests.change(request, Verb.CLAIM, "U9", NOW, **changes))
    assert "owner\tU9 (U9) 1" in typed("digest", "--as-of", "now").output


@pytest.mark.usefixtures("database")
def test_a_time_to_come_is_one_line_and_exit_code_2() -> None:
    result = typed("digest", "--as-of", "2999-01-01T00:00:00Z")
    assert (result.exit_code, result.stdout, result.stderr) == (2, "", "--as-of is yet to come: nobody knows of it\n")
