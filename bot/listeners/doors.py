"""Every door to the form: what someone has written already is kept first, so that a late trigger loses nothing."""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp

from bot import ids
from bot.listeners.doorway import Body, Doorway, click_of, is_home, otherwise
from bot.listeners.drafts import Keeper
from bot.listeners.escalation import draw
from bot.listeners.lookup import LookUpListeners
from bot.listeners.spoken import files_of, permalink
from bot.surface import Then
from bot.views import refusals
from bot.views.escalation import form_state
from bot.views.escalation.form_state import FormState
from bot.views.plain import mentioned, plain
from storage.vocabulary import Verb
from workflows.escalation import drafting, reading
from workflows.escalation.drafting import Source
from workflows.people import reading as people


def new_draft() -> str:
    """Answer an id that nobody guesses: whoever knows a draft's may not be its person."""
    return secrets.token_hex(8)


@dataclass(frozen=True, slots=True)
class DoorListeners:
    """How a request comes in, and how one that is filed is taken up once more."""

    doorway: Doorway
    keeper: Keeper

    def register(self, app: AsyncApp) -> None:
        """Take the command, the shortcuts, and every button that opens the form."""
        app.command(ids.ESCALATE_COMMAND)(self.open_by_command)
        app.shortcut(ids.ESCALATE_SHORTCUT)(self.open_empty)
        app.shortcut(ids.ESCALATE_MESSAGE)(self.open_by_message)
        app.action(ids.ESCALATION_OPEN)(self.open_empty)
        app.action(ids.ESCALATION_FILE_THIS)(self.file_this)
        app.action(ids.DRAFT_OPEN)(self.open_draft)
        app.action(ids.REQUEST_EDIT)(self.edit)

    async def open_by_command(self, ack: AsyncAck, command: Body) -> None:
        """Open the whole form in one call; what was typed after the command is in it, unless it looks something up."""
        if await LookUpListeners(self.doorway).answer(ack, command):
            return
        typed = str(command.get("text") or "")
        await self.begin(command, command["user_id"], form_state.prefilled(typed), typed)
        await ack()

    async def open_empty(self, ack: AsyncAck, body: Body) -> None:
        """Open the empty form."""
        await self.begin(body, body["user"]["id"], FormState())
        await ack()

    async def open_by_message(self, ack: AsyncAck, shortcut: Body) -> None:
        """Open the form with a message in it, at once; where exactly that stands, Slack is asked meanwhile."""
        by = str(shortcut["user"]["id"])
        state = replace(await self._of_message(shortcut), draft=new_draft())
        located = partial(self._locate, shortcut, state)
        await self.begin(shortcut, by, state, state.values.customer_words or "", located)
        await ack()

    async def file_this(self, ack: AsyncAck, body: Body) -> None:
        """Open the form with what someone wrote to Baton; whoever else sees that may file it as well."""
        [action] = body["actions"]
        by, door = str(body["user"]["id"]), self.doorway
        offered = str(action.get("value") or "")
        kept = await door.database.write(drafting.take_up, offered, by, new_draft(), door.now())
        await self._open(body, by, form_state.restored(kept), is_kept=True)
        await ack()

    async def open_draft(self, ack: AsyncAck, body: Body) -> None:
        """Go on with a draft of one's own."""
        [action] = body["actions"]
        by = str(body["user"]["id"])
        kept = await self.doorway.database.read(drafting.own_draft, str(action.get("value") or ""), by)
        await self._open(body, by, form_state.restored(kept), is_kept=True)
        await ack()

    async def edit(self, ack: AsyncAck, body: Body) -> None:
        """Open the form with a request in it, or say why it cannot be changed any more."""
        click, door = click_of(body), self.doorway
        view = await door.database.read(reading.to_take, click, door.desk, Verb.EDIT)
        await self._open(body, click.by, form_state.of_request(view))
        await ack()

    async def begin(self, body: Body, by: str, state: FormState, typed: str = "", then: Then | None = None) -> None:
        """Keep what `state` brings, then open the form with it; `typed` is handed back where that comes too late."""
        named = state if state.draft else replace(state, draft=new_draft())
        is_kept = await self.keeper.keep(form_state.kept_of(named, by, self.doorway.now()))
        await self._open(body, by, named, typed, is_kept=is_kept, then=then)

    async def _open(
        self,
        body: Body,
        by: str,
        state: FormState,
        typed: str = "",
        *,
        is_kept: bool = False,
        then: Then | None = None,
    ) -> None:
        words = await self.doorway.readers.words_of(by)
        late = otherwise(body, refusals.expired(words, typed, is_kept=is_kept))
        view = await draw(self.doorway, replace(state, in_home=is_home(body)), by)
        self.doorway.surface.open(body["trigger_id"], view, otherwise=late, then=then)

    async def _of_message(self, shortcut: Body) -> FormState:
        """Read a message as a person does: names for mentions, its author, its files, where it stands."""
        message, database = shortcut["message"], self.doorway.database
        text, author = str(message.get("text") or ""), str(message.get("user") or "")
        names = await database.read(people.names_of, {*mentioned(text), author})
        workspace = (await database.read(people.identity)).url
        source = Source(
            names.get(author) or message.get("username"),
            permalink(workspace, shortcut["channel"]["id"], message),
            files_of(message),
        )
        return replace(form_state.prefilled(plain(text, names)), source=source)

    async def _locate(self, shortcut: Body, state: FormState, opened: Mapping[str, Any]) -> None:
        """Ask Slack where the message stands; keep that, and show it where the form has not changed since."""
        message, by, surface = shortcut["message"], str(shortcut["user"]["id"]), self.doorway.surface
        found = await surface.permalink(shortcut["channel"]["id"], str(message["ts"]))
        source = state.source or Source()
        if found is None or found == source.permalink:
            return
        await self.doorway.database.write(drafting.locate, state.draft or "", by, found)
        located = replace(state, source=replace(source, permalink=found))
        surface.amend(opened["id"], opened.get("hash"), await draw(self.doorway, located, by))
