"""No sequence of acts in calls, allowed or refused, leaves anything open that is over, or tells what is not theirs."""

import sqlite3
from collections import Counter
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from storage import people as mirror
from storage.calls import Call, Whisper
from storage.calls.tables import call_notes, call_signs, calls, help_signs, segments, whispers
from storage.database import Database
from storage.outbox import outbox
from storage.posts import posts
from storage.timers import timers
from storage.unit_of_work import UnitOfWork
from storage.vocabulary import Helped, Tone, WhisperAnswer
from tests.workflows.whisper.team import (
    AGENT,
    CHANNEL,
    COLLEAGUE,
    EVERYONE,
    LEAD,
    MINUTE,
    NEAR,
    NOW,
    SECOND,
    SENIOR,
    Act,
    Team,
    Told,
    a_team,
    answers,
    ends,
    lowers,
    notes,
    raises,
    rates,
    takes,
)
from tests.workflows.whisper.team import (
    whispers as whispers_into,
)
from workflows.refusals import Refused
from workflows.whisper.whispering import Advice

AGENTS = (AGENT, COLLEAGUE)
PRIVATE = {"whisper", "whisper_copy", "coach_called"}
VERBS: dict[str, Callable[[str], Act]] = {
    "raise": raises,
    "lower": lowers,
    "take": takes,
    "note": notes,
    "end": ends,
    **{f"whisper {tone}": lambda by, tone=tone: whispers_into(by, Advice("確認します", tone)) for tone in Tone},  # type: ignore[misc]
    **{f"answer {given}": lambda by, given=given: answers(given, by) for given in WhisperAnswer},  # type: ignore[misc]
    **{f"rate {helped}": lambda by, helped=helped: rates(helped, by) for helped in Helped},  # type: ignore[misc]
}
people = st.sampled_from(EVERYONE)
spans = st.sampled_from([SECOND, 15 * SECOND, 30 * SECOND, 2 * MINUTE, 9 * MINUTE, 20 * MINUTE, 130 * MINUTE])


@dataclass(frozen=True)
class Seen:
    """All there is at one moment: every call and whisper, what was ever told, and every row that an act could touch."""

    calls: list[Call]
    whispers: list[Whisper]
    told: list[Told]
    rows: list[object]


def look(work: UnitOfWork) -> Seen:
    """See it all in one transaction."""
    found = list(work.calls.every())
    said = [each for call in found for each in work.whispers.of_call(call)]
    notices = work.connection.execute(outbox.select().order_by(outbox.c.number)).all()
    told = [(row.topic, row.subject, row.place) for row in notices]
    tables = (calls, whispers, call_notes, call_signs, help_signs, timers)
    return Seen(found, said, told, [notices, *(work.connection.execute(table.select()).all() for table in tables)])


class Lives(RuleBasedStateMachine):
    """Two agents on the phone, around whom anybody tries anything."""

    database: Database
    seen: Seen

    @initialize()
    def begin(self) -> None:
        """Everybody is there, one is on the phone."""
        self.database.write_now(start_over)
        self.team = Team(self.database)
        self.keys = [self.team.start()]

    def _try(self, act: Callable[[], object]) -> None:
        """Act; what is refused changes nothing at all."""
        try:
            act()
        except (Refused, IndexError):
            assert self.database.read_now(look).rows == self.seen.rows

    @rule(verbs=st.lists(st.tuples(st.sampled_from(list(VERBS)), people, st.integers(0, 1)), min_size=1, max_size=6))
    def try_anything(self, verbs: list[tuple[str, str, int]]) -> None:
        """Act as anybody, in one of the latest calls."""
        for verb, by, back in verbs:
            key = self.keys[-1 - back % len(self.keys)]
            self._try(lambda verb=verb, by=by, key=key: VERBS[verb](by)(self.team, key))  # type: ignore[misc]
            self.all_is_sound()

    @rule(
        coach=st.sampled_from([LEAD, SENIOR]),
        tone=st.sampled_from(Tone),
        span=spans,
        given=st.sampled_from(WhisperAnswer),
    )
    def coach(self, coach: str, tone: Tone, span: timedelta, given: WhisperAnswer) -> None:
        """Go through what mostly happens, where mere trying would mostly be refused."""
        key = self.keys[-1]
        for act in (whispers_into(coach, Advice("確認します", tone)), answers(given, str(self.team.call(key).agent))):
            self._try(lambda act=act: act(self.team, key))  # type: ignore[misc]
            self.all_is_sound()
            self.let_time_pass(span)
            self.all_is_sound()

    @rule(holder=st.sampled_from([LEAD, NEAR]), span=spans)
    def help(self, holder: str, span: timedelta) -> None:
        """Ask for help, get it, and wait."""
        key = self.keys[-1]
        for act in (raises(str(self.team.call(key).agent)), takes(holder), whispers_into(holder)):
            self._try(lambda act=act: act(self.team, key))  # type: ignore[misc]
            self.all_is_sound()
        self.let_time_pass(span)

    @rule(agent=st.sampled_from(AGENTS), replaces=st.booleans())
    def start(self, agent: str, *, replaces: bool) -> None:
        """Start a call, perhaps in the place of the one that is on."""
        live = self.team.live_of(agent)
        former = live.key if live is not None and replaces else None
        self._try(lambda: self.keys.append(self.team.start(agent, replaces=former)))

    @rule(agent=st.sampled_from(AGENTS), by=people)
    def whisper_by_name(self, agent: str, by: str) -> None:
        """Whisper to an agent, on the phone or not."""
        self._try(lambda: self.team.whisper_to(agent, by))
        live = self.team.live_of(agent)
        if live is not None and live.key not in self.keys:
            self.keys.append(live.key)

    @rule(span=spans)
    def let_time_pass(self, span: timedelta) -> None:
        """Come to another moment, and let what is due happen."""
        self.team.wait(span)

    @rule()
    def deliver(self) -> None:
        """Let the relay come round."""
        self.team.pings()

    @rule()
    def refuse(self) -> None:
        """Let Slack refuse what is whispered."""
        self.team.refuse()

    @invariant()
    def all_is_sound(self) -> None:
        """Look once after each act, from all sides."""
        self.seen = seen = self.database.read_now(look)
        assert_one_at_a_time(seen)
        for call in seen.calls:
            assert_call_is_consistent(call)
        for whisper in seen.whispers:
            assert_whisper_is_consistent(whisper)
        assert_over_is_over(seen)
        assert_told_once(seen)
        assert_private(seen)


