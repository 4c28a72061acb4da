"""Asking Slack once: the doctor waits for nobody and repeats nothing."""

from dataclasses import dataclass
from typing import Literal

from slack_sdk.web.async_slack_response import AsyncSlackResponse

from bot.console.doctor.findings import Finding, wrong
from bot.delivery.asking import Asker
from bot.delivery.slack.answers import ask
from bot.delivery.transitions import Lost, NotTaken, Refused
from bot.words import Words


class SlackSilent(Exception):  # noqa: N818  what was found, not a fault of ours
    """Slack gave no answer, or none yet: further questions would only wait in the same way."""

    def __init__(self, failure: NotTaken | Lost) -> None:
        """Keep what the silence was."""
        super().__init__(repr(failure))
        self.failure = failure


@dataclass(frozen=True, slots=True)
class Inquiry:
    """Questions to Slack by the client and within the time that `asker` has, and the words for what comes of them."""

    asker: Asker
    words: Words

    async def ask(
        self, method: str, verb: Literal["GET", "POST"] = "GET", **arguments: object
    ) -> AsyncSlackResponse | Refused:
        """Answer what Slack says, yes or no; an argument `token` stands in for the bot's own. Raises SlackSilent."""
        call = self.asker.client.api_call(method, http_verb=verb, params=arguments)
        answer = await ask(method, call, self.asker.timeout)
        if isinstance(answer, NotTaken | Lost):
            raise SlackSilent(answer)
        return answer

    def about(self, silence: SlackSilent) -> Finding:
        """Say what to look at where Slack is silent."""
        address = self.asker.client.base_url
        match silence.failure:
            case NotTaken(float(seconds)):
                return wrong(self.words.say("doctor.too_many", seconds=f"{seconds:g}"))
            case NotTaken():
                return wrong(self.words.say("doctor.unreachable", address=address))
        return wrong(self.words.say("doctor.no_answer", address=address, seconds=f"{self.asker.timeout:g}"))
