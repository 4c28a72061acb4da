"""What an app finds in its environment: its tokens, and where its Slack is."""

import os
import ssl
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from requests.utils import DEFAULT_CA_BUNDLE_PATH

from sandbox.alone.credentials import Credentials
from sandbox.alone.way import Way

SLACK_API = "https://slack.com/api/"
TRUSTING = ("SSL_CERT_FILE", "REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE")
"""Where OpenSSL (and so Python), requests and curl look for whom to trust."""
LOOPBACK = "127.0.0.1,localhost,::1"
OTHERS = ("SLACK_APP_TOKEN", "SLACK_CLIENT_ID", "SLACK_CLIENT_SECRET", "SLACK_USER_TOKEN", "HTTP_PROXY", "http_proxy")
"""What is taken from the child: what belongs to another Slack, or would lead it there."""


@dataclass(frozen=True, slots=True)
class Access:
    """How one app comes in: its credentials, and whether by Socket Mode, which alone needs the app token."""

    credentials: Credentials
    by_socket: bool

    def variables(self, api_url: str) -> dict[str, str]:
        """The variables for an app that finds the Web API at `api_url`."""
        app_token = {"SLACK_APP_TOKEN": self.credentials.app_token} if self.by_socket else {}
        return {
            "SLACK_BOT_TOKEN": self.credentials.bot_token,
            **app_token,
            "SLACK_SIGNING_SECRET": self.credentials.signing_secret,
            "SLACK_API_URL": api_url,
        }

    def of_child(self, ours: Mapping[str, str], way: Way, bundle: Path) -> dict[str, str]:
        """The whole environment of an app that we start: `ours`, with https://slack.com leading here.

        `bundle` is written: whom this machine trusts, and the way's own authority.
        """
        way.trust(bundle, *trusted(ours))
        kept = {name: value for name, value in ours.items() if name not in OTHERS}
        return {
            **kept,
            **self.variables(SLACK_API),
            **dict.fromkeys(("HTTPS_PROXY", "https_proxy"), way.url),
            **dict.fromkeys(("NO_PROXY", "no_proxy"), LOOPBACK),
            **dict.fromkeys(TRUSTING, str(bundle)),
        }


def trusted(ours: Mapping[str, str] = os.environ) -> list[Path]:
    """The bundles that OpenSSL and requests go by on this machine, those that exist."""
    files = (ssl.get_default_verify_paths().cafile, ours.get("REQUESTS_CA_BUNDLE") or DEFAULT_CA_BUNDLE_PATH)
    return [Path(file) for file in files if file and Path(file).is_file()]
