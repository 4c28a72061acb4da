"""A team on the phone: what its people do in a call, what happens by itself, and whom each of it pings."""

from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from threading import Barrier

import pytest

from storage.accounts import Account
from storage.calls import Call, Whisper
from storage.database import Database
from storage.outbox import Notice, State, outbox
from storage.people import Person
from storage.posts import Post
from storage.unit_of_work import UnitOfWork
from storage.vocabulary import Helped, Locale, Tone, WhisperAnswer
from workflows.people.policy import Roles
from workflows.refusals import CallRefused, Refusal
from workflows.whisper import moments, service, whispering
from workflows.whisper.delivered import delivered, undelivered
from workflows.whisper.floor import Floor
from workflows.whisper.holding import Press
from workflows.whisper.service import Start
from workflows.whisper.whispering import Advice

NOW = datetime(2026, 11, 20, 1, 42, tzinfo=UTC)
SECOND, MINUTE, HOUR = timedelta(seconds=1), timedelta(minutes=1), timedelta(hours=1)
AGENT, COLLEAGUE, LEAD, SENIOR, NEAR, FAR = "U_AGENT", "U_COLLEAGUE", "U_LEAD", "U_SENIOR", "U_NEAR", "U_FAR"
EVERYONE = (AGENT, COLLEAGUE, LEAD, SENIOR, NEAR, FAR)
CHANNEL = "C_CALLS"
LEADING = Roles(leads=frozenset({LEAD, SENIOR}))
FLOOR = Floor(LEADING, CHANNEL)
NO_CHANNEL = Floor(LEADING)
ADVICE = "返金の約束はまだしないでください"
STOP = Advice(ADVICE, Tone.STOP)
INFO = Advice("折り返しは 17 時で大丈夫です", Tone.INFO)
Ping = tuple[str, str]
Told = tuple[str, str, str]
Act = Callable[["Team", str], object]


def someone(user_id: str, *, deactivated: bool = False) -> Person:
    """Answer a person of the workspace, or that they have left: which is the newer of the two."""
    flags = {"is_admin": False, "is_bot": False, "deactivated": deactivated}
    return Person(user_id, user_id.lower(), None, Locale.JA, "Asia/Tokyo", **flags, updated=int(deactivated))


def a_team(work: UnitOfWork) -> None:
    """Keep everyone, who is in the calls channel, and two customers."""
    work.people.remember([someone(user_id) for user_id in EVERYONE])
    work.people.replace_channel(CHANNEL, [NEAR])
    work.accounts.save([Account("A-1", "株式会社青空", "アオゾラ", phone="03-1234-5678"), Account("A-2", "みどり商事")])


def settled(work: UnitOfWork, now: datetime) -> list[Ping]:
    """Settle all that is owed as the relay would, with what follows; answer who hears it ring, in order.

    What is said rings, and so does the first message of what is kept; an update rings nowhere, nor does the card of a
    call, for it mentions nobody.
    """
    pings = []
    while row := work.connection.execute(
        outbox.select().where(outbox.c.state == State.PENDING).order_by(outbox.c.number).limit(1)
    ).first():
        is_new = not row.kept or work.posts.get(row.topic, row.subject, row.place) is None
        if row.kept:
            work.posts.keep(row.topic, row.subject, row.place, Post(f"D_{row.place}", str(row.number)))
        if is_new and row.topic != "call":
            pings.append((row.topic, row.place))
        work.connection.execute(outbox.update().where(outbox.c.number == row.number).values(state=State.SENT))
        delivered(work, Notice.restore(row.topic, row.subject, row.place, row.args), now)
    return pings


def refused_by_slack(work: UnitOfWork, topic: str, error: str) -> None:
    """Let Slack refuse for good whatever is owed of one topic."""
    pending = outbox.select().where(outbox.c.state == State.PENDING, outbox.c.topic == topic)
    for row in work.connection.execute(pending.order_by(outbox.c.number)).all():
        work.connection.execute(outbox.update().where(outbox.c.number == row.number).values(state=State.DEAD))
        undelivered(work, Notice.restore(row.topic, row.subject, row.place, row.args), error)


