"""What every notice looks like in Slack."""

from bot.delivery.outgoing import Renderers
from bot.delivery.slack.digest import DigestMessages
from bot.delivery.slack.escalation import EscalationMessages
from bot.delivery.slack.help import HelpMessages
from bot.delivery.slack.progress import ProgressMessages
from bot.delivery.slack.setup import SetupMessages
from bot.delivery.slack.whisper import WhisperMessages
from bot.words import Words
from workflows.people.policy import Roles


def renderers(words: Words, roles: Roles) -> Renderers:
    """Answer which function renders which notice; `words` are those of channels and of whoever is unknown."""
    return {
        **DigestMessages(words).renderers,
        **EscalationMessages(words, roles).renderers,
        **HelpMessages(words).renderers,
        **ProgressMessages(words).renderers,
        **SetupMessages(words).renderers,
        **WhisperMessages(words, roles).renderers,
    }
