"""The page's answers: the start page, a window for each person, its parts, its acts, its live changes."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from urllib.parse import unquote

from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, RedirectResponse, Response, StreamingResponse

from sandbox.clock import MovableClock
from sandbox.jira.site import Site
from sandbox.page import files
from sandbox.page.acts import Acts
from sandbox.page.board import Board, Pencil, to_the_board
from sandbox.page.drawn import Drawn
from sandbox.page.guide import Guide
from sandbox.page.live import events
from sandbox.page.parts import Parts, environment, visible
from sandbox.page.reader import Reader
from sandbox.page.saw import PLACE as SAW
from sandbox.page.saw import Saw
from sandbox.page.screens import HOME, TELEPHONE, Featured, Where
from sandbox.page.telephone import Panel
from sandbox.page.unread import Unread
from sandbox.page.words import words_of
from sandbox.slack.forms import NotOnScreen
from sandbox.slack.refusals import SlackRefusal
from sandbox.slack.server import SlackServer
from sandbox.telephone.phone import Telephone

MOST_BYTES = 20 * 1024 * 1024


def slack_of(request: Request) -> SlackServer:
    """The Slack on which this page is a window."""
    slack: SlackServer = request.app.state.slack
    return slack


class Page:
    """The page over one sandbox."""

    def __init__(
        self,
        clock: MovableClock,
        cast: Sequence[Featured],
        telephone: Telephone | None = None,
        jira: Site | None = None,
        guide: Guide | None = None,
    ) -> None:
        """Show the demo's `clock`, its `telephone`, `jira` and `guide` where it has them; `cast` stands first."""
        self.clock = clock
        self.telephone = telephone
        self.jira = jira
        self.guide = guide
        self.cast = {featured.user: featured for featured in cast}
        self.drawn = Drawn(environment())
        self.unread = Unread(clock().timestamp())
        self.troubles_seen: dict[str, int] = {}
        self.latest = next(iter(self.cast), "")

    async def start(self, request: Request) -> Response:
        """The start page, or the window of `?as=`."""
        if "as" in request.query_params:
            return self._window(request)
        workspace = slack_of(request).workspace
        members = [m for m in workspace.members.values() if not m.is_bot and not m.deleted]
        locale = "ja" if request.headers.get("accept-language", "").startswith("ja") else "en"
        cast = [self._card(featured, request, locale) for featured in self.cast.values()]
        others = [member for member in members if member.id not in self.cast]
        page = self.drawn.jinja.get_template("start.html")
        telephone = f"/?as={next(iter(self.cast))}&at={TELEPHONE}" if self.telephone and self.cast else None
        tours = self.guide.offer(locale) if self.guide else None
        known = {"words": words_of(locale), "cast": cast, "others": others, "telephone": telephone, "tours": tours}
        return HTMLResponse(page.render(known, app_name=workspace.app.bot_name))

    async def parts(self, request: Request) -> Response:
        """The parts that changed since the marks that the browser has."""
        where, query = _where(request), request.query_params
        self._look(request, where)
        parts = self._parts(request, where)
        known = {name: mark for name, _, mark in (one.partition(":") for one in query.get("have", "").split(","))}
        changed = parts.changed(known)
        reader: Reader = parts.context["reader"]
        clock = reader.dates.full(self.clock())
        return JSONResponse({"parts": changed, "clock": clock, "locale": reader.locale})

    async def live(self, request: Request) -> Response:
        """Server-sent events: one for each burst of changes that this person may see."""
        user = _where(request).user
        return StreamingResponse(events(slack_of(request).workspace.changes, user), media_type="text/event-stream")

    async def act(self, request: Request) -> Response:
        """Do what the person did; answers once the app has acked it."""
        slack, where = slack_of(request), _where(request)
        acts = Acts(slack.person(where.user))
        name, sent = request.path_params["name"], await request.json()
        if name not in acts.named:
            return Response("unknown act", 404)
        self.latest = where.user
        self.troubles_seen[where.user] = len(slack.workspace.window(where.user).troubles)
        try:
            result = await acts.named[name](sent)
        except (NotOnScreen, SlackRefusal) as refusal:
            return JSONResponse({"refused": str(refusal)}, 409)
        offered = self._parts(request, where).options(result) if name == "suggest" else ""  # type: ignore[arg-type]
        return JSONResponse({"options": offered})

    async def draw(self, request: Request) -> Response:
        """Do what the person did to an issue of Jira."""
        assert self.jira is not None  # noqa: S101 - served only where there is one
        member = slack_of(request).workspace.member(_where(request).user)
        return await Pencil(self.jira).act(request, member)

    async def browse(self, request: Request) -> Response:
        """An issue by a link from elsewhere: on the board, as whoever did something last."""
        return to_the_board(request.path_params["key"], self.latest)

    async def move(self, request: Request) -> Response:
        """Move the demo's clock ahead by some hours; 400 for what is no such number."""
        try:
            self.clock.move(timedelta(hours=float((await request.json())["hours"])))
        except (ValueError, OverflowError, TypeError, KeyError):
            return Response("hours are a number above 0, ten years at most", 400)
        slack_of(request).workspace.changes.announce()
        return JSONResponse({})

    async def upload(self, request: Request) -> Response:
        """Keep the name and size of a file that somebody chose; its content goes nowhere."""
        size = 0
        async for piece in request.stream():
            size += len(piece)
            if size > MOST_BYTES:
                return Response("too large", 413)
        name = unquote(request.headers.get("x-file-name", "file"))
        file = slack_of(request).person(_where(request).user).upload(name, size)
        return JSONResponse({"id": file.id, "name": file.name})

    async def unfold(self, request: Request) -> Response:
        """One passage of what Slack saw, whole."""
        where = _where(request)
        parts, number = self._parts(request, where), int(request.path_params["number"])
        return HTMLResponse(parts.piece("unfolded.html", unfolded=parts.context["saw"].unfold(number)))

    async def file(self, request: Request) -> Response:
        """A file that stands in a channel of whoever asks, or that they brought themselves."""
        found = files.seen_by(slack_of(request).workspace, _where(request).user, request.path_params["identity"])
        return files.download(found) if found else Response("no such file", 404)

    def _look(self, request: Request, where: Where) -> None:
        """Count as read what a window shows that is in sight (`seen`), from where it was entered (`enter`)."""
        workspace = slack_of(request).workspace
        channel = visible(workspace, where)
        if channel and "enter" in request.query_params:
            self.unread.enter(where.user, channel)
        if channel and "seen" in request.query_params:
            self.unread.read(where.user, channel, workspace)

    def _window(self, request: Request) -> Response:
        where, workspace = _where(request), slack_of(request).workspace
        if where.user not in workspace.members:
            return RedirectResponse("/")
        self.latest = where.user
        if channel := visible(workspace, where):
            self.unread.enter(where.user, channel)
        where = replace(where, since=workspace.window(where.user).newest_whisper)
        parts = self._parts(request, where)
        reader: Reader = parts.context["reader"]
        featured = self.cast.get(where.user)
        page = self.drawn.jinja.get_template("window.html")
        title = featured.title[reader.locale] if featured else ""
        return HTMLResponse(
            page.render(parts.context, parts=parts.all(), title=title, clock_text=reader.dates.full(self.clock()))
        )

    def _parts(self, request: Request, where: Where) -> Parts:
        workspace = slack_of(request).workspace
        reader = Reader(workspace, workspace.member(where.user), self.clock())
        troubles = workspace.window(where.user).troubles[self.troubles_seen.get(where.user, 0) :]
        beside: dict[str, object] = {"panel": Panel(self.telephone, reader)} if self.telephone else {}
        if where.place == SAW:
            beside["saw"] = Saw(reader, where.find)
        if self.jira:
            beside["board"] = Board(self.jira, reader, where.thread)
        if self.guide:
            beside["tour"] = self.guide.card(slack_of(request), reader, where)
        return Parts(self.drawn, reader, where, self.unread, troubles[-1] if troubles else None, beside)

    def _card(self, featured: Featured, request: Request, locale: str) -> dict[str, object]:
        """A person's card in their own language, with an aside for who reads `locale`."""
        member = slack_of(request).workspace.member(featured.user)
        words = words_of("ja" if member.locale.startswith("ja") else "en")
        title, line = featured.title[words.locale], featured.line[words.locale]
        aside = "" if locale == words.locale else f"{featured.title[locale]}: {featured.line[locale]}"
        return {"member": member, "words": words, "title": title, "line": line, "aside": aside, "locale": locale}


def _where(request: Request) -> Where:
    query = request.query_params
    place, find, since = query.get("at") or HOME, query.get("find", ""), query.get("since", "")
    return Where(query.get("as", ""), place, query.get("thread"), find, since)
