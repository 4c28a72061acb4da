"""Serve the usual pattern: `python -m benchmarks.usual PORT API_URL [THREADS]`.

Over Bolt's own WSGI adapter, under the uvicorn that Baton has, with a thread for each of the people who file at once,
so that no form waits for anything but the threads of listeners.
"""

import sys
import warnings
from typing import Final

import uvicorn
from slack_bolt.adapter.wsgi import SlackRequestHandler
from uvicorn.middleware.wsgi import WSGIMiddleware  # type: ignore[attr-defined]  # uvicorn takes one of two

from benchmarks.usual import app

AT_ONCE: Final = 64
"""Threads for requests; uvicorn's own choice of ten would be less than there are people."""


def main(port: str, api_url: str, threads: str | None = None) -> None:
    """Serve on 127.0.0.1 until stopped."""
    door = SlackRequestHandler(app.build(api_url, None if threads is None else int(threads)))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # in favour of a library that does the same
        served = WSGIMiddleware(door, AT_ONCE)
    uvicorn.run(served, host="127.0.0.1", port=int(port), log_config=None, lifespan="off", access_log=False)


if __name__ == "__main__":
    main(*sys.argv[1:])
