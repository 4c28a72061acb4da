"""What an app says, in a post, a change, an ephemeral message or a response alike: text, blocks, attachments."""

from dataclasses import dataclass

from sandbox.slack.blocks import check_message
from sandbox.slack.blocks.attachments import check_attachments
from sandbox.slack.mentions import kept
from sandbox.slack.messages import with_ids
from sandbox.slack.methods.request import Arguments
from sandbox.slack.records import Message
from sandbox.slack.refusals import JsonObject, SlackRefusal
from sandbox.slack.workspace import Workspace

POST_LENGTH = 40_000
UPDATE_LENGTH = 4_000
MARKDOWN_LENGTH = 12_000


@dataclass(frozen=True, slots=True)
class Content:
    """What is said; blocks and attachments are None where they were not sent."""

    text: str
    blocks: list[JsonObject] | None = None
    attachments: list[JsonObject] | None = None

    def posted(self, workspace: Workspace, channel: str, thread_ts: str | None = None) -> Message:
        """A message of the bot that says this in `channel`, to be added to its messages."""
        bot, bot_id = workspace.bot_user_id, workspace.app.bot_id
        message = Message(channel, "", bot, self.text, with_ids(self.blocks), thread_ts, bot_id=bot_id)
        message.attachments = self.attachments or []
        return message

    @property
    def warnings(self) -> list[str]:
        """What Slack warns of: without a text, notifications and screen readers have nothing to say."""
        return [] if self.text else ["missing_text_in_message"]


def content(workspace: Workspace, arguments: Arguments, most: int) -> Content:
    """What `arguments` say, checked; refuses `no_text`, `msg_too_long`, `invalid_blocks`, `invalid_attachments`."""
    if arguments.text("markdown_text"):
        return _marked_down(arguments)
    text = kept(arguments.text("text"))
    given = arguments.structure("blocks", "invalid_blocks_format")
    blocks = None if given is None else check_message(given, workspace.unknown_blocks)
    attachments = _attachments(workspace, arguments)
    if not text and not blocks and not attachments:
        raise SlackRefusal("no_text")
    if len(text) > most:
        raise SlackRefusal("msg_too_long")
    return Content(text, blocks, attachments)


def named(attachments: list[JsonObject]) -> list[JsonObject]:
    """`attachments` with an id for each block and element in them that has none."""
    return [{**one, "blocks": with_ids(one["blocks"])} if "blocks" in one else one for one in attachments]


def _attachments(workspace: Workspace, arguments: Arguments) -> list[JsonObject] | None:
    given = arguments.structure("attachments", "invalid_attachments")
    return None if given is None else named(check_attachments(given, workspace.unknown_blocks))


def _marked_down(arguments: Arguments) -> Content:
    """Markdown becomes a block of its own, and stands alone."""
    text = arguments.text("markdown_text")
    if arguments.text("text") or arguments.text("blocks"):
        raise SlackRefusal("markdown_text_conflict")
    if len(text) > MARKDOWN_LENGTH:
        raise SlackRefusal("msg_too_long")
    return Content(text, [{"type": "markdown", "text": text}])
