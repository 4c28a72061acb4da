"""Serve a Jira: `python -m benchmarks.jira PORT`; the sandbox's, with 5,000 issues that have all moved."""

import asyncio
import sys
from collections.abc import Sequence
from typing import Final

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from sandbox.jira.server import JiraServer
from sandbox.jira.site import Site

ISSUES: Final = 5_000
EMAIL: Final = "baton@example.com"
TOKEN: Final = "told-by-the-benchmark"  # noqa: S105  opens nothing: its Jira is the sandbox's
PROJECT: Final = "SUP"
WAS: Final = "To Do"
IS: Final = "In Progress"


def site() -> Site:
    """Answer a site in memory, each of whose issues somebody has taken up just now."""
    place = Site()
    place.add_person("acc-bench", name="Baton", email=EMAIL, token=TOKEN)
    place.add_project(PROJECT, name="Support")
    for number in range(ISSUES):
        issue = place.create(PROJECT, summary=f"The invoice goes to the old address {number}", by="acc-bench")
        place.move(issue.key, IS, by="acc-bench")
    return place


def routes(servers: Sequence[JiraServer]) -> list[Route]:
    """Answer what the benchmark asks beside the API of the one of `servers`: its issues, and what it was asked."""

    async def issues(_request: Request) -> Response:
        [jira] = servers
        return JSONResponse([[each.id, each.key, each.project_id] for each in jira.site.issues.values()])

    async def calls(request: Request) -> Response:
        [jira] = servers
        if request.method == "DELETE":
            jira.calls.clear()
        return JSONResponse([call.path for call in jira.calls])

    return [Route("/sandbox/issues", issues), Route("/sandbox/calls", calls, methods=["GET", "DELETE"])]


async def _serve(port: int) -> None:
    servers: list[JiraServer] = []
    servers.append(JiraServer(site(), port=port, routes=routes(servers)))
    await servers[0].start()
    await asyncio.Event().wait()


if __name__ == "__main__":
    asyncio.run(_serve(int(sys.argv[1])))
