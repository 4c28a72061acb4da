"""An accounts file with something wrong in it says what, and in which line."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workflows.accounts.sheet import Finding, Mistake, read

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
