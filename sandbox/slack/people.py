"""A person in the workspace, as tests and the page move them."""

from sandbox.slack.in_channels import InChannels
from sandbox.slack.in_messages import InMessages
from sandbox.slack.in_modals import InModals
from sandbox.slack.presence import Presence


class Person(InChannels, InMessages, InModals, Presence):
    """All that one person can see and do."""
