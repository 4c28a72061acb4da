"""The mirror of Slack's people: a whole look at the start and every hour, events in between, all in the background."""

import asyncio
from collections.abc import Callable, Coroutine
from dataclasses import dataclass, field
from typing import Any, Concatenate, ParamSpec, TypeVar

import structlog

from bot.delivery import letters
from bot.delivery.asking import Asker, MethodRefused
from bot.delivery.metrics import PEOPLE_SEEN
from bot.delivery.profiles import Defaults, Payload, groups_of, identity_of, person_of
from storage.database import Database, StorageFailed
from storage.unit_of_work import UnitOfWork
from workflows.people import reading, service
from workflows.people.policy import Roles, people_in
from workflows.people.service import Identity, OtherTeam

__all__ = ["Defaults", "OtherTeam", "PeopleMirror"]

log = structlog.get_logger("baton.people")

P = ParamSpec("P")
T = TypeVar("T")

AGAIN_AFTER = 60.0
"""Seconds between two first looks, where Slack refused us or the database did not answer."""
OUR_CHANNELS = "public_channel,private_channel"


@dataclass(eq=False)
class PeopleMirror:
    """Keeps who is who; nobody waits for it on the way in.

    Events overtake one another, and an answer may be long on its way: what is older never replaces what is newer.
    `roles` are asked for first; `on_other_team` hears where the database turns out to be another team's;
    `looked_once` is set after the first whole look; `patience` is how many seconds each of those whom rights hang on
    may keep everyone else waiting.
    """

    database: Database
    asker: Asker
    roles: Roles
    defaults: Defaults
    on_other_team: Callable[[OtherTeam], None]
    patience: float = 30.0
    identity: Identity | None = None
    looked_once: asyncio.Event = field(default_factory=asyncio.Event)
    _looking: asyncio.Lock = field(default_factory=asyncio.Lock)
    _looking_at_groups: asyncio.Lock = field(default_factory=asyncio.Lock)
    _wanted: set[str] = field(default_factory=set)
    _asked_for: set[str] = field(default_factory=set)
    _refused: set[str] = field(default_factory=set)
    _tasks: set[asyncio.Task[bool]] = field(default_factory=set)

    @property
    def has_looked(self) -> bool:
        """Say whether there has been a whole look."""
        return self.looked_once.is_set()

    async def start(self) -> None:
        """Begin the first look; it goes on until it succeeds."""
        self._in_background(self._look_until_done())

    async def stop(self) -> None:
        """End every look."""
        tasks = tuple(self._tasks)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    async def refresh(self) -> bool:
        """Look at everyone, one look at a time; say whether that worked."""
        async with self._looking:
            worked = await self._guarded(self._look())
            if worked:
                self.looked_once.set()
                PEOPLE_SEEN.set_to_current_time()
            return worked

    async def _look_until_done(self) -> None:
        while not await self.refresh():  # noqa: ASYNC110  nobody tells us when Slack or the database is well again
            await asyncio.sleep(AGAIN_AFTER)

    async def _look(self) -> None:
        """Who we are, then whom rights hang on, then everyone, then who is in our channels."""
        identity = identity_of(await self.asker.ask("auth.test"))
        await self.database.write(service.recognise, identity)
        self.identity = identity
        for user_id in sorted(people_in(self.roles.leads | self.roles.admins)):
            await self._if_allowed("users.info", self._look_at(user_id), self.patience)
        await self._if_allowed("usergroups.list", self._look_at_groups(), self.patience)
        try:
            await self._look_at_everyone()
        finally:
            await self._if_allowed("conversations.members", self._look_at_channels())

    async def _look_at_everyone(self) -> None:
        doubted: set[str] = set()
        async for page in self.asker.pages("users.list", include_locale=True):
            people = [person_of(user, self.defaults) for user in page["members"]]
            doubted |= await self.database.write(service.remember, people)
        for user_id in sorted(doubted):
            await self._if_allowed("users.info", self._look_at(user_id), self.patience)

    async def _if_allowed(self, method: str, look: Coroutine[Any, Any, None], within: float | None = None) -> None:
        """Do without what Slack refuses, and say so once: user groups need a paid plan. The next look asks again.

        `within` so many seconds, where everyone else would have to wait for the answer.
        """
        try:
            async with asyncio.timeout(within):
                await look
        except TimeoutError:
            log.warning("people_not_answered", method=method)
        except MethodRefused as refusal:
            if method not in self._refused:
                log.warning("people_do_without", method=method, error=str(refusal))
            self._refused.add(method)

    async def _look_at(self, user_id: str) -> None:
        """Ask who someone is, until nothing else is learnt of them while Slack answers."""
        is_settled = False
        while not is_settled:
            before = await self.database.read(reading.person, user_id)
            answer = await self.asker.ask("users.info", user=user_id, include_locale=True)
            is_settled = await self.database.write(service.believe, person_of(answer["user"], self.defaults), before)

    async def _look_at_groups(self) -> None:
        """Ask one at a time: the groups tell no age, so the later question must have the last word."""
        async with self._looking_at_groups:
            before = await self.database.read(reading.groups)
            answer = await self.asker.ask("usergroups.list", include_users=True)
            for group_id, members in groups_of(answer).items():
                known = before.get(group_id, frozenset())
                await self.database.write(service.keep_group, group_id, members, known)

    async def _look_at_channels(self) -> None:
        """Look at our own channels: where we are not, no card is seen."""
        pages = self.asker.pages("users.conversations", types=OUR_CHANNELS, exclude_archived=True)
        async for page in pages:
            for channel in page["channels"]:
                await self._look_into(channel)

    async def _look_into(self, found: Payload) -> None:
        """Keep who may read a channel, and who is in it."""
        channel = str(found["id"])
        await self.database.write(service.meet_channel, channel, is_private=bool(found["is_private"]))
        before = await self.database.read(reading.in_channel, channel)
        members: list[str] = []
        async for page in self.asker.pages("conversations.members", channel=channel):
            members += page["members"]
        await self.database.write(service.keep_channel, channel, members, before)

    # ---- in between

    def ask_for(self, user_id: str) -> None:
        """Ask Slack who someone is, in the background; whoever is asked for just now is asked for once more."""
        self._wanted.add(user_id)
        if user_id not in self._asked_for:
            self._asked_for.add(user_id)
            self._in_background(self._meet(user_id))

    async def _meet(self, user_id: str) -> None:
        try:
            while user_id in self._wanted:
                self._wanted.discard(user_id)
                await self._if_allowed("users.info", self._look_at(user_id))
        finally:
            self._asked_for.discard(user_id)

    async def apply(self, event: Payload, receipt: str | None = None) -> None:
        """Keep what an event says; whatever it leaves open is asked for in the background.

        `receipt` is the key of the event, by which its repeats change nothing; None keeps it as often as it comes.
        To ask Slack again for what is so now does no harm, and is not remembered.
        """
        match event:
            case {"type": "user_change" | "team_join", "user": dict(user)}:
                await self._apply_person(user, receipt)
            case {"type": "subteam_members_changed"}:
                self._in_background(self._if_allowed("usergroups.list", self._look_at_groups()))
            case {"type": "member_joined_channel", "channel": str(channel), "user": str(user_id)}:
                await self._apply_joined(channel, user_id, receipt)
            case {"type": "member_left_channel", "channel": str(channel), "user": str(user_id)}:
                await self._keep(receipt, service.leave_channel, channel, user_id)
            case {"type": "channel_left" | "group_left", "channel": str(channel)}:
                await self._keep(receipt, service.leave_channel, channel, None)
            case {"type": "channel_unarchive" | "group_unarchive", "channel": str(channel)}:
                await self._keep(receipt, letters.reopen, channel)

    async def _apply_person(self, user: Payload, receipt: str | None) -> None:
        """Slack is asked for all of a person where the event says nothing of the locale, or may be an older one."""
        if "locale" in user:
            doubted = await self._keep(receipt, service.remember, [person_of(user, self.defaults)])
        else:
            doubted = frozenset({str(user["id"])})
        for user_id in doubted or ():
            self.ask_for(user_id)

    async def _apply_joined(self, channel: str, user_id: str, receipt: str | None) -> None:
        """Where we ourselves come in, we do not know yet who else is there."""
        await self._keep(receipt, _join, channel, user_id)
        if self.identity is not None and user_id == self.identity.bot_user_id:
            self._in_background(self._if_allowed("conversations.members", self._look_at_new(channel)))

    async def _look_at_new(self, channel: str) -> None:
        answer = await self.asker.ask("conversations.info", channel=channel)
        await self._look_into(answer["channel"])

    async def _keep(
        self,
        receipt: str | None,
        change: Callable[Concatenate[UnitOfWork, P], T],
        *args: P.args,
        **kwargs: P.kwargs,
    ) -> T | None:
        if receipt is None:
            return await self.database.write(change, *args, **kwargs)
        return await self.database.once(receipt, change, *args, **kwargs)

    def _in_background(self, look: Coroutine[Any, Any, None]) -> None:
        task = asyncio.create_task(self._guarded(look))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _guarded(self, look: Coroutine[Any, Any, None]) -> bool:
        """Say whether a look worked; nobody else hears what it meets, so that is logged here."""
        try:
            await look
        except MethodRefused as refusal:
            log.warning("people_refused", error=str(refusal))
        except StorageFailed as failure:
            log.warning("people_wait_for_storage", reason=str(failure))
        except OtherTeam as other:
            self.on_other_team(other)
        except Exception:
            log.exception("people_failed")
        else:
            return True
        return False


def _join(work: UnitOfWork, channel: str, user_id: str) -> None:
    """Keep that someone came; where it is Baton itself, try again what could not be posted there."""
    service.join_channel(work, channel, user_id)
    if user_id == work.workspace.identity().bot_user_id:
        letters.reopen(work, channel)
