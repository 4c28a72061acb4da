"""How digests are set up, and what is kept of each that was posted."""

from dataclasses import replace
from datetime import date, timedelta

from storage.database import Database
from storage.digests import Edition, NewDigest, NewEdition
from storage.unit_of_work import UnitOfWork
from storage.vocabulary import DigestKind, EmptyDay, HolidayRule, Locale, Order, Section, Weekday
from tests.storage.records import NOW

DAY = date(2026, 3, 2)
CLOSE = NewDigest(
    kind=DigestKind.CLOSE,
    channel="C1",
    at="18:00",
    days=(Weekday.MON, Weekday.FRI),
    zone="Asia/Tokyo",
    locale=Locale.JA,
    sections=(Section.UNOWNED, Section.JIRA),
    order=Order.AGE,
    holidays=HolidayRule.NEXT,
    empty=EmptyDay.SILENT,
    made_by="U1",
)
POSTED = NewEdition(1, "C1", DAY, "18:00", NOW, {"rows": [{"summary": "\x00 \ud800 日本語"}]})


async def test_a_digest_comes_back_as_it_was_set_up(database: Database) -> None:
    made = await database.write(lambda work: work.digests.add(CLOSE, NOW))
    assert made.key == "digest-1"
    assert await database.read(lambda work: work.digests.get("digest-1")) == made
    assert await database.read(lambda work: work.digests.all()) == [made]
    assert await database.read(lambda work: work.digests.get("digest-x")) is None


async def test_a_digest_changes_and_goes_and_its_editions_stay(database: Database) -> None:
    made = await database.write(lambda work: work.digests.add(CLOSE, NOW))
    changed = await database.write(
        lambda work: work.digests.change(made, at="17:30", days=(Weekday.SUN,), sections=(Section.CALLS,))
    )
    assert await database.read(lambda work: work.digests.get(made.key)) == changed
    assert changed == replace(made, at="17:30", days=(Weekday.SUN,), sections=(Section.CALLS,))

    await database.write(lambda work: work.editions.add(POSTED))
    await database.write(lambda work: work.digests.delete(changed))
    assert await database.read(lambda work: work.digests.all()) == []
    assert await database.read(lambda work: len(list(work.editions.every()))) == 1


async def test_the_number_of_a_deleted_digest_is_never_given_again(database: Database) -> None:
    """Its editions stay: the next one must not take them for its own."""
    made = await database.write(lambda work: work.digests.add(CLOSE, NOW))
    await database.write(lambda work: work.digests.delete(made))
    assert (await database.write(lambda work: work.digests.add(CLOSE, NOW))).number == made.number + 1


async def test_whoever_wants_no_morning_is_remembered_until_they_do(database: Database) -> None:
    for _ in range(2):
        await database.write(lambda work: work.digests.want_no_morning("U1"))
    assert await database.read(lambda work: work.digests.without_mornings()) == {"U1"}
    await database.write(lambda work: work.digests.want_mornings("U1"))
    assert await database.read(lambda work: work.digests.without_mornings()) == frozenset()


async def test_an_edition_keeps_any_text_to_the_letter(database: Database) -> None:
    edition = await database.write(kept, POSTED)
    assert edition is not None
    assert await database.read(lambda work: work.editions.get(edition.key)) == edition
    assert edition.content == POSTED.content


async def test_of_one_slot_in_one_place_there_is_one_edition(database: Database) -> None:
    assert await database.write(lambda work: work.editions.add(POSTED)) is not None
    assert await database.write(lambda work: work.editions.add(replace(POSTED, skipped=True, content=None))) is None
    for other in (
        replace(POSTED, digest=2),
        replace(POSTED, place="C2"),
        replace(POSTED, local_date=DAY + timedelta(days=1)),
        replace(POSTED, slot="19:00"),
        replace(POSTED, slot=None),
        replace(POSTED, slot=None),
    ):
        assert await database.write(kept, other) is not None


def kept(work: UnitOfWork, new: NewEdition) -> Edition | None:
    """Keep an edition."""
    return work.editions.add(new)


def served(work: UnitOfWork, slot: str) -> frozenset[str]:
    """Answer which of three places had a digest in a slot."""
    return work.editions.places_served(1, ["C1", "C2", "C3"], DAY, slot)


def several(work: UnitOfWork) -> list[Edition | None]:
    """Keep one that was posted, one that was skipped, one for one pair of eyes, one of no digest and one elsewhere."""
    skipped = replace(POSTED, slot="19:00", content=None, skipped=True)
    preview = replace(POSTED, slot=None, preview=True)
    asked = replace(POSTED, digest=None, slot=None)
    return [work.editions.add(each) for each in (POSTED, skipped, preview, asked, replace(POSTED, place="C2"))]


async def test_the_last_edition_is_what_was_truly_posted_of_the_same_in_the_same_place(database: Database) -> None:
    posted, skipped, preview, asked, elsewhere = await database.write(several)

    assert await database.read(lambda work: work.editions.latest(1, "C1")) == posted
    assert await database.read(lambda work: work.editions.latest(None, "C1")) == asked
    assert await database.read(lambda work: work.editions.latest(1, "C2")) == elsewhere
    assert await database.read(lambda work: work.editions.latest(2, "C1")) is None
    assert await database.read(lambda work: work.editions.skipped_since(1, "C1", 1)) == [skipped]
    assert await database.read(lambda work: work.editions.skipped_since(1, "C1", 2)) == []
    assert await database.read(lambda work: list(work.editions.every())) == [posted, skipped, asked, elsewhere]
    assert preview is not None


async def test_where_a_slot_was_served_or_skipped_is_known(database: Database) -> None:
    await database.write(several)
    found = {slot: await database.read(served, slot) for slot in ("18:00", "19:00", "20:00")}
    assert found == {"18:00": {"C1", "C2"}, "19:00": {"C1"}, "20:00": set()}


async def test_previews_are_forgotten_and_nothing_else(database: Database) -> None:
    await database.write(several)
    assert await database.write(lambda work: work.editions.forget_previews(NOW)) == 0
    assert await database.write(lambda work: work.editions.forget_previews(NOW + timedelta(days=1))) == 1
    assert await database.read(lambda work: len(list(work.editions.every()))) == 4
