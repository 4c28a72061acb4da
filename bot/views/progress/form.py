"""The form in which someone asks for a Jira issue: a new one, everything preset, or those that are there already."""

import re
from collections.abc import Iterable, Mapping
from typing import Final

from bot import ids
from bot.views import parts
from bot.views.escalation import facts, frames
from bot.views.parts import Block, Field
from bot.views.submitted import Submitted
from bot.views.texts import Markup, moment, one_line, say, shorten
from bot.words import Words
from workflows.escalation.tracking import Tracking, Wanted, Wish
from workflows.escalation.views import Tracker
from workflows.masking import mask
from workflows.refusals import Misfit

MOST_SUMMARY: Final = 255
"""Characters of a summary in Jira."""
MOST_LABELS: Final = 200
MOST_LABEL: Final = 50
MOST_NAME: Final = 75
"""Characters of an option."""
_PROJECT: Final = re.compile(r"[A-Z][A-Z0-9_]{1,30}")
_COMMAS: Final = re.compile(r"[,、，]")


def build(tracking: Tracking, words: Words) -> Block:
    """Build the form; before Jira has told what there is to choose from, with what is configured."""
    view = tracking.view
    summary = shorten(mask(one_line(view.request.summary)), MOST_SUMMARY)
    asked = Field(ids.SUMMARY, words.say("jira.summary"), hint=words.say("jira.summary.hint"))
    blocks = parts.present(
        *facts.question(view, words),
        _silence(tracking, words),
        *_choices(tracking, words),
        parts.text_input(asked, most=MOST_SUMMARY, initial=summary),
        _labels(words),
        parts.context(Markup(words.say("jira.goes_along"))),
        _links(words),
    )
    return parts.modal(frames.of_step(ids.JIRA_FORM, words), blocks)


def _silence(tracking: Tracking, words: Words) -> Block | None:
    """Say since when Jira has not answered: what is asked for now comes once it does."""
    since = tracking.failing_since
    return None if since is None else parts.section(say(words, "jira.silent", since=moment(words, since)))


def _choices(tracking: Tracking, words: Words) -> list[Block]:
    tracker = tracking.tracker
    preset = tracker.priorities.get(tracking.view.request.urgency.value)
    return [
        _project(tracker, words),
        _select(ids.ISSUE_TYPE, _named(tracker.issue_type, tracker.issue_types), tracker.issue_type, words),
        _select(ids.JIRA_PRIORITY, _named(preset, tracker.priority_names), preset, words, optional=True),
    ]


def _project(tracker: Tracker, words: Words) -> Block:
    """Offer the projects that are known, ours first; let the key be typed where none is."""
    ours = {} if tracker.project is None else {tracker.project: tracker.projects.get(tracker.project, tracker.project)}
    known = ours | tracker.projects
    if known:
        labels = {key: key if key == name else f"{name} ({key})" for key, name in known.items()}
        return _select(ids.PROJECT, labels, tracker.project, words)
    asked = Field(ids.PROJECT, words.say("jira.project"), hint=words.say("jira.project.hint"))
    return parts.text_input(asked, most=32)


def _named(first: str | None, others: Iterable[str]) -> dict[str, str]:
    """Offer names under themselves, each once."""
    return {name: name for name in (first, *others) if name}


def _select(
    asked: str, offered: Mapping[str, str], chosen: str | None, words: Words, *, optional: bool = False
) -> Block:
    field = Field(asked, words.say(f"jira.{asked}"), optional=optional)
    options = [parts.option(value, label) for value, label in offered.items() if len(value) <= MOST_NAME]
    return parts.choice(field, "static_select", options, chosen)


def _labels(words: Words) -> Block:
    asked = Field(ids.LABELS, words.say("jira.labels"), hint=words.say("jira.labels.hint"), optional=True)
    return parts.text_input(asked, most=MOST_LABELS)


def _links(words: Words) -> Block:
    asked = Field(
        ids.LINK,
        words.say("jira.link"),
        hint=words.say("jira.link.hint"),
        placeholder=words.say("jira.link.placeholder"),
        optional=True,
    )
    return parts.text_input(asked, most=1000, multiline=True)


def read(view: Block) -> Wish:
    """Answer what is asked for: links come before everything else. Raises InvalidForm for what is missing or forged."""
    inputs = Submitted(view)
    links = inputs.text(ids.LINK)
    if links is not None:
        inputs.check()
        return Wish(None, links)
    wanted = Wanted(
        project=_project_in(inputs),
        issue_type=_name_in(inputs, ids.ISSUE_TYPE) or inputs.required(ids.ISSUE_TYPE, None),
        priority=_name_in(inputs, ids.JIRA_PRIORITY),
        labels=_labels_in(inputs),
        summary=inputs.required(ids.SUMMARY, inputs.line(ids.SUMMARY, MOST_SUMMARY)),
    )
    inputs.check()
    return Wish(wanted)


def _project_in(inputs: Submitted) -> str:
    project = (inputs.chosen(ids.PROJECT) or inputs.required(ids.PROJECT, inputs.text(ids.PROJECT))).upper()
    if project and not _PROJECT.fullmatch(project):
        inputs.misfits[ids.PROJECT] = Misfit.NOT_A_CHOICE
    return project


def _name_in(inputs: Submitted, asked: str) -> str | None:
    """Answer a chosen name; Jira itself knows best whether it has it."""
    chosen = inputs.chosen(asked)
    if chosen is not None and len(chosen) > MOST_NAME:
        inputs.misfits[asked] = Misfit.NOT_A_CHOICE
    return chosen


def _labels_in(inputs: Submitted) -> tuple[str, ...]:
    typed = (one_line(label) for label in _COMMAS.split(inputs.text(ids.LABELS) or ""))
    labels = tuple(dict.fromkeys(filter(None, typed)))
    if any(" " in label for label in labels):
        inputs.misfits[ids.LABELS] = Misfit.NOT_A_LABEL
    elif any(len(label) > MOST_LABEL for label in labels):
        inputs.misfits[ids.LABELS] = Misfit.TOO_LONG
    return labels
