"""Everyone who listens to Slack. Bolt asks them one by one: what comes most often stands first."""

from bot.listeners.account import AccountListeners
from bot.listeners.doors import DoorListeners
from bot.listeners.doorway import Doorway, Listeners
from bot.listeners.drafts import DraftListeners, Keeper
from bot.listeners.escalation import EscalationListeners
from bot.listeners.home import HomeListeners
from bot.listeners.people import Mirror, PeopleListeners
from bot.listeners.request import RequestListeners
from bot.listeners.setup import SetupListeners
from bot.listeners.talk import TalkListeners


def everyone(doorway: Doorway, mirror: Mirror, keeper: Keeper) -> tuple[Listeners, ...]:
    """Answer whom `register` is to be asked of, in this order."""
    home, doors = HomeListeners(doorway), DoorListeners(doorway, keeper)
    return (
        home,
        DraftListeners(doorway, keeper, home),
        EscalationListeners(doorway, keeper, home),
        doors,
        RequestListeners(doorway, home, doors),
        PeopleListeners(doorway, mirror),
        TalkListeners(doorway),
        AccountListeners(doorway, mirror),
        SetupListeners(doorway, home, mirror),
    )