@dataclass
class Team:
    """People at work: what they do happens at `now`, on the floor as it is set up."""

    database: Database
    floor: Floor = FLOOR
    now: datetime = field(default=NOW)

    def start(self, agent: str = AGENT, customer: str | None = "A-1", replaces: str | None = None) -> str:
        """Start a call by hand; answer its key."""
        return self.database.write_now(service.start, Start(agent, customer, replaces), self.floor, self.now).key

    def press(self, verb: Callable[..., Call], by: str, key: str) -> Call:
        """Let somebody press a button of a call."""
        return self.database.write_now(verb, Press(key, by), self.floor, self.now)

    def whisper(self, by: str, key: str, advice: Advice = STOP) -> Whisper:
        """Let somebody whisper into a call."""
        return self.database.write_now(whispering.whisper, Press(key, by), advice, self.floor, self.now)

    def whisper_to(self, agent: str, by: str, advice: Advice = STOP) -> Whisper:
        """Let somebody whisper to an agent by name."""
        return self.database.write_now(whispering.whisper_to, agent, by, advice, self.floor, self.now)

    def answer(self, by: str, whisper: str, given: WhisperAnswer = WhisperAnswer.GOT_IT) -> Whisper:
        """Let somebody answer a whisper."""
        return self.database.write_now(whispering.answer, Press(whisper, by), given, self.now)

    def rate(self, by: str, whisper: str, helped: Helped) -> Whisper:
        """Let somebody say what a whisper was worth."""
        return self.database.write_now(whispering.rate, Press(whisper, by), helped)

    def after(self, *acts: Act) -> str:
        """Start a call and bring it as far as `acts` do; everything told is delivered."""
        key = self.start()
        for act in acts:
            self.pings()
            act(self, key)
        self.pings()
        return key

    def wait(self, span: timedelta) -> int:
        """Let time pass, and what is due then happen; answer how much it was."""
        self.now += span
        return self.tick()

    def tick(self) -> int:
        """Let what is due happen."""
        return self.database.write_now(moments.act_due, self.floor, self.now) + self.database.write_now(
            whispering.act_due, self.floor, self.now
        )

    @staticmethod
    def together(acts: Sequence[Callable[[], object]]) -> list[object]:
        """Let several act in the same moment; answer what came of each, a refusal as such."""
        begin = Barrier(len(acts))

        def act_at_once(act: Callable[[], object]) -> object:
            begin.wait()
            try:
                return act()
            except CallRefused as refused:
                return refused

        with ThreadPoolExecutor(len(acts)) as people:
            return list(people.map(act_at_once, acts))

    def pings(self) -> list[Ping]:
        """Deliver what is owed; answer who hears it ring."""
        return self.database.write_now(settled, self.now)

    def owed(self) -> list[Told]:
        """Answer what is owed and not delivered, as (topic, subject, place), in order."""
        return self.database.read_now(_told, (State.PENDING,))

    def ever_told(self) -> list[Told]:
        """Answer all that was ever owed, as (topic, subject, place), in order."""
        return self.database.read_now(_told, tuple(State))

    def refuse(self, topic: str = "whisper", error: str = "channel_not_found") -> None:
        """Let Slack refuse what is owed."""
        self.database.write_now(refused_by_slack, topic, error)

    def call(self, key: str) -> Call:
        """Answer a call as it stands."""
        found = self.database.read_now(lambda work: work.calls.get(key))
        assert found is not None
        return found

    def live_of(self, agent: str = AGENT) -> Call | None:
        """Answer the call that somebody is in."""
        return self.database.read_now(lambda work: work.calls.live_of(agent))

    def whispers(self, key: str) -> list[Whisper]:
        """Answer everything whispered in a call."""
        call = self.call(key)
        return self.database.read_now(lambda work: work.whispers.of_call(call))

    def open_ones(self, key: str) -> list[Whisper]:
        """Answer the whispers of a call that wait for an answer."""
        return [each for each in self.whispers(key) if each.is_open]

    def lose(self, *people: str) -> None:
        """Let people leave the workspace."""
        self.database.write_now(lambda work: work.people.remember([someone(who, deactivated=True) for who in people]))


def refusal_of(act: Callable[[], object]) -> tuple[Refusal, tuple[str, ...]]:
    """Answer why, and with whose names, somebody may not do something."""
    with pytest.raises(CallRefused) as refused:
        act()
    return refused.value.code, refused.value.people


def _told(work: UnitOfWork, states: Iterable[State]) -> list[Told]:
    rows = work.connection.execute(outbox.select().where(outbox.c.state.in_(states)).order_by(outbox.c.number))
    return [(row.topic, row.subject, row.place) for row in rows]


# ---- what people do, ready to be put in a row


def raises(by: str = AGENT) -> Act:
    """Raise the help sign."""
    return lambda team, key: team.press(service.raise_help, by, key)


def lowers(by: str = AGENT) -> Act:
    """Lower the help sign."""
    return lambda team, key: team.press(service.lower_help, by, key)


def takes(by: str) -> Act:
    """Take the help sign."""
    return lambda team, key: team.press(service.take_help, by, key)


def ends(by: str = AGENT) -> Act:
    """End the call."""
    return lambda team, key: team.press(service.end, by, key)


def notes(by: str = AGENT, text: str = "請求書の再発行を希望") -> Act:
    """Write something down."""
    return lambda team, key: team.database.write_now(service.note, Press(key, by), text, team.now)


def whispers(by: str, advice: Advice = STOP) -> Act:
    """Whisper into the call."""
    return lambda team, key: team.whisper(by, key, advice)


def answers(given: WhisperAnswer = WhisperAnswer.GOT_IT, by: str = AGENT) -> Act:
    """Answer the latest whisper of the call."""
    return lambda team, key: team.answer(by, team.whispers(key)[-1].key, given)


def rates(helped: Helped, by: str = AGENT) -> Act:
    """Say what the latest whisper of the call was worth."""
    return lambda team, key: team.rate(by, team.whispers(key)[-1].key, helped)


def passes(span: timedelta) -> Act:
    """Let time pass."""
    return lambda team, _key: team.wait(span)
