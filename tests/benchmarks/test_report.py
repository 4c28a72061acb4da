"""Each part of a run is kept in a place of its own, and every part has one."""

import json
import re
from pathlib import Path

import pytest

from benchmarks.__main__ import PARTS
from benchmarks.backlog import IDLE, JOBS, Cleared
from benchmarks.contests import BATON
from benchmarks.crowd import Acked
from benchmarks.days import Lived
from benchmarks.footprint import Footprint
from benchmarks.lookups import TYPING, Looked
from benchmarks.report import DOCS, PAGE, RAW, SUMMARY, NoPlace, Part, keep, markers
from benchmarks.reports.backlog import Backlogs
from benchmarks.reports.days import Days
from benchmarks.reports.lookups import LookUps
from benchmarks.reports.starts import Starting
from benchmarks.reports.tables import table
from benchmarks.reports.usual import Usual
from benchmarks.starting import Starts, imports
from benchmarks.summary import summary
from benchmarks.usual.contest import MORE_THREADS, USUAL, Killed, Outcome

BEFORE = """# Benchmarks

<!-- summary: begin -->

<!-- summary: end -->

<!-- endurance: begin -->
| of last week |
<!-- endurance: end -->

Words between.

<!-- further: begin -->
| of yesterday |
<!-- further: end -->

Words after.
"""


class Counted:
    """A section with one figure."""

    def tables(self) -> list[str]:
        """Answer its table."""
        return [table(["counted"], [["7"]])]

    def json(self) -> dict[str, int]:
        """Answer the figure."""
        return {"counted": 7}


@pytest.fixture
def docs(tmp_path: Path) -> Path:
    """A folder with a page of two parts and their raw figures."""
    (tmp_path / PAGE).write_text(BEFORE, encoding="utf-8")
    (tmp_path / RAW).write_text(json.dumps({"endurance": {"figures": 1}, "further": {"figures": 2}}), encoding="utf-8")
    return tmp_path


def test_one_part_is_kept_with_its_machine_and_the_others_stay(docs: Path) -> None:
    keep(Part("endurance", {"date": "2026-11-22", "load before": "0.1"}, Counted()), docs)

    tables = "<sub>date 2026-11-22 · load before 0.1</sub>\n\n| counted |\n| --- |\n| 7 |"
    assert (docs / PAGE).read_text(encoding="utf-8") == BEFORE.replace("| of last week |", tables)
    assert json.loads((docs / RAW).read_text(encoding="utf-8")) == {
        "endurance": {"machine": {"date": "2026-11-22", "load before": "0.1"}, "figures": {"counted": 7}},
        "further": {"figures": 2},
    }


def test_a_part_without_a_place_is_kept_nowhere(docs: Path) -> None:
    raw = (docs / RAW).read_text(encoding="utf-8")

    with pytest.raises(NoPlace, match="whisper: begin"):
        keep(Part("whisper", {}, Counted()), docs)

    assert (docs / PAGE).read_text(encoding="utf-8") == BEFORE
    assert (docs / RAW).read_text(encoding="utf-8") == raw


@pytest.mark.parametrize("name", PARTS)
def test_every_part_has_one_place_in_the_page_and_is_named_where_parts_are(name: str) -> None:
    page = (DOCS / PAGE).read_text(encoding="utf-8")
    begins, ends = markers(name)

    assert [page.count(begins), page.count(ends)] == [1, 1]
    assert page.index(begins) < page.index(ends)
    assert f"`{name}`" in re.findall(r"^The parts are .*$", page, re.MULTILINE)[0]


def test_the_raw_figures_are_of_the_parts_that_there_are_and_each_names_its_machine() -> None:
    raw = json.loads((DOCS / RAW).read_text(encoding="utf-8"))
    page = (DOCS / PAGE).read_text(encoding="utf-8")

    assert raw.keys() <= PARTS.keys()
    for name, part in raw.items():
        begins, ends = (re.escape(marker) for marker in markers(name))
        shown = re.search(f"{begins}(.*){ends}", page, re.DOTALL)
        assert shown is not None
        assert part["machine"]["date"] in shown[1]


