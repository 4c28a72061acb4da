"""Words of the vocabulary come back from a database as what they mean, and no others do."""

import pytest
from sqlalchemy import Dialect, make_url

from storage.types import Code
from storage.vocabulary import Status

DIALECTS = tuple(make_url(url).get_dialect()() for url in ("sqlite://", "postgresql+psycopg://"))


@pytest.mark.parametrize("dialect", DIALECTS, ids=lambda dialect: dialect.name)
def test_a_word_comes_back_as_what_it_means(dialect: Dialect) -> None:
    column = Code(Status)
    read = column.result_processor(dialect, None)

    kept = [column.process_bind_param(each, dialect) for each in (*Status, None)]

    assert kept == ["todo", "doing", "waiting", "done", None]
    assert [read(word) for word in kept] == [*Status, None]


@pytest.mark.parametrize("dialect", DIALECTS, ids=lambda dialect: dialect.name)
def test_a_word_that_nobody_knows_is_not_passed_on(dialect: Dialect) -> None:
    with pytest.raises(KeyError, match="closed"):
        Code(Status).result_processor(dialect, None)("closed")
