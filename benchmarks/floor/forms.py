"""What the floor reads of a submitted form: no more than its rows need, checking nothing but the signature."""

import hashlib
import hmac
import json
import time
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qs


@dataclass(frozen=True, slots=True)
class Form:
    """One submission, as it goes into the rows."""

    view_id: str
    draft_id: str
    filed_by: str
    account_id: str
    request_type: str
    urgency: str
    summary: str
    customer_words: str


def is_signed(secret: bytes, headers: list[tuple[bytes, bytes]], body: bytes) -> bool:
    """Say whether Slack signed `body` within the last five minutes."""
    named = dict(headers)
    sent_at, signature = named[b"x-slack-request-timestamp"], named[b"x-slack-signature"]
    digest = hmac.new(secret, b"v0:%s:%s" % (sent_at, body), hashlib.sha256).hexdigest()
    return abs(time.time() - int(sent_at)) < 300 and hmac.compare_digest(b"v0=" + digest.encode(), signature)  # noqa: PLR2004


def read(body: bytes) -> Form:
    """Read the submission out of a form body."""
    payload = json.loads(parse_qs(body.decode())["payload"][0])
    values = payload["view"]["state"]["values"]
    return Form(
        view_id=payload["view"]["id"],
        draft_id=json.loads(payload["view"]["private_metadata"])["draft"],
        filed_by=payload["user"]["id"],
        account_id=_chosen(values, "customer"),
        request_type=_chosen(values, "request_type"),
        urgency=_chosen(values, "urgency"),
        summary=values["summary"]["summary"]["value"],
        customer_words=values["customer_words"]["customer_words"]["value"],
    )


def _chosen(values: dict[str, Any], name: str) -> str:
    value: str = values[name][name]["selected_option"]["value"]
    return value
