"""`python app.py digest`: what was in work at any moment, told from the trail alone."""

import json
import sys
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from enum import StrEnum
from typing import Annotated, Any
from zoneinfo import ZoneInfo

import typer

from bot.console.shell import Shell
from storage.vocabulary import request_key
from workflows.digest.replaying import Replay, as_of
from workflows.hours import instant_of

RIGHT = "RFC 3339 such as 2026-11-21T08:00:00Z, or a local time such as '2026-11-21 17:00', or a date, or now"
Time = Annotated[str, typer.Option("--as-of", metavar="TIME", help=f"{RIGHT}; local is BATON_TIMEZONE.")]


class Form(StrEnum):
    """For people, or one JSON object."""

    TEXT = "text"
    JSON = "json"


As = Annotated[Form, typer.Option("--format", help="text: for people; json: one object.")]


def digest(context: typer.Context, time: Time, form: As = Form.TEXT) -> None:
    """Count what was in work at TIME, by urgency, status, type and owner, and list it: replayed from the trail."""
    shell: Shell = context.obj
    moment = _moment(time, shell)
    if moment is None or moment > shell.now():
        wrong = f"is wrong: it should be {RIGHT}" if moment is None else "is yet to come: nobody knows of it"
        print(f"--as-of {wrong}", file=sys.stderr)
        raise typer.Exit(2)
    replay = shell.database.read_now(as_of, moment)
    if form is Form.JSON:
        print(json.dumps(_record(replay), ensure_ascii=False))
    else:
        print("\n".join(_lines(replay, shell.settings.zone)))


def _moment(typed: str, shell: Shell) -> datetime | None:
    """Read a moment; None for what is none. A local time that the clocks jump over is the end of the jump."""
    if typed.strip().lower() == "now":
        return shell.now()
    try:
        read = datetime.fromisoformat(typed.strip())
        if read.tzinfo is not None:
            return read.astimezone(UTC)
        return instant_of(read.date(), read.time().isoformat(), shell.settings.zone.key)
    except (ValueError, OverflowError):
        return None


# ---- for other programs


def _record(replay: Replay) -> dict[str, Any]:
    return {
        "as_of": _instant(replay.as_of),
        "in_work": len(replay.in_work),
        "urgency": _named(replay.urgencies),
        "status": _named(replay.statuses),
        "request_type": _named(replay.request_types),
        "owner": _named(replay.owners),
        "requests": [
            {
                "key": request_key(state.number),
                "request_type": state.request_type,
                "urgency": state.urgency,
                "status": state.status,
                "owner": state.owner,
                "since": _instant(state.since),
            }
            for state in replay.in_work
        ],
    }


def _named(counts: Mapping[Any, int]) -> dict[str, int]:
    """Write nobody as an empty name: JSON's keys are words."""
    return {str(code or ""): count for code, count in counts.items()}


def _instant(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat().replace("+00:00", "Z")


# ---- for people


def _lines(replay: Replay, zone: ZoneInfo) -> Iterable[str]:
    """Write what was counted, a line for each thing, then a line for each request."""
    local = replay.as_of.astimezone(zone)
    yield f"as of\t{local.isoformat(sep=' ', timespec='seconds')} {zone.key}"
    yield f"in work\t{len(replay.in_work)}"
    yield f"urgency\t{_counted(replay.urgencies)}"
    yield f"status\t{_counted(replay.statuses)}"
    yield f"request type\t{_counted(replay.request_types)}"
    yield f"owner\t{_counted({_owner(replay, owner): count for owner, count in replay.owners.items()})}"
    for state in replay.in_work:
        since = state.since.astimezone(zone).isoformat(sep=" ", timespec="seconds")
        what = (request_key(state.number), state.urgency, state.request_type, state.status)
        yield "\t".join((*what, _owner(replay, state.owner), since))


def _counted(counts: Mapping[Any, int]) -> str:
    return ", ".join(f"{name} {count}" for name, count in counts.items()) or "-"


def _owner(replay: Replay, owner: str | None) -> str:
    return "nobody" if owner is None else f"{replay.names.get(owner, owner)} ({owner})"
