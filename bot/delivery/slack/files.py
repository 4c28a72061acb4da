"""Files on their way into a thread: https://docs.slack.dev/messaging/working-with-files#uploading_files."""

from dataclasses import dataclass
from http import HTTPStatus

from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.web.async_slack_response import AsyncSlackResponse

from bot.delivery.slack.answers import Failure, ask
from bot.delivery.transitions import Accepted, Lost, NotTaken, Result
from bot.views.parts import Sheet
from storage.posts import Post


@dataclass(frozen=True, slots=True)
class Uploads:
    """Brings files into conversations; `client` has a session, `timeout` is the seconds that one call may take."""

    client: AsyncWebClient
    timeout: float

    async def post(self, sheet: Sheet, channel: str, thread_ts: str | None) -> Result:
        """Post a file in three calls: nobody sees it before the last one, the only one that may not be repeated.

        Slack does not say which message shows it: the post that is answered names the thread.
        """
        place = await self._place(sheet)
        if not isinstance(place, AsyncSlackResponse):
            return _unseen(place)
        sent = await ask("upload_url", self._send(str(place["upload_url"]), sheet.content), self.timeout)
        if not isinstance(sent, HTTPStatus):
            return _unseen(sent)
        answer = await self._show(sheet, str(place["file_id"]), channel, thread_ts)
        return Accepted(Post(channel, thread_ts or "")) if isinstance(answer, AsyncSlackResponse) else answer

    async def _place(self, sheet: Sheet) -> AsyncSlackResponse | Failure:
        """Ask where the bytes go."""
        call = self.client.files_getUploadURLExternal(filename=sheet.name, length=len(sheet.content))
        return await ask("files.getUploadURLExternal", call, self.timeout)

    async def _send(self, address: str, content: bytes) -> HTTPStatus:
        """Send the bytes, raw; raises aiohttp's errors for an answer that is no yes, too."""
        if self.client.session is None:
            raise TypeError("a client without a session cannot send files")
        form = {"Content-Type": "application/octet-stream"}
        async with self.client.session.post(address, data=content, headers=form, raise_for_status=True) as answer:
            await answer.read()
        return HTTPStatus(answer.status)

    async def _show(self, sheet: Sheet, file_id: str, channel: str, ts: str | None) -> AsyncSlackResponse | Failure:
        """Have the file shown."""
        files: list[dict[str, str | None]] = [{"id": file_id, "title": sheet.title}]
        call = self.client.files_completeUploadExternal(files=files, channel_id=channel, thread_ts=ts)
        return await ask("files.completeUploadExternal", call, self.timeout)


def _unseen(failure: Failure) -> Failure:
    """Turn doubt into a no: what nobody can see yet is begun anew."""
    return NotTaken() if isinstance(failure, Lost) else failure
