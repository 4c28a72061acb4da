"""A person in the workspace, as tests and the page move them."""

from sandbox.slack.in_channels import InChannels
from sandbox.slack.in_modals import InModals


class Person(InChannels, InModals):
    """All that one person can see and do."""
