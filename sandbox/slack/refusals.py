"""Slack's way of saying no."""

from typing import Any

JsonObject = dict[str, Any]


class SlackRefusal(Exception):  # noqa: N818 - a refusal is an answer, not an error of ours
    """A Web API method refuses; `code` is Slack's word for why (docs.slack.dev/reference/methods)."""

    def __init__(self, code: str, messages: list[str] | None = None, **extra: object) -> None:
        """Keep `code`, the lines for `response_metadata.messages` and further keys of the answer."""
        super().__init__(code, messages or [])
        self.code = code
        self.messages = messages or []
        self.extra = extra

    def answer(self) -> JsonObject:
        """The body that Slack would answer with."""
        body: JsonObject = {"ok": False, "error": self.code, **self.extra}
        if self.messages:
            body["response_metadata"] = {"messages": self.messages}
            body["errors"] = self.messages
        return body
