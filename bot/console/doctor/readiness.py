"""What a Baton answers to whoever asks whether it lives and can work: by that it is told from any other program."""

import json

from bot.console.doctor.reach import Heard

OK = 200
NOT_YET = 503


def lives(heard: Heard) -> bool:
    """Say whether this is how /healthz answers."""
    return heard.status == OK and heard.body == "ok"


def waiting(heard: Heard) -> list[str] | None:
    """Answer what /readyz says is still waited for; None where this is no answer of /readyz."""
    try:
        told = json.loads(heard.body)
    except ValueError:
        return None
    if heard.status not in {OK, NOT_YET} or not isinstance(told, dict) or "ready" not in told:
        return None
    return sorted(str(name) for name, state in told.items() if name != "ready" and state != "ok")
