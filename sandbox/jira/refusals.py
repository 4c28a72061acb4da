"""Jira's way of saying no."""

from collections.abc import Mapping

from sandbox.slack.refusals import JsonObject


class JiraRefusal(Exception):  # noqa: N818 - a refusal is an answer, not an error of ours
    """The call is refused with `status`; `messages` are general, `errors` belong to fields."""

    def __init__(self, status: int, *messages: str, errors: Mapping[str, str] | None = None) -> None:
        """Keep what Jira says."""
        super().__init__(status, *messages)
        self.status = status
        self.messages = messages
        self.errors = dict(errors or {})

    @property
    def body(self) -> JsonObject:
        """Jira's error collection."""
        return {"errorMessages": list(self.messages), "errors": self.errors}


def no_issue() -> JiraRefusal:
    """Jira never says which of the two it is."""
    return JiraRefusal(404, "Issue does not exist or you do not have permission to see it.")


def no_project(known_as: str) -> JiraRefusal:
    """The same for projects."""
    kind = "id" if known_as.isdigit() else "key"
    return JiraRefusal(404, f"No project could be found with {kind} '{known_as}'.")
