"""Whose words and whose deeds: the two languages, and Baton itself, as codes."""

from enum import StrEnum


class Locale(StrEnum):
    """The two languages; a Slack locale `ja…` is Japanese, any other English."""

    JA = "ja"
    EN = "en"

    @classmethod
    def of_slack(cls, locale: str | None) -> "Locale":
        """Translate the locale of `users.info`."""
        return cls.JA if (locale or "").startswith("ja") else cls.EN


BATON = "baton"
"""Who took a step that nobody took: a moment came, someone left, a phrase was heard."""
