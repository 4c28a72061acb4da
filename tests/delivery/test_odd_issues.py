"""Issues of another shape than Baton knows: never created again, never asked for without end, in nobody's way."""

from bot.delivery.transitions import Found, Refused
from bot.views.progress.wanted import SoughtIssue
from storage.posts import Post
from tests.delivery.jiras import LABEL, a_carrier, a_jira, look, post
from tests.delivery.readings import a_reading

BLANK = " "


async def test_an_issue_of_ours_that_cannot_be_read_is_there_all_the_same() -> None:
    async with a_jira() as server, a_carrier(server.url) as jira:
        issue = server.site.create("SUP", summary=BLANK, labels=(LABEL,))
        assert await look(jira) == Found(Post(issue.id, "SUP-1"))


async def test_an_issue_that_cannot_be_read_is_refused_once_and_for_all() -> None:
    async with a_jira() as server, a_carrier(server.url) as jira:
        server.site.create("SUP", summary=BLANK)
        assert isinstance(await post(jira, SoughtIssue("SUP-1")), Refused)


async def test_an_issue_that_cannot_be_read_keeps_no_other_from_being_heard_of(database_url: str) -> None:
    async with a_reading(database_url) as reading:
        odd, other = reading.site.create(), reading.site.create()
        await reading.link(odd, other)
        await reading.sweep()
        reading.site.edit(odd.key, summary=BLANK)
        reading.site.delete(other.id)
        await reading.sweep(days=2)
        assert (await reading.issue(other)).gone_at is not None
        assert (await reading.swept()).failing_since is None
