"""What passes between the app and Slack, without what opens a door: tokens, secrets, tickets."""

import json
import re
from typing import Any

from sandbox.slack.installation import Installation

HIDDEN = "•••"
SECRET_NAMES = frozenset({"token", "verification_token", "signing_secret", "client_secret", "app_token", "bot_token"})
TOKEN = re.compile(r"\bx(?:ox[a-z]|app)-[\w-]+")
TICKET = re.compile(r"(?<=/socket/)[\w-]+")


class Redaction:
    """Hides what one installation must keep to itself."""

    def __init__(self, app: Installation) -> None:
        """Know the secrets of `app` by their values, too, wherever they stand."""
        known = (app.bot_token, app.app_token, app.signing_secret, app.verification_token)
        self._known = sorted((one for one in known if one), key=len, reverse=True)

    def of(self, value: Any) -> Any:  # noqa: ANN401 - anything that JSON can say
        """Answer `value` with its secrets hidden, and JSON that was sent as text as what it says."""
        if isinstance(value, dict):
            return {name: HIDDEN if name in SECRET_NAMES and one else self.of(one) for name, one in value.items()}
        if isinstance(value, list):
            return [self.of(one) for one in value]
        return self._text(value) if isinstance(value, str) else value

    def _text(self, text: str) -> Any:  # noqa: ANN401 - anything that JSON can say
        if text[:1] in {"{", "["}:
            try:
                return self.of(json.loads(text))
            except ValueError:
                return self.plain(text)
        return self.plain(text)

    def plain(self, text: str) -> str:
        """Answer `text` with its secrets hidden."""
        for secret in self._known:
            text = text.replace(secret, HIDDEN)
        return TICKET.sub(HIDDEN, TOKEN.sub(HIDDEN, text))
