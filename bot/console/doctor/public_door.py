"""The public address, `--url`: what Slack, a phone system and Jira would meet there."""

import json
import secrets
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from slack_sdk.signature import SignatureVerifier

from bot.console.doctor import readiness
from bot.console.doctor.findings import Finding, Wording
from bot.console.doctor.reach import Caller, Heard, Trouble, Unheard
from bot.settings import Settings
from bot.webhooks import calls, jira

EVENTS: Final = "/slack/events"
OK, UNAUTHORIZED, NOT_FOUND = 200, 401, 404


@dataclass(frozen=True, slots=True)
class PublicDoor:
    """Looks at the address `url` from outside, with the secrets that are `given` and by the clock `now`."""

    caller: Caller
    say: Wording
    given: Settings
    url: str
    now: Callable[[], datetime]

    async def findings(self) -> AsyncIterator[Finding]:
        """Say whether Baton is reached there, whether it can work, and whether its doors are guarded."""
        lives = await self.caller.get(f"{self.url}/healthz")
        if not (isinstance(lives, Heard) and readiness.lives(lives)):
            yield self._about_stranger(lives) if isinstance(lives, Heard) else self._about_silence(lives)
            return
        yield self.say.ok("public", url=self.url)
        yield self._about_readiness(await self.caller.get(f"{self.url}/readyz"))
        if self.given.signing_secret is None or self.given.app_token is not None:
            yield self.say.unused("public_in_socket_mode", path=EVENTS)
        else:
            yield await self._about_unsigned()
            yield await self._about_signed(self.given.signing_secret.reveal())
        async for finding in self._about_webhooks():
            yield finding

    def _about_stranger(self, heard: Heard) -> Finding:
        return self.say.wrong("public_stranger", url=self.url, status=heard.status)

    def _about_silence(self, unheard: Unheard) -> Finding:
        """Say where on the way to look."""
        shown = {"url": self.url, "reason": unheard.reason, "seconds": f"{self.caller.timeout:g}"}
        match unheard.trouble:
            case Trouble.NAME:
                return self.say.wrong("public_name", **shown)
            case Trouble.CERTIFICATE:
                return self.say.wrong("public_certificate", **shown)
            case Trouble.SILENT:
                return self.say.wrong("public_silent", **shown)
        return self.say.wrong("public_unreached", **shown)

    def _about_readiness(self, heard: Heard | Unheard) -> Finding:
        if isinstance(heard, Unheard):
            return self._about_silence(heard)
        waiting = readiness.waiting(heard)
        if waiting is None:
            return self._about_stranger(heard)
        if waiting:
            return self.say.wrong("public_not_ready", url=self.url, waiting=", ".join(waiting))
        return self.say.ok("public_ready", url=self.url)

    # ---- Slack's door

    async def _about_unsigned(self) -> Finding:
        """Post what nobody signed: it must be turned away."""
        heard = await self.caller.post(f"{self.url}{EVENTS}", b"{}")
        match heard:
            case Unheard():
                return self._about_silence(heard)
            case Heard(status) if status == UNAUTHORIZED:
                return self.say.ok("public_guarded", path=EVENTS)
            case Heard(status) if status == NOT_FOUND:
                return self.say.wrong("public_no_door", url=self.url, path=EVENTS)
            case Heard(status) if status == OK:
                return self.say.wrong("public_unguarded", url=self.url, path=EVENTS)
        return self.say.wrong("public_door_answers", url=self.url, path=EVENTS, status=heard.status)

    async def _about_signed(self, secret: str) -> Finding:
        """Post what Slack posts to try an address: https://docs.slack.dev/reference/events/url_verification."""
        challenge = secrets.token_hex(8)
        body = json.dumps({"type": "url_verification", "challenge": challenge}).encode()
        heard = await self.caller.post(f"{self.url}{EVENTS}", body, _signed(secret, body, int(self.now().timestamp())))
        match heard:
            case Unheard():
                return self._about_silence(heard)
            case Heard(status, answer) if status == OK and challenge in answer:
                return self.say.ok("public_signed", path=EVENTS)
            case Heard(status) if status == UNAUTHORIZED:
                return self.say.wrong("public_secret_differs", url=self.url, path=EVENTS)
        return self.say.wrong("public_signed_answers", url=self.url, path=EVENTS, status=heard.status)

    # ---- the doors of others

    async def _about_webhooks(self) -> AsyncIterator[Finding]:
        """Post unsigned to each webhook that is set up."""
        doors = {calls.PATH: self.given.webhook_secret, jira.PATH: self.given.jira_webhook_secret}
        for path in (path for path, secret in doors.items() if secret is not None):
            heard = await self.caller.post(f"{self.url}{path}", b"{}")
            if isinstance(heard, Unheard):
                yield self._about_silence(heard)
            elif heard.status == UNAUTHORIZED:
                yield self.say.ok("public_guarded", path=path)
            else:
                yield self.say.wrong("public_webhook_answers", url=self.url, path=path, status=heard.status)


def _signed(secret: str, body: bytes, at: int) -> dict[str, str]:
    """Sign as Slack does: https://docs.slack.dev/authentication/verifying-requests-from-slack."""
    signature = SignatureVerifier(secret).generate_signature(timestamp=str(at), body=body)
    return {"x-slack-request-timestamp": str(at), "x-slack-signature": str(signature)}
