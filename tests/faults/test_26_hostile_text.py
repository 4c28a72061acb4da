"""Row 26: hostile text in every input of every form. Shortened, harmless, never a ping, never a refusal by Slack."""

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta

import pytest

from bot import ids
from sandbox.slack.people import Person
from storage.outbox import State, outbox
from storage.requests import Step
from storage.types import clean
from storage.vocabulary import Verb
from tests.faults.forging import inputs_for_text, refused_calls, submit_unchecked, take
from tests.journeys.team import COVER, EMMA, ESCALATIONS, Team, a_team

PINGS = f"<!channel> <!here> <!everyone> @channel <@{EMMA}> <!subteam^S1> <#{ESCALATIONS}> &lt;!channel&gt;"
MARKS = "*bold* _thin_ ~gone~ `code` ```fence\n> quote\n# head <https://evil.test|bank> & < > {key} %s %(key)s"
LETTERS = "\u202eאבג العربية 👩\u200d👩\u200d👧\u200d👦🏳️\u200d🌈 ﾊﾝｶｸ Z̸̢̛a̴l̶g̷o\u200b\ufeff"
BROKEN = "before \x00 NUL \ud83d half \udc00 a pair \x07 after"
HOSTILE = {"pings": PINGS + MARKS, "letters": LETTERS + BROKEN, "endless": "あ<@U_EMMA>" * 4_000}
A_LINK = "https://support.example.com/1"
STEPS_IN_WORDS = 13
WITHIN = 60


@pytest.fixture
async def team(database_url: str) -> AsyncIterator[Team]:
    """Baton at work on each kind of database: PostgreSQL stores no NUL and no half of a pair."""
    async with a_team(database_url, "http") as working:
        yield working


class Story:
    """People who write `words` wherever anything can be written."""

    def __init__(self, team: Team, words: str) -> None:
        self.team, self.words = team, words
        self.spoken = clean(words)  # half a pair is no UTF-8, and so in no command
        self.kato = team.slack.person(COVER)
        self.key = ""

    async def write(self, person: Person, form: str) -> None:
        """Write into every input of the form on screen, and submit whatever Slack's client would say to that."""
        view = await person.modal(until=form)
        names = set(inputs_for_text(view))
        await person.fill(dict.fromkeys(names, self.words))
        reply = await submit_unchecked(self.team, view)
        wrong = reply.content.get("errors", {})
        assert set(wrong) <= {ids.CONVERSATION_URL}
        if wrong:
            await person.fill({ids.CONVERSATION_URL: A_LINK})
            reply = await submit_unchecked(self.team, view)
        assert reply.acked
        assert reply.content == {}
        person.window.close(view.id)

    async def step(self, person: Person, step: str, form: str, **chosen: object) -> None:
        """Take a step through its form."""
        await take(self.team, person, step, self.key)
        await person.modal(until=form)
        await person.fill(chosen)
        await self.write(person, form)

    async def rename_the_customer(self) -> None:
        """Let a lead write nonsense into the list of customers; only how the name is read stays."""
        emma = self.team.emma
        await emma.open_home()
        await emma.home_shown(until=lambda view: ids.ACCOUNT_OPEN in str(view.blocks))
        await emma.press_home(ids.ACCOUNT_OPEN)
        await emma.modal(until=lambda view: ids.ACCOUNT_PICK in str(view.blocks))
        await emma.choose(ids.ACCOUNT_PICK, "A-001", typed="アオゾラ")
        view = await emma.modal(until=ids.ACCOUNT_FORM)
        await emma.fill(dict.fromkeys(set(inputs_for_text(view)) - {ids.KANA}, self.words[:60]))
        assert (await submit_unchecked(self.team, view)).content == {}
        await emma.close(everything=True)

    async def file(self, request_type: str) -> None:
        """Let Aoi look for a customer of that name, then file with every input there is."""
        aoi = self.team.aoi
        assert (await aoi.command("/escalate", self.spoken)).acked
        await aoi.modal(until=ids.ESCALATION_FORM)
        await aoi.choose(ids.URGENCY, "critical")
        await aoi.modal(until=lambda view: ids.PROMISED in inputs_for_text(view))
        await aoi.press(ids.ESCALATION_MORE)
        await aoi.modal(until=lambda view: ids.DETAILS in inputs_for_text(view))
        assert await aoi.suggestions(ids.CUSTOMER, self.words)
        await aoi.choose(ids.CUSTOMER, "A-001", typed="アオゾラ")
        await aoi.choose(ids.REQUEST_TYPE, request_type)
        await self.write(aoi, ids.ESCALATION_FORM)
        self.key = self.team.baton.database.read_now(lambda work: max(each.key for each in work.requests.every()))

    async def speak(self) -> None:
        """Let Aoi write to Baton itself, and have that filed."""
        aoi = self.team.aoi
        said = aoi.say(self.words)
        await aoi.message_shortcut(ids.ESCALATE_MESSAGE, said)
        await aoi.modal(until=ids.ESCALATION_FORM)
        await aoi.close()
        assert (await aoi.command("/escalate", f"find {self.spoken}")).acked


