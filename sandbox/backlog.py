"""What stands in the demo's Jira: a Japanese and an English project, with people and issues that are at work there."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sandbox import cast
from sandbox.jira.site import Site

PROJECT = "SUP"
ENGLISH_PROJECT = "DEV"
USER = "baton@example.com"
BOT = "acc-baton"
DEVELOPERS = (
    ("acc-ben", "Ben Fischer", "Asia/Tokyo"),
    ("acc-mori", "森 健司", "Asia/Tokyo"),
    ("acc-hayashi", "林 沙也", "Asia/Tokyo"),
)


@dataclass(frozen=True, slots=True)
class _Past:
    """An issue and what became of it: after so many days, step by step."""

    project: str
    summary: str
    description: str
    issue_type: str
    priority: str
    days_ago: float
    assignee: str | None
    steps: tuple[str, ...] = ()
    version: str | None = None
    said: tuple[str, ...] = ()


_PAST = (
    _Past(
        PROJECT,
        "請求書の PDF が 2 ページ目から文字化けする",
        "Windows の標準ビューアで再現。Mac では正常に表示される。",
        "Bug",
        "Highest",
        6,
        "acc-mori",
        ("進行中", "レビュー"),
        "2026.12",
        ("フォントの埋め込みが原因でした。修正をレビューに出しています。",),
    ),
    _Past(
        PROJECT,
        "CSV の書き出しが 1 万件を超えると止まる",
        "タイムアウトは 30 秒。件数を分けると最後まで進む。",
        "Bug",
        "High",
        5,
        "acc-hayashi",
        ("進行中",),
        "2026.12",
    ),
    _Past(PROJECT, "通知メールの差出人名を変更できるようにする", "", "Story", "Medium", 4, None),
    _Past(PROJECT, "パスワード再設定のリンクが二度目に開けない", "", "Bug", "Medium", 3, None),
    _Past(
        PROJECT,
        "カレンダー連携で終日の予定が前日に入る",
        "タイムゾーンが UTC の利用者だけに起きる。",
        "Bug",
        "High",
        9,
        "acc-mori",
        ("進行中", "レビュー", "完了"),
        "2026.11",
        ("11 月のリリースに入りました。",),
    ),
    _Past(
        ENGLISH_PROJECT,
        "Export fails for accounts with more than 50 users",
        "The worker runs out of memory; smaller pages help.",
        "Bug",
        "High",
        4,
        "acc-ben",
        ("In Progress",),
        "3.1",
        ("Reproduced with 64 users.",),
    ),
    _Past(ENGLISH_PROJECT, "Single sign-on with a second identity provider", "", "Story", "Medium", 8, None),
    _Past(
        ENGLISH_PROJECT,
        "Webhook signatures are checked against the old secret",
        "",
        "Bug",
        "Highest",
        7,
        "acc-ben",
        ("In Progress", "In Review", "Done"),
        "3.0",
    ),
)


def settle(site: Site, token: str) -> None:
    """Let Baton log in with `token`; fill a site that is empty."""
    site.add_person(BOT, name="Baton", email=USER, token=token)
    if not site.projects:
        _fill(site)


def _fill(site: Site) -> None:
    for account, name, zone in DEVELOPERS:
        site.add_person(account, name=name, zone=zone)
    for one in cast.COLLEAGUES:
        if one.role != "agent" or one is cast.AOI:
            site.add_person(f"acc-{one.handle}", name=one.name, email=f"{one.handle}@example.com", zone=one.zone)
    site.add_project(PROJECT, name="サポート開発", locale="ja", versions=("2026.11", "2026.12"))
    site.add_project(ENGLISH_PROJECT, name="Development", versions=("3.0", "3.1"))
    now = site.now
    for past in sorted(_PAST, key=lambda one: -one.days_ago):
        _live(site, past, now())
    site.now = now


def _live(site: Site, past: _Past, now: datetime) -> None:
    """Let one issue live through its days, a step every few hours."""
    moment = now - timedelta(days=past.days_ago)

    def next_step() -> datetime:
        nonlocal moment
        moment += timedelta(hours=5)
        return moment

    site.now = next_step
    issue = site.create(
        past.project,
        summary=past.summary,
        by="acc-ben",
        issue_type=past.issue_type,
        priority=past.priority,
        description=past.description,
    )
    if past.assignee:
        site.assign(issue.id, past.assignee, by=past.assignee)
    if past.version:
        site.set_fix_version(issue.id, past.version, by=past.assignee or "acc-ben")
    for status in past.steps:
        site.move(issue.id, status, by=past.assignee or "acc-ben")
    for words in past.said:
        site.comment(issue.id, words, by=past.assignee or "acc-ben")
