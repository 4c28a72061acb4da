"""What a person does in a modal."""

from collections.abc import Callable, Mapping
from typing import Any

from sandbox.slack import forms, payloads
from sandbox.slack.blocks import check_modal
from sandbox.slack.blocks.complaints import Complaints
from sandbox.slack.blocks.composition import check_option_groups, check_options
from sandbox.slack.forms import NotOnScreen
from sandbox.slack.hands import PATIENCE, Hands
from sandbox.slack.messages import with_ids
from sandbox.slack.parcels import Reply
from sandbox.slack.records import Message
from sandbox.slack.refusals import JsonObject, SlackRefusal
from sandbox.slack.view import STATELESS, View

FAILED = "We had some trouble connecting. Try again?"


def _any(_view: View) -> bool:
    return True


class InModals(Hands):
    """Filling in, choosing, pressing, submitting and closing modals."""

    async def modal(self, until: Callable[[View], bool] | str = _any, timeout: float = PATIENCE) -> View:  # noqa: ASYNC109
        """The modal on top, once one is open that is as `until` wants it (a callback id or a condition)."""
        wanted = (lambda view: view.callback_id == until) if isinstance(until, str) else until
        await self.workspace.changes.wait(lambda: self.window.top is not None and wanted(self.window.top), timeout)
        return self._top()

    async def suggestions(self, action_id: str, typed: str) -> list[JsonObject]:
        """The options that the app offers for what was `typed` into an external select of the modal."""
        return forms.options_of(await self.suggested(self._top(), action_id, typed))

    async def suggested(self, shown: View | Message, action_id: str, typed: str) -> JsonObject:
        """The `options`, or `option_groups`, offered for what was `typed` into an external select of `shown`."""
        blocks, surface = (shown.blocks, shown.callback_id) if isinstance(shown, View) else (shown.parts, action_id)
        part = forms.part_of(blocks, action_id)
        if len(typed) < part[1].get("min_query_length", 3):
            return {}
        payload = payloads.suggestion(part, typed, self.id, shown, self.workspace)
        reply = await self._send("interactive", payload, surface, "Something went wrong loading the options.")
        try:
            return _checked_options(reply.content)
        except SlackRefusal as refusal:
            self._complain(surface, "The options could not be shown.", str(refusal))
            return {}

    async def choose(self, name: str, value: Any, typed: str | None = None) -> Reply | None:  # noqa: ANN401
        """Enter `value` (as `Entries.state` takes it) at the action or block `name`.

        In an external select it is looked for under what was `typed` (else under `value` itself). The answer to
        `block_actions`, or None where none was sent.
        """
        view = self._top()
        block, element = forms.part_of(view.blocks, name)
        if element["type"] == "external_select":
            value = forms.option(await self.suggestions(name, value if typed is None else typed), value)
        return await self._enter(view, block, element, value)

    async def pick(self, name: str, option: JsonObject) -> Reply | None:
        """Choose one of the `suggestions` as it was offered."""
        view = self._top()
        block, element = forms.part_of(view.blocks, name)
        return await self._enter(view, block, element, option)

    async def fill(self, values: Mapping[str, Any] | None = None, /, **more: Any) -> None:  # noqa: ANN401
        """Enter several values, one after the other, each as `choose` would."""
        for name, value in {**(values or {}), **more}.items():
            await self.choose(name, value)

    async def press(self, action_id: str, value: str | None = None) -> Reply:
        """Press a button of the modal, or choose `value` in one of its menus."""
        view = self._top()
        block, element = forms.part_of(view.blocks, action_id, value)
        return await self._act(view, self._entries.click(block, element, value))

    async def submit(self, view: View | None = None) -> Reply:
        """Submit the modal on top (or `view`); an incomplete form is kept back by Slack itself."""
        view = view or self._top()
        view.errors = forms.incomplete(view)
        if view.errors:
            self.workspace.changes.announce(self.id)
            return Reply(None, error="incomplete")
        reply = await self._send("interactive", payloads.submission(view, self.workspace), view.callback_id, FAILED)
        if reply.acked:
            await self._follow(view, reply.content)
        return reply

    async def close(self, *, everything: bool = False) -> None:
        """Close the modal on top with its own button, or `everything` with the cross; the app hears where it asked."""
        view = self._top()
        cleared = everything or bool(view.source.get("clear_on_close"))
        await self._closed(list(self.window.stack) if cleared else [view], cleared=cleared)

    async def _enter(self, view: View, block: JsonObject, element: JsonObject, value: Any) -> Reply | None:  # noqa: ANN401
        """Enter it; the app hears at once of all but inputs that do not dispatch. A text is one entry, not letters."""
        action = self._entries.click(block, element, value)
        if element["type"] not in STATELESS:
            view.enter(block["block_id"], element["action_id"], self._entries.state(element, value))
        self.workspace.changes.announce(self.id)
        if block["type"] == "input" and not block.get("dispatch_action"):
            return None
        return await self._act(view, action)

    async def _act(self, view: View, action: JsonObject) -> Reply:
        payload = payloads.click_in_view(action, view, self.workspace)
        return await self._send("interactive", payload, view.callback_id, FAILED)

    async def _follow(self, view: View, answer: JsonObject) -> None:
        """Do what the app's answer to a submission says; what Slack cannot do becomes a trouble."""
        try:
            match answer.get("response_action"):
                case None:
                    self.window.close(view.id)
                case "clear":
                    await self._closed(list(self.window.stack), cleared=True)
                case "errors":
                    view.errors = _checked_errors(view, answer)
                case "update":
                    view.show(_named(answer))
                case "push":
                    self.window.push(_named(answer))
                case unknown:
                    self._complain(view.callback_id, FAILED, f"unknown response_action {unknown}")
        except SlackRefusal as refusal:
            self._complain(view.callback_id, FAILED, str(refusal))
        self.workspace.changes.announce(self.id)

    async def _closed(self, views: list[View], *, cleared: bool) -> None:
        for view in reversed(views):
            self.window.close(view.id)
        self.workspace.changes.announce(self.id)
        for view in reversed(views):
            if view.source.get("notify_on_close"):
                payload = payloads.closed(view, self.workspace, cleared=cleared)
                await self._switchboard.send("interactive", payload)

    def _top(self) -> View:
        view = self.window.top
        if view is None:
            message = "no modal is open"
            raise NotOnScreen(message)
        return view


def _named(answer: JsonObject) -> JsonObject:
    source = check_modal(answer.get("view"))
    return {**source, "blocks": with_ids(source["blocks"])}


def _checked_errors(view: View, answer: JsonObject) -> dict[str, str]:
    """Errors may only stand at inputs of this view."""
    errors: dict[str, str] = answer.get("errors") or {}
    inputs = {block["block_id"] for block in view.blocks if block["type"] == "input"}
    strangers = sorted(errors.keys() - inputs)
    if strangers or not errors:
        raise SlackRefusal("invalid_errors", strangers)
    return errors


def _checked_options(answer: JsonObject) -> JsonObject:
    at = Complaints()
    check_options(answer, at, 100)
    check_option_groups(answer, at)
    if at.found:
        raise SlackRefusal("invalid_options", at.found)
    return answer
