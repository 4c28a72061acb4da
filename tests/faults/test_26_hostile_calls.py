"""Row 26 around calls: hostile text in every input and from the phone system. Never a ping, never refused by Slack."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime

import pytest

from bot import ids
from sandbox.slack.listener import Listener
from sandbox.slack.people import Person
from sandbox.slack.view import View
from sandbox.telephone.phone import Telephone
from storage.types import clean
from storage.unit_of_work import UnitOfWork
from storage.vocabulary import BATON
from tests.faults.forging import inputs_for_text, refused_calls, submit_unchecked
from tests.faults.test_26_hostile_text import HOSTILE, all_sent
from tests.journeys.team import AOI, CALLS, Team, a_team

SECRET = "phone-secret"
SHORT = 100


@pytest.fixture
async def team(postgresql_url: str) -> AsyncIterator[Team]:
    """A team whose phone system transcribes, on the stricter database: it stores no NUL and no half of a pair."""
    async with a_team(postgresql_url, "http", webhook_secret=SECRET) as working:
        yield working


class Story:
    """People who write `words` wherever anything can be written around a call, and a customer who says them."""

    def __init__(self, team: Team, words: str) -> None:
        self.team, self.words = team, words

    async def write(self, person: Person, view: View, **kept: str) -> None:
        """Write into every input of a form, shorter where that is refused; submit it whatever Slack's client says."""
        names = set(inputs_for_text(view)) - kept.keys()
        await person.fill(dict.fromkeys(names, self.words) | kept)
        wrong = (await submit_unchecked(self.team, view)).content.get("errors", {})
        assert set(wrong) <= {ids.ADVICE, ids.LINK, ids.PHRASE_ANY, ids.PHRASE_ALL, ids.PHRASE_NONE, ids.WITHIN}
        if wrong:
            shorter = dict.fromkeys(names, self.words[:SHORT]) | {ids.LINK: "https://support.example.com/1"}
            await person.fill({name: shorter[name] for name in names} | kept)
            assert (await submit_unchecked(self.team, view)).content == {}
        await person.close(everything=True)

    async def call(self) -> None:
        """Let Aoi start a call by hand, take notes, and Emma whisper into it, by the form and by the command."""
        aoi, emma = self.team.aoi, self.team.emma
        await aoi.command("/phone", clean(self.words))
        await self.write(aoi, await aoi.modal(until=ids.CALL_FORM))
        cockpit = await self.team.told(aoi, 1)
        await aoi.press_in(cockpit, ids.CALL_NOTE)
        await self.write(aoi, await aoi.modal(until=ids.NOTE_FORM))
        await self.team.slack.settled(lambda _: bool(emma.messages(CALLS)))
        await emma.press_in(emma.messages(CALLS)[-1], ids.CALL_WHISPER)
        await self.write(emma, await emma.modal(until=ids.WHISPER_FORM))
        await emma.command("/whisper", clean(f"<@{AOI}> {self.words[:SHORT]}"))
        await aoi.press_in(cockpit, ids.CALL_END)

    async def keep_the_book(self) -> None:
        """Let Emma write an entry."""
        emma = self.team.emma
        await emma.open_home()
        await emma.home_shown(until=lambda view: ids.PHRASE_OPEN in str(view.blocks))
        await emma.press_home(ids.PHRASE_OPEN)
        await emma.modal(until=ids.PHRASE_LIST)
        await emma.press(ids.PHRASE_NEW)
        await self.write(emma, await emma.modal(until=ids.PHRASE_FORM), any="合言葉", all="", none="", within="30")

    async def ring(self) -> None:
        """Let the phone system tell of a customer of that name who says the words, and hang up."""
        door = Listener(self.team.baton.web)
        await door.open()
        phone = Telephone(f"{door.url}/webhooks/calls", SECRET, lambda: datetime.now(UTC), retry_seconds=())
        call = await phone.start(agent=AOI, customer={"name": self.words[:400]})
        for text in (f"合言葉 {self.words}", f"{self.words[:SHORT]} 解約"):
            assert (await phone.say(call, "customer", text)).status == 204
        await self.team.slack.settled(lambda _: any(each.channel == CALLS for each in self.team.emma.pings))
        await phone.hang_up(call)
        await phone.stop()
        await door.close()


def written(work: UnitOfWork) -> tuple[int, int, bool]:
    """Count what people whispered, and noted; say whether the entry that Emma wrote was heard."""
    calls = list(work.calls.every())
    whispers = [each for call in calls for each in work.whispers.of_call(call)]
    fired = any(each.fired for each in work.phrases.all() if "合言葉" in each.phrase.any)
    return sum(each.by != BATON for each in whispers), sum(len(work.calls.notes_of(call)) for call in calls), fired


@pytest.mark.parametrize("words", HOSTILE.values(), ids=HOSTILE)
async def test_row_26_whatever_is_typed_or_said_nobody_is_pinged_by_it_and_slack_takes_it(
    team: Team, words: str
) -> None:
    story = Story(team, words)
    await story.keep_the_book()
    await story.call()
    await story.ring()
    await all_sent(team)
    for person in (team.aoi, team.emma):
        await person.open_home()
        await person.home_shown()

    assert team.baton.database.read_now(written) == (2, 1, True)
    assert refused_calls(team) == []
    assert [person.troubles for person in (team.aoi, team.emma)] == [[], []]
    [danger] = [message for message in team.emma.pings if message.channel == CALLS]
    assert "解約" in danger.all_text()
    assert [team.kato.pings, team.sato.pings] == [[], []]
