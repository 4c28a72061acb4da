"""What one types: import, export, dead letters, migration. Each command as typed, on both databases."""

import csv
import io
import json
from pathlib import Path

import pytest

from storage.accounts import Account
from storage.calls import NewCall, Segment
from storage.database import Database
from storage.deliveries import Progress
from storage.outbox import State
from storage.requests import NewRequest
from storage.unit_of_work import UnitOfWork
from storage.vocabulary import Locale, RequestType, Speaker, Urgency
from tests.edge.shells import NOW, typed
from workflows.notices import CardChanged, IssueLinked

HOSTILE = '=1+1,"quoted"\nsecond line 日本語'


@pytest.fixture
def database(database_url: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Database:
    """The database that the environment names."""
    monkeypatch.setenv("DATABASE_URL", database_url)
    monkeypatch.chdir(tmp_path)
    return Database(database_url, lambda: NOW)


def file_one(work: UnitOfWork) -> None:
    work.accounts.save([Account("A-001", "Blue Sky")])
    work.requests.file(
        NewRequest(
            RequestType.ACTION,
            Urgency.HIGH,
            "A-001",
            "U_SATO",
            "C_ESC",
            HOSTILE,
            None,
            None,
            None,
            (),
            "U_AOI",
        ),
        NOW,
    )


def bury(work: UnitOfWork, error: str = "not_in_channel") -> None:
    """Let Slack, or Jira, have refused the first notice for good."""
    refused = Progress(State.DEAD, None, 1, 0, None, crashed=False, error=error)
    work.deliveries.keep(1, refused, NOW)


@pytest.mark.usefixtures("database")
def test_migrate_may_be_typed_again_and_again() -> None:
    for _ in range(2):
        assert typed("migrate").exit_code == 0


def test_accounts_are_imported_all_at_once(database: Database, tmp_path: Path) -> None:
    file = tmp_path / "accounts.csv"
    file.write_text("account_id,name,kana\nA-1,青空商事,アオゾラ\nA-2,Blue,\n", encoding="utf-8")

    assert typed("accounts", "import", str(file), "--dry-run").output == (
        "2 would be added, 0 would be updated, 0 unchanged.\n"
    )
    assert database.read_now(lambda work: work.accounts.get("A-1")) is None
    assert typed("accounts", "import", str(file)).output == "2 added, 0 updated, 0 unchanged.\n"
    account = database.read_now(lambda work: work.accounts.get("A-1"))
    assert account is not None
    assert account.name == "青空商事"


def test_one_mistake_keeps_all_accounts_out(database: Database, tmp_path: Path) -> None:
    file = tmp_path / "accounts.csv"
    file.write_text("account_id,name\nA-1,Blue\nA-1,\n", encoding="utf-8")
    result = typed("accounts", "import", str(file))

    assert result.exit_code == 1
    assert {line.split(":")[1] for line in result.stderr.splitlines()} == {"3"}
    assert database.read_now(lambda work: work.accounts.get("A-1")) is None


def test_exported_accounts_change_nothing_when_they_are_brought_in(database: Database, tmp_path: Path) -> None:
    accounts = [
        Account("A-1", HOSTILE, kana="+81,アオゾラ", account_manager="U0SATO", team_channel="C0TEAM"),
        Account("A-2", "=HYPERLINK()", phone="+81-3-1234-5678", plan="@標準", locale=Locale.JA),
    ]
    database.write_now(lambda work: work.accounts.save(accounts))
    exported = typed("accounts", "export").stdout_bytes
    (tmp_path / "accounts.csv").write_bytes(exported)

    assert exported.decode().startswith(
        "account_id,name,kana,account_manager,cover,team_channel,phone,plan,locale\nA-1,"
    )
    assert typed("accounts", "import", "accounts.csv").output == "0 added, 0 updated, 2 unchanged.\n"
    assert database.read_now(lambda work: work.accounts.all()) == accounts


@pytest.mark.usefixtures("database")
def test_no_account_is_exported_as_the_header_alone() -> None:
    assert typed("accounts", "export").output.count("\n") == 1


def test_phrases_are_imported_all_at_once(database: Database, tmp_path: Path) -> None:
    file = tmp_path / "phrases.csv"
    file.write_text(
        "phrase_id,locale,any,advice\nmine,ja,ねこ|ﾈｺ,ねこの話です\nja-cancel,ja,解約,伺います\n", encoding="utf-8"
    )

    assert typed("phrases", "import", str(file), "--dry-run").output == (
        "1 would be added, 1 would be updated, 0 unchanged.\n"
    )
    assert database.read_now(lambda work: work.phrases.version()) is None
    assert typed("phrases", "import", str(file)).output == "1 added, 1 updated, 0 unchanged.\n"
    assert typed("phrases", "import", str(file)).output == "0 added, 0 updated, 2 unchanged.\n"
    kept = database.read_now(lambda work: work.phrases.get("mine"))
    assert kept is not None
    assert (kept.any, kept.advice) == (("ねこ", "ﾈｺ"), "ねこの話です")


def test_one_mistake_keeps_all_phrases_out(database: Database, tmp_path: Path) -> None:
    file = tmp_path / "phrases.csv"
    file.write_text(f"locale,any,advice\nja,ねこ,ねこの話です\nen,a,{'x' * 121}\n", encoding="utf-8")
    result = typed("phrases", "import", str(file))

    assert result.exit_code == 1
    assert {line.split(":")[1] for line in result.stderr.splitlines()} == {"3"}
    assert "(121/120)" in result.stderr
    assert database.read_now(lambda work: work.phrases.version()) is None


def test_requests_are_exported_as_json_lines(database: Database) -> None:
    database.write_now(file_one)
    [record] = map(json.loads, typed("export", "requests").output.splitlines())

    assert record["key"] == "R-1001"
    assert record["request_type"] == "action"
    assert record["urgency"] == "high"
    assert record["status"] == "todo"
    assert record["owner"] is None
    assert record["summary"] == HOSTILE
    assert record["filed_at"] == "2026-11-21T09:30:00Z"
    assert "number" not in record


def test_the_trail_is_exported_as_csv(database: Database) -> None:
    database.write_now(file_one)
    [step] = csv.DictReader(io.StringIO(typed("export", "trail", "--format", "csv").output))

    assert (step["key"], step["verb"], step["to_status"], step["by"]) == ("R-1001", "file", "todo", "U_AOI")
    assert step["at"] == "2026-11-21T09:30:00Z"
    assert step["words"] == HOSTILE


def test_calls_are_exported_in_both_forms(database: Database) -> None:
    new = NewCall("pbx-1", "U_AOI", "A-001", None, "C_CALLS", NOW, NOW)
    begun = database.write_now(lambda work: work.calls.begin(new))
    assert begun is not None
    database.write_now(lambda work: work.calls.hear(begun, Segment(NOW, Speaker.CUSTOMER, HOSTILE)))

    for form, blank in (("jsonl", None), ("csv", "")):
        written = typed("export", "calls", "--format", form).output
        [record] = csv.DictReader(io.StringIO(written)) if form == "csv" else map(json.loads, written.splitlines())
        assert (record["key"], record["call_id"], record["agent"]) == ("call-1", "pbx-1", "U_AOI")
        assert (record["started_at"], record["ended_at"]) == ("2026-11-21T09:30:00Z", blank)
        assert HOSTILE not in written


@pytest.mark.usefixtures("database")
@pytest.mark.parametrize("what", ["requests", "trail", "calls"])
@pytest.mark.parametrize("form", ["jsonl", "csv"])
def test_an_empty_database_is_exported_as_nothing(what: str, form: str) -> None:
    result = typed("export", what, "--format", form)
    assert (result.exit_code, result.output) == (0, "")


def test_dead_letters_are_listed_and_tried_again(database: Database) -> None:
    assert typed("outbox", "list").output == "Nothing is stuck.\n"
    database.write_now(file_one)
    database.write_now(lambda work: work.tell([CardChanged("R-1001", "C_ESC")]))
    database.write_now(bury)

    [listed] = typed("outbox", "list").output.splitlines()
    assert listed.split("\t")[2:] == ["card", "R-1001", "C_ESC", "not_in_channel"]
    assert typed("outbox", "retry", "99").output == "Nothing was stuck.\n"
    assert typed("outbox", "retry").output == "Trying again in 1 place(s).\n"
    assert typed("outbox", "list").output == "Nothing is stuck.\n"


def test_a_dead_letter_is_listed_with_the_code_alone_for_jira_may_quote_a_customer(database: Database) -> None:
    database.write_now(file_one)
    database.write_now(lambda work: work.tell([IssueLinked("R-1001:2", "jira:SUP", "SUP-7", "U_AOI")]))
    database.write_now(lambda work: bury(work, "400 summary: Blue Sky cannot export"))

    [listed] = typed("outbox", "list").output.splitlines()
    assert listed.split("\t")[2:] == ["issue_link", "R-1001:2", "jira:SUP", "400"]
