"""What every command stands on: the settings, the database they name, and the words of whoever typed it."""

from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from bot import settings
from bot.delivery.people import PeopleMirror
from bot.settings import Settings
from bot.words import Words
from storage.database import Database

OpenMirror = Callable[[Settings], AbstractAsyncContextManager[PeopleMirror]]


@dataclass(frozen=True)
class Shell:
    """Made once for a command.

    `now` is the machine's clock, in aware UTC; `open_mirror` asks Slack who is who, for as long as its block lasts.
    """

    now: Callable[[], datetime]
    open_mirror: OpenMirror

    @cached_property
    def settings(self) -> Settings:
        """The environment as checked; raises BadSettings."""
        return settings.load()

    @cached_property
    def database(self) -> Database:
        """The database that DATABASE_URL names; it makes its tables when first used."""
        return Database(self.settings.database_url, self.now)

    @cached_property
    def words(self) -> Words:
        """The language and zone of the team: who types commands has no locale of their own."""
        return Words(self.settings.locale, self.settings.zone.key)
