"""Block Kit's rules, as strict as Slack's (docs.slack.dev/reference/block-kit)."""

from sandbox.slack.blocks.surfaces import check_home, check_message, check_modal

__all__ = ["check_home", "check_message", "check_modal"]
