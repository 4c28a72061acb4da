"""What the figures of sweeps stand on: a Jira whose issues have all moved, and a table that shows a miss."""

import pytest

from benchmarks import jira
from benchmarks.reports.sweeps import Sweeps
from benchmarks.sweep import Parts, Swept
from benchmarks.sweep import Sweeps as Found
from bot.issue_shapes import news_of
from sandbox.jira.shapes import Shapes
from storage.vocabulary import Category


def test_every_issue_of_the_benchmark_has_moved_from_where_baton_knows_it() -> None:
    site = jira.site()
    [first, *_] = site.issues.values()
    news = news_of(Shapes(site, "http://127.0.0.1").issue(first))

    assert len(site.issues) == 5_000
    assert (news.status, news.category) == (jira.IS, Category.DOING)


@pytest.mark.parametrize(("again", "verdict"), [(31, "yes"), (32, "**no**")])
def test_of_a_sweep_that_was_killed_one_page_may_be_asked_for_twice(again: int, verdict: str) -> None:
    found = Found(2.0, Swept(56, 50, 8.0), Parts(Swept(26, 20, None), Swept(37, again, 5.0)))

    [table] = Sweeps({"SQLite": found}).tables()
    whole, _, resumed = table.splitlines()[-3:]

    assert "| 50 | 56 | ≤ 60 calls | yes | 8.0 s | 4.0 × |" in whole
    assert f"| {again} | 37 | ≤ 51 pages together | {verdict} | 5.0 s | 2.5 × |" in resumed
