"""How Slack, the clock and the shell see Baton: the asynchronous edge."""

import sys
from typing import Final

VERSION: Final = "0.1.0"

if "rich" not in sys.modules:
    # For tracebacks in colour, which we never print, structlog would load it and pygments: 7 MiB, and 0.1 s of a start.
    sys.modules["rich"] = None  # type: ignore[assignment]  # what Python itself takes for "there is none"
    import structlog  # noqa: F401  so that everybody who imports it finds it without

    del sys.modules["rich"]
