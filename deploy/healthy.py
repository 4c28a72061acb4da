"""Whether the process beside it lives: what the container asks every few seconds; exit code 0 says yes.

It asks `/healthz`, never `/readyz`: a Slack that is down for an hour is no reason to start Baton anew.
"""

import os
import sys
from contextlib import closing
from http.client import HTTPConnection, HTTPException

WITHIN = 3.0


def lives(port: int) -> bool:
    """Say whether Baton answers on `port` of this machine, whatever proxy the environment names."""
    with closing(HTTPConnection("127.0.0.1", port, timeout=WITHIN)) as door:
        try:
            door.request("GET", "/healthz")
            return door.getresponse().status == 200  # noqa: PLR2004  HTTP's own number
        except (OSError, HTTPException):
            return False


if __name__ == "__main__":
    sys.exit(not lives(int(os.environ.get("BATON_PORT") or 3000)))
