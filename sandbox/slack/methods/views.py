"""views.*: modals and Home."""

from typing import Any

from sandbox.slack.blocks import check_home, check_modal
from sandbox.slack.messages import with_ids
from sandbox.slack.methods.request import Arguments
from sandbox.slack.refusals import JsonObject, SlackRefusal
from sandbox.slack.shapes import view_json
from sandbox.slack.view import View
from sandbox.slack.workspace import Workspace


def open_view(workspace: Workspace, arguments: Arguments) -> JsonObject:
    """views.open: a modal for whoever acted; from within a modal it lies on top."""
    source = check_modal(arguments.structure("view", "invalid_arguments"))
    trigger = workspace.triggers.exchange(arguments.required("trigger_id"))
    window = workspace.window(trigger.user)
    _check_external_id(workspace, source)
    within = trigger.view_id is not None and window.stack
    view = window.push(_named(source)) if within else window.open(_named(source))
    return _shown(workspace, view)


def push(workspace: Workspace, arguments: Arguments) -> JsonObject:
    """views.push: a modal on top of the one in which somebody acted; at most three."""
    source = check_modal(arguments.structure("view", "invalid_arguments"))
    trigger = workspace.triggers.exchange(arguments.required("trigger_id"))
    window = workspace.window(trigger.user)
    if trigger.view_id is None or not window.stack:
        raise SlackRefusal("not_found")
    _check_external_id(workspace, source)
    return _shown(workspace, window.push(_named(source)))


def update(workspace: Workspace, arguments: Arguments) -> JsonObject:
    """views.update: replace an open view's content, unless its `hash` has changed meanwhile."""
    view = _open_view(workspace, arguments.text("view_id"), arguments.text("external_id"))
    given = arguments.structure("view", "invalid_arguments")
    source = _checked_home(workspace, given) if view.source["type"] == "home" else check_modal(given)
    _check_hash(view, arguments)
    view.show(_named(source))
    return _shown(workspace, view)


def publish(workspace: Workspace, arguments: Arguments) -> JsonObject:
    """views.publish: what a person sees in the app's Home."""
    if not workspace.app.has_home:
        raise SlackRefusal("not_enabled")
    user = workspace.member(arguments.required("user_id")).id
    source = _checked_home(workspace, arguments.structure("view", "invalid_arguments"))
    window = workspace.window(user)
    if window.home:
        _check_hash(window.home, arguments)
    view = window.publish(_named(source))
    workspace.keep(user, view)
    return _shown(workspace, view)


def _checked_home(workspace: Workspace, view: Any) -> JsonObject:  # noqa: ANN401 - unchecked
    return check_home(view, workspace.unknown_blocks)


def _named(source: JsonObject) -> JsonObject:
    return {**source, "blocks": with_ids(source["blocks"])}


def _shown(workspace: Workspace, view: View) -> JsonObject:
    workspace.changes.announce(view.user)
    return {"view": view_json(view, workspace.app)}


def _check_hash(view: View, arguments: Arguments) -> None:
    if arguments.text("hash", view.hash) != view.hash:
        raise SlackRefusal("hash_conflict")


def _check_external_id(workspace: Workspace, source: JsonObject) -> None:
    external_id = source.get("external_id")
    if external_id and any(window.find(external_id=external_id) for window in workspace.windows.values()):
        raise SlackRefusal("duplicate_external_id")


def _open_view(workspace: Workspace, view_id: str, external_id: str) -> View:
    for window in workspace.windows.values():
        view = window.find(view_id, external_id)
        if view:
            return view
    raise SlackRefusal("not_found")
