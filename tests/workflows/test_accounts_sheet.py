"""An accounts file with something wrong in it says what, and in which line."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from storage.accounts import Account
from storage.vocabulary import Locale
from workflows.accounts.sheet import read, write
from workflows.sheets import Finding, Mistake

HEADER = "account_id,name,kana,account_manager,cover,team_channel,phone,plan,locale\n"
NO_NAME_COLUMN = Finding(1, Mistake.COLUMN_MISSING, "name")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp932"])
def test_files_are_read_as_spreadsheets_in_japan_save_them(encoding: str) -> None:
    sheet = read((HEADER + "A-1,株式会社青空,アオゾラ,@sato,,C0123,03-1234-5678,標準,ja\n").encode(encoding))

    [row] = sheet.rows
    assert sheet.findings == []
    assert row.values["name"] == "株式会社青空"
    assert "cover" not in row.values
    assert "cover" in row.columns


@pytest.mark.parametrize(
    ("raw", "findings"),
    [
        (b"", [Finding(1, Mistake.EMPTY)]),
        (b"\xff\xfea\x00", [Finding(1, Mistake.NOT_TEXT)]),
        (b"account_id,name\n", [Finding(1, Mistake.EMPTY)]),
        (b"account_id,nmae\nA,B\n", [NO_NAME_COLUMN, Finding(1, Mistake.COLUMN_UNKNOWN, "nmae")]),
        (b"account_id,name,name\nA,B,C\n", [Finding(1, Mistake.COLUMN_TWICE, "name")]),
        (b"account_id,name\nA\n", [Finding(2, Mistake.FIELDS_MISCOUNTED, value="1/2")]),
        (b'account_id,name\nA,"B', [Finding(2, Mistake.BROKEN_CSV, value="unexpected end of data")]),
        (b"account_id,name\n,B\n", [Finding(2, Mistake.VALUE_MISSING, "account_id")]),
        (b"account_id,name\nA, \n", [Finding(2, Mistake.VALUE_MISSING, "name")]),
        (b"account_id,name\nA,B\n\nA,C\n", [Finding(4, Mistake.ID_TWICE, "account_id", "A")]),
        (b"account_id,name\nnew:x,B\n", [Finding(2, Mistake.BAD_ID, "account_id", "new:x")]),
        (b"account_id,name,locale\nA,B,fr\n", [Finding(2, Mistake.BAD_LOCALE, "locale", "fr")]),
        (b"account_id,name,team_channel\nA,B,#sales\n", [Finding(2, Mistake.BAD_CHANNEL, "team_channel", "#sales")]),
        (b"account_id,name\nA," + b"x" * 256 + b"\n", [Finding(2, Mistake.VALUE_TOO_LONG, "name", "x" * 40)]),
    ],
)  # fmt: skip
def test_every_mistake_has_its_line(raw: bytes, findings: list[Finding]) -> None:
    assert read(raw).findings == findings


def test_a_field_of_several_lines_does_not_shift_the_count() -> None:
    sheet = read(b'account_id,name\nA,"two\nlines"\nB,\n')

    assert [row.line for row in sheet.rows] == [2, 4]
    assert sheet.findings == [Finding(4, Mistake.VALUE_MISSING, "name")]


@given(st.binary(max_size=200))
def test_no_bytes_break_the_reader(raw: bytes) -> None:
    sheet = read(raw)
    assert sheet.findings or sheet.rows


VALUES = st.text(min_size=1, max_size=40).map(str.strip).filter(lambda text: text and "\0" not in text)
ACCOUNTS = st.builds(
    Account,
    account_id=st.from_regex(r"A-[0-9]{1,9}", fullmatch=True),
    name=VALUES,
    kana=st.none() | VALUES,
    account_manager=st.none() | st.just("U0SATO"),
    team_channel=st.none() | st.just("C0TEAM"),
    phone=st.none() | VALUES,
    plan=st.none() | VALUES,
    locale=st.none() | st.sampled_from(Locale),
)


@given(st.lists(ACCOUNTS, min_size=1, max_size=4, unique_by=lambda account: account.account_id))
@example([Account("A-1", '=1+1,"x"\r\n+2 日本語'), Account("A-2", "a\rb", kana="c\nd")])
def test_whatever_is_written_reads_as_it_was(accounts: list[Account]) -> None:
    text = write(accounts)
    sheet = read(text.encode())

    assert text.startswith(HEADER)
    assert sheet.findings == []
    assert [Account(**(dict.fromkeys(row.columns) | row.values)) for row in sheet.rows] == accounts  # type: ignore[arg-type]
