"""Words of the vocabulary, instants, texts and JSON come back from a database as what they mean, and no others do."""

from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import DateTime, Dialect, make_url

from storage.types import CleanText, Code, Json, UtcDateTime
from storage.vocabulary import Status

DIALECTS = tuple(make_url(url).get_dialect()() for url in ("sqlite://", "postgresql+psycopg://"))
SQLITE, _ = DIALECTS
ZONES = st.sampled_from([UTC, timezone(timedelta(hours=9)), timezone(-timedelta(hours=7))])
INSTANTS = st.datetimes(datetime(1970, 1, 2), datetime(9999, 1, 1), timezones=ZONES)  # noqa: DTZ001  Hypothesis adds it


@pytest.mark.parametrize("dialect", DIALECTS, ids=lambda dialect: dialect.name)
def test_a_word_comes_back_as_what_it_means(dialect: Dialect) -> None:
    column = Code(Status)
    read, write = column.result_processor(dialect, None), column.bind_processor(dialect)

    kept = [write(each) for each in (*Status, None)]

    assert kept == ["todo", "doing", "waiting", "done", None]
    assert [read(word) for word in kept] == [*Status, None]


@pytest.mark.parametrize("dialect", DIALECTS, ids=lambda dialect: dialect.name)
def test_a_word_that_nobody_knows_is_not_passed_on(dialect: Dialect) -> None:
    with pytest.raises(KeyError, match="closed"):
        Code(Status).result_processor(dialect, None)("closed")


@pytest.mark.parametrize("dialect", DIALECTS, ids=lambda dialect: dialect.name)
@given(INSTANTS)
def test_an_instant_comes_back_in_utc(dialect: Dialect, instant: datetime) -> None:
    column = UtcDateTime()

    came_back = column.result_processor(dialect, None)(column.bind_processor(dialect)(instant))

    assert came_back == instant
    assert came_back is not None
    assert came_back.tzinfo is UTC


@given(INSTANTS)
def test_an_instant_stands_in_the_letters_in_which_sqlite_has_always_had_it(instant: datetime) -> None:
    write = DateTime().dialect_impl(SQLITE).bind_processor(SQLITE)
    assert write is not None

    assert UtcDateTime().bind_processor(SQLITE)(instant) == write(instant.astimezone(UTC))


@pytest.mark.parametrize("dialect", DIALECTS, ids=lambda dialect: dialect.name)
def test_an_instant_without_a_zone_is_refused(dialect: Dialect) -> None:
    with pytest.raises(ValueError, match="without a time zone"):
        UtcDateTime().bind_processor(dialect)(datetime(2026, 10, 19, 9, 0))  # noqa: DTZ001  that is the point


@pytest.mark.parametrize("dialect", DIALECTS, ids=lambda dialect: dialect.name)
def test_nothing_stays_nothing(dialect: Dialect) -> None:
    for column in (UtcDateTime(), CleanText(), Json(), Code(Status)):
        assert column.bind_processor(dialect)(None) is None

    for column in (UtcDateTime(), Json(), Code(Status)):
        assert column.result_processor(dialect, None)(None) is None


@pytest.mark.parametrize("dialect", DIALECTS, ids=lambda dialect: dialect.name)
def test_no_database_gets_what_it_would_refuse(dialect: Dialect) -> None:
    assert CleanText().bind_processor(dialect)("a\0b\ud800c") == "a\ufffdb\ufffdc"

    said = {"said": "a\0b\ud800c"}
    written = Json().bind_processor(dialect)(said)
    assert written == '{"said":"a\\u0000b\\ud800c"}'
    assert Json().result_processor(dialect, None)(written) == said
