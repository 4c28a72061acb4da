"""The file of a digest: whole, the same for every program, and harmless in a spreadsheet."""

import csv
import io
from dataclasses import replace

import pytest

from bot.views.digest import sheet
from bot.views.parts import Sheet
from tests.views.digest.snapshots import DAY, EN, JA, MASKED, MOVED, UNOWNED, a_day, many
from workflows.digest.snapshot import Change, ChangeKind, Snapshot
from workflows.sheets import Layout, read


def written(snapshot: Snapshot) -> Sheet:
    """The file."""
    told = sheet.build(snapshot, 17, JA)
    assert told.sheet is not None
    return told.sheet


def lines(snapshot: Snapshot) -> list[dict[str, str]]:
    """What a program reads in it."""
    return list(csv.DictReader(io.StringIO(written(snapshot).content.decode("utf-8-sig"), newline=""), strict=True))


def test_the_file_is_named_after_its_day_and_edition() -> None:
    assert written(DAY).name == "digest-2025-11-21-17.csv"
    assert written(DAY).title == "11 月 21 日（金） のダイジェスト（CSV）"


def test_excel_takes_it_for_utf_8_and_lines_end_as_the_standard_says() -> None:
    content = written(DAY).content
    assert content.startswith(b"\xef\xbb\xbfsection,key,")
    assert content.count(b"\r\n") == content.count(b"\n") == 1 + len(lines(DAY))


def test_everything_stands_in_it_in_codes_and_keys() -> None:
    told = lines(DAY)
    assert [line["section"] for line in told] == ["in_work"] * 4 + ["changed"] * 5 + ["finished"] + ["jira"] * 3
    first = told[0]
    assert (first["key"], first["urgency"], first["status"]) == ("R-1051", "critical", "todo")
    assert first["filed_at"] == "2025-11-21T16:00:00+09:00"
    assert (told[-1]["issue_key"], told[-1]["state"], told[-1]["key"]) == ("SUP-65", "untold", "R-1042")


def test_it_says_the_same_in_every_language() -> None:
    told = sheet.build(DAY, 17, EN).sheet
    assert told is not None
    assert told.content == written(DAY).content


def test_what_no_message_has_room_for_is_in_it() -> None:
    assert len(lines(a_day(rows=many(5000)))) == 5000 + len(lines(a_day(rows=())))


def test_of_a_private_request_stands_only_as_what_it_counts() -> None:
    hidden = replace(MOVED, request=None, issue_key="SEC-1")
    secret = Change(None, ChangeKind.RAISED, "low", "high", MASKED.changed_at, "森 彩", "青空", "秘密")
    told = lines(Snapshot(DAY.as_of, DAY.form, rows=(MASKED,), changes=(secret,), issues=(hidden,)))
    assert {name: value for name, value in told[0].items() if value} == {
        "section": "in_work",
        "request_type": "action",
        "urgency": "high",
        "status": "doing",
        "is_masked": "true",
    }
    assert "秘密" not in str(told)
    assert "SEC-1" not in str(told)


@pytest.mark.parametrize("text", ["=1+1", "+81 3", "-2", "@SUM(A1)", "＝1", "\t=1", " =1", "\r=1"])
def test_no_cell_is_a_formula(text: str) -> None:
    [line] = lines(Snapshot(DAY.as_of, DAY.form, rows=(replace(UNOWNED, summary=text),)))
    assert line["summary"].startswith("'")


@pytest.mark.parametrize("text", ['a "quoted", one', "two\nlines", "カンマ,あり", "\0 \ud800"])
def test_any_text_can_be_read_again(text: str) -> None:
    day = Snapshot(DAY.as_of, DAY.form, rows=(replace(UNOWNED, summary=text),))
    found = read(written(day).content, Layout(sheet.COLUMNS, ["section"], lambda _: ()))
    assert found.findings == []
    assert found.rows[0].values["summary"] == text.replace("\0", "\ufffd").replace("\ud800", "\ufffd").strip()
