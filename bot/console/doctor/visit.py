"""One visit of the doctor: everything is looked at once, in the order in which it is told."""

from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass

from slack_sdk.web.async_slack_response import AsyncSlackResponse

from bot.console.doctor import stored
from bot.console.doctor.channels import about_channels
from bot.console.doctor.clocks import Clocks
from bot.console.doctor.database import about_condition, is_refused
from bot.console.doctor.findings import Finding, Wording
from bot.console.doctor.inquiry import Inquiry, SlackSilent
from bot.console.doctor.jira import about_jira
from bot.console.doctor.own_door import about_own_door
from bot.console.doctor.people import about_people
from bot.console.doctor.public_door import PublicDoor
from bot.console.doctor.reach import Caller, Heard
from bot.console.doctor.tokens import about_scopes, about_token, about_way_in
from bot.console.doctor.webhooks import about_calls_webhook
from bot.delivery import letters
from bot.delivery.profiles import identity_of
from bot.ground import Ground
from storage.database import Condition, Server, StorageFailed, examine
from workflows.escalation.wiring import Wiring, wiring
from workflows.people.service import OtherTeam


@dataclass(eq=False)
class Visit:
    """Looks at what stands on `ground`, and at the public address `url` where one is given.

    `known` is how the team has set Baton up, as far as that was read yet; `failure` what Baton could not start with.
    """

    ground: Ground
    say: Wording
    url: str | None
    clocks: Clocks
    known: Wiring
    dead_letters: int | None = None
    failure: StorageFailed | OtherTeam | None = None

    async def findings(self) -> AsyncIterator[Finding]:
        """Look at everything; answer each finding as soon as it is made. Raises BadSettings before the first."""
        given = self.ground.settings
        mode = None if given.has_no_slack else given.mode
        yield self.say.ok("settings")
        for finding in self._look_at_database():
            yield finding
        if mode is None:
            yield self.say.unused("no_slack")
        else:
            async for finding in self._look_at_slack():
                yield finding
            yield await about_own_door(self.say, given)
        async for finding in self._look_from_outside():
            yield finding
        for finding in self._look_at_stored():
            yield finding
        yield about_calls_webhook(self.say, given)
        async for finding in self._look_at_jira():
            yield finding
        for finding in self.clocks.findings(self.say):
            yield finding

    async def close(self) -> None:
        """Let go of the connections."""
        await self.ground.session.close()

    # ---- the database

    def _look_at_database(self) -> Iterator[Finding]:
        try:
            condition = examine(self.ground.settings.database_url)
            yield from about_condition(self.say, condition)
            yield from self._read(condition)
        except StorageFailed as failure:
            self.failure = failure
            reason = next(iter(str(failure).splitlines()), type(failure).__name__)
            yield self.say.wrong("database_unusable", reason=reason)

    def _read(self, condition: Condition) -> Iterator[Finding]:
        """Read what is set up, where the tables are those that we know."""
        if isinstance(condition.place, Server):
            self.clocks.hear("PostgreSQL", condition.place.now)
        if condition.is_newest and not is_refused(condition):
            database = self.ground.database
            self.known = database.look_now(wiring, self.ground.desk)
            self.dead_letters = len(database.look_now(letters.dead))
            yield stored.about_team(self.say, self.known, database.dialect, condition.newest)

    def _look_at_stored(self) -> Iterator[Finding]:
        if self.dead_letters is not None:
            yield from stored.about_accounts(self.say, self.known)
            yield stored.about_letters(self.say, self.dead_letters)

    # ---- Slack

    async def _look_at_slack(self) -> AsyncIterator[Finding]:
        """Look at what Slack can tell; its first silence ends the questions."""
        inquiry = Inquiry(self.ground.client, self.ground.settings.slack_timeout, self.say)
        try:
            answer = await inquiry.ask("auth.test")
            yield about_token(self.say, answer)
            yield await about_way_in(inquiry, self.ground.settings)
            if isinstance(answer, AsyncSlackResponse):
                async for finding in self._look_inside(inquiry, answer):
                    yield finding
        except SlackSilent as silence:
            yield inquiry.about(silence)

    async def _look_inside(self, inquiry: Inquiry, answer: AsyncSlackResponse) -> AsyncIterator[Finding]:
        """Look at the workspace that took our token, unless it is not the database's. Raises SlackSilent."""
        self.clocks.hear("Slack", answer.headers.get("Date"))
        for finding in about_scopes(self.say, answer):
            yield finding
        yield self.say.unused("subscriptions_untold")
        team, ours = str(identity_of(answer).team_id), self.known.team_id
        if ours not in {None, team}:
            self.failure = OtherTeam(str(ours), team)
            yield self.say.wrong("other_team", ours=ours, theirs=team)
            return
        async for finding in about_channels(inquiry, self.known):
            yield finding
        async for finding in about_people(inquiry, self.known):
            yield finding

    # ---- the world

    async def _look_from_outside(self) -> AsyncIterator[Finding]:
        given = self.ground.settings
        if self.url is not None:
            door = PublicDoor(self._caller, self.say, given, self.url, self.ground.now)
            async for finding in door.findings():
                yield finding
        elif given.signing_secret is not None and given.app_token is None:
            yield self.say.unused("public_unasked")

    async def _look_at_jira(self) -> AsyncIterator[Finding]:
        given = self.ground.settings
        async for finding in about_jira(self.say, given, self.ground.now):
            yield finding
        if given.has_jira:
            heard = await self._caller.get(f"{given.jira_url}rest/api/2/serverInfo")
            if isinstance(heard, Heard):
                self.clocks.hear("Jira", heard.date)

    @property
    def _caller(self) -> Caller:
        return Caller(self.ground.session, self.ground.settings.slack_timeout)
