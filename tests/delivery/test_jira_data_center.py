"""Jira Data Center (REST v2), as jira820 stands in for it: the same carrier, plain texts, pages by their number."""

from collections.abc import AsyncIterator
from datetime import date

import pytest
from jira820.config import Config
from jira820.server import build_store, make_app
from jira820.store import Store

from bot.delivery.jira import Jira, Login
from bot.delivery.jira_questions import READ_AGAIN
from bot.delivery.jira_reading import Catalogue, Page
from bot.delivery.transitions import Accepted, Action, Found, Refused
from bot.views.progress.wanted import Line, SoughtIssue, WantedIssue
from sandbox.slack.listener import Listener
from storage.vocabulary import Category
from tests.delivery.jiras import LABEL, NOON, look, outgoing

WANTED = WantedIssue(
    project="DC",
    issue_type="Bug",
    priority="High",
    labels=("export",),
    summary="CSV export stops",
    description=(Line("R-1042", "https://team.slack.com/archives/C1/p1"), Line("[~admin] says {code} *now*")),
)


@pytest.fixture
def store() -> Store:
    """One project, with what jira820 puts into it."""
    return build_store(Config(project_key="DC", base_date=date(2026, 11, 20)))


@pytest.fixture
async def jira(store: Store) -> AsyncIterator[Jira]:
    """Baton's side of it; a personal token, no user, as Data Center has them."""
    door = Listener(make_app(store))
    await door.open()
    carrier = Jira(Login(door.url, None, "token"), "DC", 5.0, lambda: NOON)
    yield carrier
    carrier.close()
    await door.close()


async def page_of(jira: Jira, token: str | None) -> tuple[list[str], str | None]:
    """Answer the keys on a page, and what leads on."""
    page = await jira.search("project = DC ORDER BY key ASC", token)
    assert isinstance(page, Page)
    return [news.issue_key for news in page.news], page.next_token


async def test_an_issue_is_created_with_its_text_in_wiki_markup_that_mentions_nobody(jira: Jira, store: Store) -> None:
    result = await jira.send(Action.POST, outgoing(WANTED))

    assert isinstance(result, Accepted)
    assert result.news is not None
    assert (result.news.project, result.news.category, result.news.priority) == ("DC", Category.TODO, "High")
    kept = store.issues[result.post.ts]
    assert kept["labels"] == ["baton", LABEL, "export"]
    link, said = kept["description"].split("\n\n")
    assert link == "[R-1042|https://team.slack.com/archives/C1/p1]"
    assert said == r"\[\~admin\] says \{code\} \*now\*"


async def test_it_is_found_by_its_label(jira: Jira) -> None:
    created = await jira.send(Action.POST, outgoing(WANTED))
    found = await look(jira)

    assert isinstance(created, Accepted)
    assert isinstance(found, Found)
    assert found.post == created.post


async def test_a_search_goes_on_from_page_to_page_and_begins_each_with_the_end_of_the_last(
    jira: Jira, store: Store
) -> None:
    keys, token = await page_of(jira, None)
    while token is not None:
        more, token = await page_of(jira, token)
        assert more[:READ_AGAIN] == keys[-READ_AGAIN:]
        keys += more[READ_AGAIN:]

    assert len(keys) == len(set(keys)) == len(store.issues) > 200


async def test_an_issue_that_is_there_is_linked_and_one_that_is_not_refused(jira: Jira, store: Store) -> None:
    known = next(iter(store.issues))

    assert isinstance(await jira.send(Action.POST, outgoing(SoughtIssue(known))), Accepted)
    assert isinstance(await jira.send(Action.POST, outgoing(SoughtIssue("DC-999999"))), Refused)


async def test_what_can_be_chosen(jira: Jira) -> None:
    catalogue = await jira.catalogue()

    assert isinstance(catalogue, Catalogue)
    assert "DC" in catalogue.projects
    assert "Bug" in catalogue.issue_types
    assert "Sub-Task" not in catalogue.issue_types
    assert "High" in catalogue.priority_names
