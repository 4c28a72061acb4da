"""A digest is kept as plain JSON and comes back the very same."""

import json
from dataclasses import fields
from datetime import UTC, datetime
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from storage.vocabulary import RequestType, Status, Urgency
from tests.workflows.digest.room import FORM
from workflows.digest.kept import from_content, to_content
from workflows.digest.snapshot import Change, ChangeKind, IssueRow, Point, Row, Snapshot

NOW = datetime(2026, 11, 20, 8, tzinfo=UTC)
texts = st.text(st.characters(codec=None, exclude_categories=()), max_size=20)
moments = st.datetimes(datetime(1970, 1, 2), datetime(9999, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001  as it asks


def values(kind: type[Any], **given: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    """Answer any values of a class, each field of its own type unless it stands in `given`."""
    return st.builds(kind, **{each.name: given.get(each.name, ...) for each in fields(kind)})


def some(values: st.SearchStrategy[Any]) -> st.SearchStrategy[tuple[Any, ...]]:
    """Answer none or a few of them."""
    return st.lists(values, max_size=3).map(tuple)


rows = values(Row, summary=texts | st.none(), filed_at=moments, due_at=moments | st.none())
snapshots = values(
    Snapshot,
    as_of=moments,
    rows=some(rows),
    changes=some(values(Change, at=moments, summary=texts | st.none())),
    finished=some(rows),
    issues=some(values(IssueRow)),
    points=some(values(Point)),
)


@settings(max_examples=150, deadline=None)
@given(snapshots)
def test_whatever_a_digest_says_is_kept_to_the_letter(snapshot: Snapshot) -> None:
    assert from_content(json.loads(json.dumps(to_content(snapshot)))) == snapshot


def test_what_is_not_said_takes_no_room() -> None:
    row = Row("R-1001", RequestType.ACTION, Urgency.LOW, Status.TODO, NOW, NOW)
    assert to_content(Snapshot(NOW, FORM, rows=(row,)))["rows"] == [
        {
            "key": "R-1001",
            "request_type": "action",
            "urgency": "low",
            "status": "todo",
            "filed_at": "2026-11-20T08:00:00+00:00",
            "changed_at": "2026-11-20T08:00:00+00:00",
        }
    ]


def test_what_another_version_has_added_is_left_out() -> None:
    change = Change("R-1001", ChangeKind.NEW, None, "todo", NOW)
    said = Snapshot(NOW, FORM, changes=(change,))
    content = to_content(said) | {"mood": "calm"}
    content["changes"][0]["mood"] = "calm"
    assert from_content(content) == said
