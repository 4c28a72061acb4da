"""files.*: what was uploaded."""

from sandbox.slack.methods.request import Arguments
from sandbox.slack.refusals import JsonObject, SlackRefusal
from sandbox.slack.shapes import file_json
from sandbox.slack.workspace import Workspace


def info(workspace: Workspace, arguments: Arguments) -> JsonObject:
    """files.info: one file."""
    file = workspace.files.get(arguments.required("file"))
    if file is None:
        raise SlackRefusal("file_not_found")
    return {"file": file_json(file)}
