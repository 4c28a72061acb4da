"""Asking Slack once: the doctor waits for nobody and repeats nothing."""

from dataclasses import dataclass
from typing import Literal

from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.web.async_slack_response import AsyncSlackResponse

from bot.console.doctor.findings import Finding, Wording
from bot.delivery.slack.answers import ask
from bot.delivery.transitions import Lost, NotTaken, Refused


class SlackSilent(Exception):  # noqa: N818  what was found, not a fault of ours
    """Slack gave no answer, or none yet: further questions would only wait in the same way."""

    def __init__(self, failure: NotTaken | Lost) -> None:
        """Keep what the silence was."""
        super().__init__(repr(failure))
        self.failure = failure


@dataclass(frozen=True, slots=True)
class Inquiry:
    """Questions to Slack by `client`, each within `timeout` seconds, and the wording of what comes of them."""

    client: AsyncWebClient
    timeout: float
    say: Wording

    async def ask(
        self, method: str, verb: Literal["GET", "POST"] = "GET", **arguments: object
    ) -> AsyncSlackResponse | Refused:
        """Answer what Slack says, yes or no; an argument `token` stands in for the bot's own. Raises SlackSilent."""
        answer = await ask(method, self.client.api_call(method, http_verb=verb, params=arguments), self.timeout)
        if isinstance(answer, NotTaken | Lost):
            raise SlackSilent(answer)
        return answer

    def about(self, silence: SlackSilent) -> Finding:
        """Say what to look at where Slack is silent."""
        address = self.client.base_url
        match silence.failure:
            case NotTaken(float(seconds)):
                return self.say.wrong("slack_too_many", seconds=f"{seconds:g}")
            case NotTaken():
                return self.say.wrong("slack_unreachable", address=address)
        return self.say.wrong("slack_silent", address=address, seconds=f"{self.timeout:g}")
