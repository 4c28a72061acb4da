"""Choose the channels and the leads in Slack, and test the choice; whatever the environment sets stands."""

from storage.setup import Chosen
from storage.unit_of_work import UnitOfWork
from workflows.notices import SetupTested
from workflows.people.reading import check_administers, may_be_asked
from workflows.refusals import DeskRefused, InvalidForm, Misfit, Refusal
from workflows.setup.reading import Desk, SetUp, set_up

__all__ = ["Chosen", "choose", "test"]


def choose(work: UnitOfWork, by: str, chosen: Chosen, desk: Desk) -> SetUp:
    """Keep what an admin chose, but for what the environment sets; answer how Baton is set up then.

    Raises DeskRefused for whoever does not administer, InvalidForm without a channel or with leads who have left.
    """
    check_administers(work, by, desk.roles)
    misfits = _misfits(work, chosen, desk)
    if misfits:
        raise InvalidForm(misfits)
    before = work.setup.chosen()
    work.setup.choose(
        before.escalation_channel if desk.channel else chosen.escalation_channel,
        before.calls_channel if desk.calls_channel else chosen.calls_channel,
        before.leads if desk.roles.leads else chosen.leads,
    )
    return set_up(work, by, desk)


def _misfits(work: UnitOfWork, chosen: Chosen, desk: Desk) -> dict[str, Misfit]:
    found: dict[str, Misfit] = {}
    if not (desk.channel or chosen.escalation_channel):
        found["escalation_channel"] = Misfit.REQUIRED
    if not desk.roles.leads and not all(may_be_asked(work, lead) for lead in chosen.leads):
        found["leads"] = Misfit.NO_SUCH_PERSON
    return found


def test(work: UnitOfWork, by: str, desk: Desk) -> SetUp:
    """Post to the channels of cards and of calls that `by` has set Baton up; where Slack refuses, they are told why.

    Raises DeskRefused for whoever does not administer, and while no channel is chosen.
    """
    known = set_up(work, by, desk)
    if known.channel is None:
        raise DeskRefused(Refusal.INVALID_FORM)
    work.tell(SetupTested(channel, channel, by, _about(known, channel)) for channel in known.channels)
    return known


def _about(known: SetUp, channel: str) -> str:
    """Say what comes to a channel: cards, calls or both."""
    if known.channel == known.calls_channel:
        return "both"
    return "cards" if channel == known.channel else "calls"
