"""Who sent a post, and how old it is: `X-Baton-Signature: t=<unix seconds>,v1=<hex HMAC-SHA256>`."""

import hashlib
import hmac
import re
from collections.abc import Mapping

from bot.webhooks.body import TurnedAway

HEADER = b"x-baton-signature"
FRESH_FOR = 300
"""Seconds for which a signature is good, before and after: as Slack's."""
_SHAPE = re.compile(rb"t=(\d{1,12}),v1=([0-9a-f]{64})")


def check_signature(secret: bytes, headers: Mapping[bytes, list[bytes]], body: bytes, now: float) -> None:
    """Raise TurnedAway(401) unless `secret` signed these very bytes within five minutes of `now` (seconds since 1970).

    What is signed is `<t>.<body>`, so that neither can be changed; a header that is missing, repeated or of any other
    shape is no signature.
    """
    values = headers.get(HEADER, [])
    signed = _SHAPE.fullmatch(values[0]) if len(values) == 1 else None
    if signed is None or abs(now - int(signed[1])) > FRESH_FOR:
        raise TurnedAway(401)
    digest = hmac.new(secret, signed[1] + b"." + body, hashlib.sha256).hexdigest()
    if not hmac.compare_digest(digest.encode(), signed[2]):
        raise TurnedAway(401)
