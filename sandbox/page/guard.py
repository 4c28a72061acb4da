"""Who is served at all: this machine's own windows, and no other site's page."""

from collections.abc import Awaitable, Callable

from starlette.requests import Request
from starlette.responses import Response

from sandbox.slack.refusals import SlackRefusal

HEADERS = {
    "Content-Security-Policy": "default-src 'self'; img-src 'self' https: http:; frame-ancestors 'none'; "
    "base-uri 'none'; form-action 'self'",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "Cache-Control": "no-store",
}
HOSTS = frozenset({"127.0.0.1", "localhost"})
Answer = Callable[[Request], Awaitable[Response]]


def guarded(answer: Answer) -> Answer:
    """Serve this machine's own names only, and acts only as JSON: no other site's page can send either."""

    async def only_ours(request: Request) -> Response:
        if request.url.hostname not in HOSTS:
            return Response("unknown host", 421)
        if request.method == "POST" and request.headers.get("content-type") != "application/json":
            return Response("application/json only", 415)
        try:
            response = await answer(request)
        except SlackRefusal as refusal:  # a window of somebody who is no longer there
            return Response(str(refusal), 404)
        response.headers.update(HEADERS)
        return response

    return only_ours