def test_the_summary_says_what_the_raw_figures_say() -> None:
    begins, ends = markers(SUMMARY)
    page = (DOCS / PAGE).read_text(encoding="utf-8")

    kept = page.partition(f"{begins}\n")[2].partition(f"\n{ends}")[0]

    assert kept == summary(json.loads((DOCS / RAW).read_text(encoding="utf-8")))


def test_the_summary_tells_who_was_failed_and_what_was_lost() -> None:
    ours = Outcome(Acked((0.1, 0.152) * 30), Killed(60, 0, 180, 0, 31.0))
    five = Outcome(Acked((0.1,) * 5 + (None,) * 55), Killed(5, 5, 5, 0))
    more = Outcome(Acked((0.2,) * 60), Killed(60, 60, 60, 0))

    [failed, lost] = summary(
        {"usual": {"figures": Usual({1.0: {USUAL: five, MORE_THREADS: more, BATON: ours}}).json()}}
    ).splitlines()

    assert "Baton acks 60 of them, the slowest after 152 ms." in failed
    assert "acks 5 in time: 55 people see an error. With 60 threads in the place of its five it acks 60." in failed
    assert "Baton posts 180 of 180 once it runs again, 0 of them twice." in lost
    assert "Of the usual pattern's there are 5 of 15, with 60 threads 60 of 180" in lost


def test_the_summary_tells_what_this_machine_carries_and_what_stays() -> None:
    idle, jobs = [Cleared(900.0, (1.0,)), Cleared(800.0, (1.0,))], [Cleared(300.0, (1.0,)), Cleared(200.0, (1.0,))]
    days = Lived(88.0, (95.0, 100.0, 100.3, 100.6))
    look: Looked = {TYPING: {"Baton, SQLite": [(4.0, 4.0), (5.0, 5.0)]}}
    soaked = {"told": {"contacts": 375}, "samples": [{"resident": 104.4}]}

    told = summary(
        {
            "notices": {"figures": Backlogs({2: {JOBS: jobs, IDLE: idle}}).json()},
            "lookup": {"figures": LookUps(look).json()},
            "memory": {"figures": Days(days).json()},
            "soak": {"figures": {"minutes": 20, "seed": 1, "SQLite": soaked, "PostgreSQL": soaked}},
        }
    ).splitlines()

    assert told[0].endswith("jobs that do nothing: 850, 3.5 ×.")
    assert told[1].endswith("while one types (p50): SQLite 4.5 ms.")
    assert "1,200 requests, leave 101 MiB" in told[2]
    assert told[2].endswith("a thousand requests add 1.0.")
    assert "contacts at ten times their pace**, 750 of them, end at SQLite 104 MiB, PostgreSQL 104 MiB." in told[3]


def test_what_python_says_of_its_imports_is_added_up() -> None:
    said = (
        "import time: self [us] | cumulative | imported package\n"
        "import time:       300 |        300 |   encodings.aliases\n"
        '{"event": "listening", "import time": "none"}\n'
        "import time:      1200 |       1500 | encodings\n"
    )

    found = imports(said, 0.003)

    assert [found.importing, found.modules] == pytest.approx([0.0015, 2])


def test_the_share_of_imports_and_the_most_that_was_held_are_shown() -> None:
    starts = Starts({"SQLite": [1.0, 2.5, 1.5]}, [imports("import time: 900000 |", 1.5)], Footprint(90.2, 118.0, 121.4))

    started, weighed = Starting(starts).tables()

    assert "| ready, SQLite | 1.50 s | 2.50 s | ≤ 1 s | **no** |" in started
    assert "| imports, 1 modules: 60% of a start | 0.90 s | 0.90 s |  |  |" in started
    assert "| once ready | 90 MiB | ≤ 90 MiB | **no** |" in weighed
    assert "| after 1,000 forms | 121 MiB | ≤ 120 MiB | **no** |" in weighed
