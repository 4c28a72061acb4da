"""The page on which people try Baton: a window on the sandbox's Slack for each person."""

from sandbox.page.routes import routes
from sandbox.page.screens import Featured

__all__ = ["Featured", "routes"]