async def advised(story: Story) -> None:
    """A question goes through every step that takes words."""
    aoi, sato, kato = story.team.aoi, story.team.sato, story.kato
    await story.file("consult")
    await story.step(aoi, ids.REQUEST_EDIT, ids.ESCALATION_FORM)
    await story.step(aoi, ids.REQUEST_ADD, ids.ADD_FORM)
    await take(story.team, sato, ids.REQUEST_CLAIM, story.key)
    await story.step(sato, ids.REQUEST_ASK, ids.ASK_FORM)
    await story.step(aoi, ids.REQUEST_REPLY, ids.REPLY_FORM)
    await story.step(sato, ids.REQUEST_URGENCY, ids.URGENCY_FORM)
    await story.step(sato, ids.REQUEST_HAND_OFF, ids.HAND_OFF_FORM, owner=COVER)
    await story.step(kato, ids.REQUEST_RETURN, ids.RETURN_FORM)
    await story.step(sato, ids.REQUEST_WAIT, ids.WAIT_FORM, until=datetime.now(UTC) + timedelta(days=1))
    await story.step(sato, ids.REQUEST_ANSWER, ids.ANSWER_FORM)
    await story.step(aoi, ids.REQUEST_ASK_AGAIN, ids.ASK_AGAIN_FORM)
    await story.step(sato, ids.REQUEST_DECLINE, ids.DECLINE_FORM)
    await story.step(aoi, ids.REQUEST_WITHDRAW, ids.WITHDRAW_FORM)


async def acted(story: Story) -> None:
    """Something to do is done, and begun again."""
    await story.file("action")
    await take(story.team, story.team.sato, ids.REQUEST_CLAIM, story.key)
    await story.step(story.team.sato, ids.REQUEST_RESOLVE, ids.RESOLVE_FORM, outcome="done", customer_state="staying")
    await story.step(story.team.aoi, ids.REQUEST_REOPEN, ids.REOPEN_FORM)


async def look_around(story: Story) -> None:
    """Everybody opens Home, and the whole story of the first request."""
    for person in (story.team.aoi, story.team.sato, story.team.emma):
        await person.open_home()
        await person.home_shown(until=lambda view: "R-1002" in view.text())
    await take(story.team, story.team.aoi, ids.REQUEST_TRAIL, "R-1001")
    await story.team.aoi.modal()


async def all_sent(team: Team) -> None:
    """Wait until nothing is owed, and none of it was given up."""
    async with asyncio.timeout(WITHIN):
        while states(team) != {State.SENT}:  # noqa: ASYNC110  nobody is told of what the relay settles
            await asyncio.sleep(0.05)


def states(team: Team) -> set[State]:
    """How far the notices have come."""
    return team.baton.database.read_now(lambda work: {row.state for row in work.connection.execute(outbox.select())})


def trail(team: Team) -> list[Step]:
    """Every step of both requests, in order."""
    return team.baton.database.read_now(lambda work: list(work.requests.every_step()))


@pytest.mark.parametrize("words", HOSTILE.values(), ids=HOSTILE)
async def test_whatever_people_write_nobody_is_pinged_and_slack_refuses_nothing(team: Team, words: str) -> None:
    story = Story(team, words)
    await story.rename_the_customer()
    await story.speak()
    await advised(story)
    await acted(story)
    await all_sent(team)
    await look_around(story)

    assert team.emma.pings == []
    assert refused_calls(team) == []
    assert [person.troubles for person in (team.aoi, team.sato, team.emma, story.kato)] == [[], [], [], []]
    said = [step.words for step in trail(team) if step.words and step.verb not in {Verb.FILE, Verb.EDIT}]
    assert len(said) == STEPS_IN_WORDS
    assert set(said) == {clean(words).strip()}