def assert_one_at_a_time(seen: Seen) -> None:
    """Demand one live call of an agent, and one open whisper in a call."""
    live = Counter(call.agent for call in seen.calls if call.is_live)
    open_ones = Counter(whisper.call for whisper in seen.whispers if whisper.folded_at is None)
    assert max(live.values(), default=0) <= 1
    assert max(open_ones.values(), default=0) <= 1


def assert_call_is_consistent(call: Call) -> None:
    """Demand of the help sign that nobody has it unless it is up."""
    assert call.help_by is None or call.help_asked_at is not None
    assert (call.help_by is None) == (call.help_taken_at is None)
    assert call.help_by != call.agent
    assert call.help_asked_at is None or call.helps > 0


def assert_whisper_is_consistent(whisper: Whisper) -> None:
    """Demand that something is to happen exactly to what waits for an answer."""
    assert whisper.is_open == (whisper.due_at is not None)
    assert (whisper.answer is None) == (whisper.answered_at is None)
    assert whisper.sendings == 1 or (whisper.sendings == 2 and whisper.tone.is_pressing)
    assert whisper.warned_at is None or whisper.tone.is_pressing


def assert_over_is_over(seen: Seen) -> None:
    """Demand that nothing is open in a call that is over."""
    over = {call.number: call for call in seen.calls if call.ended_at is not None}
    assert all(call.help_asked_at is None for call in over.values())
    assert all(whisper.folded_at is not None for whisper in seen.whispers if whisper.call in over)
    summed = {subject for topic, subject, _ in seen.told if topic == "call_summary"}
    assert summed == {call.key for call in over.values()}


def assert_told_once(seen: Seen) -> None:
    """Demand that each coach is called once for each answer that needs it, for silence and for a failure."""
    called = Counter(subject for topic, subject, _ in seen.told if topic == "coach_called")
    for whisper in seen.whispers:
        answered = whisper.answer not in {None, WhisperAnswer.GOT_IT}
        assert called[whisper.key] >= int(answered)
        assert called[whisper.key] <= answered + 2
        assert called[whisper.key] >= int(whisper.warned_at is not None)


def assert_private(seen: Seen) -> None:
    """Demand that nobody but its agent and its coach is ever told of a whisper, and no channel of anything else."""
    by_key = {whisper.key: whisper for whisper in seen.whispers}
    for topic, subject, place in seen.told:
        if topic in PRIVATE:
            whisper = by_key[subject.partition("/")[0]]  # type: ignore[index]  # a key
            assert place == (whisper.agent if topic == "whisper" else whisper.by)
        else:
            assert place != CHANNEL or topic in {"call", "help_sign", "danger"}


def start_over(work: UnitOfWork) -> None:
    """Begin another life: everyone is there, nobody is on the phone."""
    for table in (mirror.people, outbox, posts, timers, call_notes, call_signs, help_signs, segments, whispers, calls):
        work.connection.execute(table.delete())
    a_team(work)


def test_any_life_of_calls_is_a_sound_one(tmp_path: Path) -> None:
    """One connection stays open throughout: as often as the last one closes, SQLite writes its whole log back."""
    path = tmp_path / "baton.db"
    soundly = settings(max_examples=40, stateful_step_count=12, deadline=None, suppress_health_check=list(HealthCheck))

    class OnThisDatabase(Lives):
        database = Database(f"sqlite:///{path}", lambda: NOW)

    OnThisDatabase.database.prepare()
    with closing(sqlite3.connect(path)) as watcher:
        watcher.execute("SELECT count(*) FROM calls").fetchone()
        run_state_machine_as_test(OnThisDatabase, settings=soundly)
