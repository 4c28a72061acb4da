"""What Slack's answers mean for whoever waits to know whether a message was taken."""

import asyncio
import time
from collections.abc import Awaitable
from typing import TypeVar

import aiohttp
from slack_sdk.errors import SlackApiError

from bot.delivery.metrics import CALL_SECONDS, CALLS, result_of
from bot.delivery.transitions import Lost, NotTaken, Refused

Failure = NotTaken | Lost | Refused

AMBIGUOUS = frozenset({"internal_error", "fatal_error", "service_unavailable", "request_timeout"})
"""Errors after which Slack says itself that part of the work may have been done."""
TOO_MANY = frozenset({"ratelimited", "rate_limited"})
TOO_MANY_REQUESTS = 429
SERVER_ERROR = 500
SHORTEST_WAIT = 1.0

# A body that is not what it says raises ValueError or AttributeError inside the SDK.
FAULTS = (SlackApiError, aiohttp.ClientError, OSError, TimeoutError, ValueError, AttributeError)


T = TypeVar("T")


async def ask(method: str, call: Awaitable[T], within: float) -> T | Failure:
    """Wait up to `within` seconds for one call; answer Slack's answer, or what its absence means.

    A session that is shared knows no limit for one call, so the limit stands here.
    """
    answer: T | Failure
    began = time.monotonic()
    try:
        async with asyncio.timeout(within):
            answer = await call
    except FAULTS as error:
        answer = failure_of(error)
    CALLS.labels(method, result_of(answer)).inc()
    CALL_SECONDS.labels(method).observe(time.monotonic() - began)
    return answer


def failure_of(error: Exception) -> Failure:
    """Tell what surely did not happen from what nobody knows."""
    match error:
        case SlackApiError():
            return _failure_of_answer(error.response)
        case aiohttp.ClientResponseError():
            return _failure_of_status(error)
        case aiohttp.ClientConnectorError() | aiohttp.ConnectionTimeoutError():
            return NotTaken()
    return Lost()


def _failure_of_answer(response: object) -> Failure:
    """Read an answer that is not ok; the SDK hands over its own response, or aiohttp's where the body is no JSON."""
    status = int(getattr(response, "status_code", None) or getattr(response, "status", None) or 0)
    body = getattr(response, "data", None)
    code = body.get("error") if isinstance(body, dict) else None
    if status == TOO_MANY_REQUESTS or code in TOO_MANY:
        return NotTaken(_retry_after(response))
    if status >= SERVER_ERROR or not isinstance(code, str) or code in AMBIGUOUS:
        return Lost()
    return Refused(code[:120])


def _failure_of_status(error: aiohttp.ClientResponseError) -> Failure:
    """Read an answer that says no more than its status: that of a web address that is no method of Slack's."""
    if error.status == TOO_MANY_REQUESTS:
        return NotTaken(_retry_after(error))
    return Lost() if error.status >= SERVER_ERROR else Refused(f"http_{error.status}")


def _retry_after(response: object) -> float:
    headers = getattr(response, "headers", None) or {}
    try:
        return max(SHORTEST_WAIT, float(headers.get("Retry-After", SHORTEST_WAIT)))
    except ValueError:
        return SHORTEST_WAIT
