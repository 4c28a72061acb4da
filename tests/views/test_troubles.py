"""Why Slack did not take a message, in words that mend it."""

import pytest

from bot.views import troubles
from bot.words import Words
from tests.views.examples import EN, JA


@pytest.mark.parametrize("words", [JA, EN], ids=["ja", "en"])
def test_a_card_that_stands_in_an_archived_channel_says_so_as_a_post_into_it_does(words: Words) -> None:
    assert troubles.reason("is_inactive", words) == troubles.reason("is_archived", words)
