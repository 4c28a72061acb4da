"""Everyone who listens to Slack."""

from bot.listeners.account import AccountListeners
from bot.listeners.call import CallListeners
from bot.listeners.digest import DigestListeners
from bot.listeners.doors import DoorListeners
from bot.listeners.doorway import Doorway, Listeners
from bot.listeners.drafts import DraftListeners, Keeper
from bot.listeners.escalation import EscalationListeners
from bot.listeners.home import HomeListeners
from bot.listeners.huddle import HuddleListeners
from bot.listeners.letters import LetterListeners
from bot.listeners.people import Mirror, PeopleListeners
from bot.listeners.phrases import PhraseListeners
from bot.listeners.request import RequestListeners
from bot.listeners.setup import SetupListeners
from bot.listeners.talk import TalkListeners
from bot.listeners.whisper import Presence, WhisperListeners


def everyone(doorway: Doorway, mirror: Mirror, keeper: Keeper, presence: Presence) -> tuple[Listeners, ...]:
    """Answer whom `register` is to be asked of."""
    home, doors = HomeListeners(doorway), DoorListeners(doorway, keeper)
    return (
        home,
        DraftListeners(doorway, keeper, home),
        WhisperListeners(doorway, home, presence),
        EscalationListeners(doorway, keeper, home),
        doors,
        RequestListeners(doorway, home, doors),
        CallListeners(doorway, home, doors),
        PeopleListeners(doorway, mirror),
        HuddleListeners(doorway),
        TalkListeners(doorway),
        DigestListeners(doorway, home),
        AccountListeners(doorway, mirror),
        PhraseListeners(doorway, home),
        SetupListeners(doorway, home, mirror),
        LetterListeners(doorway, home),
    )
