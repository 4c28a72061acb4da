"""What leads do with digests, as the journeys move them."""

from sandbox.slack.records import Message
from sandbox.slack.view import View
from storage.digests import Digest
from tests.journeys.team import ESCALATIONS, Team


async def the_list(team: Team) -> View:
    """Let Emma ask for the list in the channel."""
    assert (await team.emma.command("/digest", channel=ESCALATIONS)).acked
    return await team.emma.modal(until="digest.list")


async def saying(team: Team, words: str) -> View:
    """Wait until Emma's list says so."""
    view = await team.emma.modal(until=lambda view: words in view.text())
    assert view.callback_id == "digest.list"
    return view


async def set_up(team: Team, kind: str = "open", **inputs: object) -> View:
    """Let Emma set a digest up, once Baton knows in which channels it is; answer the list as it is then."""
    await team.baton.mirror.looked_once.wait()
    await the_list(team)
    await team.emma.press("digest.new", kind)
    await team.emma.modal(until="digest.form")
    await team.emma.fill(inputs)
    assert (await team.emma.submit()).content == {}
    return await saying(team, "Saved: ")


def digests(team: Team) -> list[Digest]:
    """Answer what is set up, as the database has it."""
    return team.baton.database.read_now(lambda work: work.digests.all())


async def posted(team: Team, count: int = 1, words: str = "ダイジェスト ・") -> Message:
    """Wait until so many digests stand in the channel; answer the latest."""

    def found() -> list[Message]:
        return [each for each in team.emma.messages(ESCALATIONS) if words in each.all_text() and not each.thread_ts]

    await team.slack.settled(lambda _: len(found()) >= count)
    assert len(found()) == count
    return found()[-1]
