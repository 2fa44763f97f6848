"""A visitor without a browser: a session of a served app, over the websocket by which Streamlit's page speaks to it.

It says what the page would say, in Streamlit's own messages: BackMsg there, ForwardMsg back (streamlit/proto). Hundreds
of such sessions fit where twenty browsers do not. It keeps the widgets' ids and values, and the text of the answer.
"""

import asyncio
import base64
import json
import time
import urllib.request
import uuid
from collections.abc import Sequence
from http.cookies import SimpleCookie
from types import TracebackType
from typing import Any

import cv2
import numpy as np
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.Common_pb2 import FileURLsRequest
from streamlit.proto.Delta_pb2 import Delta
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.proto.WidgetStates_pb2 import WidgetState
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed
from websockets.typing import Subprotocol

Stroke = Sequence[tuple[int, int]]  # (x, y) on the canvas

CANVAS_SIDE, PEN_WIDTH = 280, 20  # pixels; those of both apps
PATIENCE = 30.0  # seconds in which an answer comes, or it is an error
POLL_SECONDS = 0.2
MARGIN = 5.0  # seconds more than a session's time to live; a guess
NOTHING_DRAWN = "Nothing"  # what both apps' answers begin with
# A 4 in two strokes: each of them changes the answer.
FOUR: tuple[Stroke, Stroke] = (
    ((100, 50), (80, 110), (70, 150), (140, 152), (210, 150)),
    ((160, 70), (160, 150), (160, 240)),
)
USERS_KEY = 2  # of the parts of a widget's id, "$$ID-" with a hash, and the key that the app gave it
PROTOCOL = Subprotocol("streamlit")  # that of the websocket
TOKEN = "_streamlit_xsrf"  # the cookie that a file must be sent with


class VisitError(Exception):
    """The app did not do what a visitor is owed: it failed, did not answer, or said something else."""


class Visitor:
    """One session; the methods are what its visitor does, and return once the app has done its part."""

    def __init__(self, url: str) -> None:
        self._url = url
        self._socket: ClientConnection | None = None
        self._session_id = ""
        self._page = ""
        self._ids: dict[str, tuple[str, str]] = {}  # a widget's id and its fragment's, by its key
        self._answer_path: tuple[int, ...] = ()
        self._texts: dict[tuple[int, ...], str] = {}
        self._values: dict[str, WidgetState] = {}
        self._strokes: list[Stroke] = []

    async def __aenter__(self) -> "Visitor":
        """Open the page."""
        address = self._url.replace("http", "ws", 1) + "/_stcore/stream"
        self._socket = await connect(address, subprotocols=[PROTOCOL], max_size=None, open_timeout=PATIENCE)
        await self.rerun()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Go away without a word, as browsers and phones do."""
        if self._socket is not None:
            self._socket.transport.abort()

    @property
    def answer(self) -> str:
        """What stands in the container with the key `answer`."""
        return " ".join(text for _, text in sorted(self._texts.items()))

    async def wait_for_network(self) -> None:
        """Say that the page is painted, on which the app begins to load its network, and ask until that is done."""
        async with asyncio.timeout(PATIENCE):
            while not self.answer.startswith(NOTHING_DRAWN):
                if "is_painted" in self._ids:
                    await self.tell("is_painted", {"painted": True})
                await asyncio.sleep(POLL_SECONDS)
                await self.rerun()

    async def rerun(self) -> None:
        """Have the whole page run again, as after a change of its address."""
        await self._run()

    async def choose(self, key: str, *options: str) -> None:
        """Choose options of segments or pills."""
        state = WidgetState(id=self._id(key))
        state.string_array_value.data.extend(options)
        self._values[key] = state
        await self._run(key)

    async def press(self, key: str) -> None:
        """Press a button."""
        await self._run(key, WidgetState(id=self._id(key), trigger_value=True))

    async def tell(self, key: str, value: dict[str, Any]) -> None:
        """Have a component say something."""
        self._values[key] = WidgetState(id=self._id(key), json_value=json.dumps(value))
        await self._run(key)

    async def draw(self, stroke: Stroke) -> float:
        """Draw one more stroke; the milliseconds from sending the drawing to the first word of the answer.

        Raises
        ------
        VisitError
            if there is no answer, or the app fails
        """
        self._strokes.append(stroke)
        return await self._report_drawing()

    async def clear(self) -> None:
        """Clear the canvas: the button, and then the canvas itself, which reports that it is empty."""
        self._strokes.clear()
        await self.press("clear")
        await self._report_drawing()

    async def upload(self, key: str, name: str, data: bytes) -> None:
        """Give a file to an uploader, instead of those that it had."""
        wish = FileURLsRequest(request_id=uuid.uuid4().hex, session_id=self._session_id, file_names=[name])
        await self._send(BackMsg(file_urls_request=wish))
        async with asyncio.timeout(PATIENCE):
            while (message := await self._receive()).WhichOneof("type") != "file_urls_response":
                pass
        urls = message.file_urls_response.file_urls[0]
        await asyncio.to_thread(_put_file, self._url, urls.upload_url, name, data)
        state = WidgetState(id=self._id(key))
        info = state.file_uploader_state_value.uploaded_file_info.add(name=name, size=len(data), file_id=urls.file_id)
        info.file_urls.CopyFrom(urls)
        self._values[key] = state
        await self._run(key)

    async def _report_drawing(self) -> float:
        key = next(key for key in reversed(self._ids) if key.startswith("canvas"))  # the bare canvas's has a number
        state = {"drawing": {"raw": strokes_to_fabric(self._strokes), "data": strokes_to_url(self._strokes)}}
        self._values[key] = WidgetState(id=self._id(key), json_value=json.dumps(state))
        delay = await self._run(key)
        if delay is None:
            raise VisitError("no answer to the drawing")
        return delay

    def _id(self, key: str) -> str:
        if key not in self._ids:
            raise VisitError(f"the page shows no {key}, but {', '.join(self._ids)}")
        return self._ids[key][0]

    async def _run(self, changed: str = "", trigger: WidgetState | None = None) -> float | None:
        """Have the page, or the fragment of it that a widget is in, run; the milliseconds to the answer's first word.

        As in the browser, a widget that the page no longer shows has no value.
        """
        message = BackMsg()
        state = message.rerun_script
        state.page_script_hash, state.fragment_id = self._page, self._ids[changed][1] if changed else ""
        state.widget_states.widgets.extend(self._values.values())
        if trigger is not None:
            state.widget_states.widgets.append(trigger)
        if not state.fragment_id:
            self._ids.clear()
        self._texts.clear()
        began = time.perf_counter()
        await self._send(message)
        try:
            async with asyncio.timeout(PATIENCE):
                return await self._take_run(began)
        except TimeoutError as error:
            raise VisitError(f"no end of a run within {PATIENCE:g} s after {changed or 'a rerun'}") from error

    async def _take_run(self, began: float) -> float | None:
        """Take what a run sends, up to its end."""
        answered: float | None = None
        while True:
            message = await self._receive()
            kind = message.WhichOneof("type")
            if kind == "new_session":
                self._session_id = message.new_session.initialize.session_id
            elif kind == "navigation":
                self._page = message.navigation.page_script_hash
            elif kind == "delta":
                if self._take_delta(tuple(message.metadata.delta_path), message.delta) and answered is None:
                    answered = (time.perf_counter() - began) * 1000
            elif kind == "script_finished" and message.script_finished != ForwardMsg.FINISHED_EARLY_FOR_RERUN:
                if message.script_finished == ForwardMsg.FINISHED_WITH_COMPILE_ERROR:
                    raise VisitError("the app's script could not be compiled")
                self._values = {key: state for key, state in self._values.items() if key in self._ids}
                return answered

    def _take_delta(self, path: tuple[int, ...], delta: Delta) -> bool:
        """Note what a part of the page is; whether it is a word of the answer."""
        if delta.WhichOneof("type") == "add_block":
            if delta.add_block.id.endswith("-answer"):
                self._answer_path = path
            return False
        kind = delta.new_element.WhichOneof("type")
        if kind == "exception":
            raise VisitError(f"the app says: {delta.new_element.exception.message}")
        element = getattr(delta.new_element, kind) if kind else None
        if widget_id := getattr(element, "id", ""):
            self._ids[key_of(widget_id)] = widget_id, delta.fragment_id
        is_word = kind in ("heading", "markdown") and path[: len(self._answer_path)] == self._answer_path != ()
        if is_word and element is not None:
            self._texts[path] = element.body
        return is_word

    async def _send(self, message: BackMsg) -> None:
        if self._socket is None:
            raise VisitError("the page is not open")
        try:
            await self._socket.send(message.SerializeToString())
        except ConnectionClosed as error:
            raise VisitError("the connection was closed") from error

    async def _receive(self) -> ForwardMsg:
        if self._socket is None:
            raise VisitError("the page is not open")
        try:
            return ForwardMsg.FromString(await self._socket.recv(decode=False))
        except ConnectionClosed as error:
            raise VisitError("the connection was closed") from error


async def let_all_leave(url: str, time_to_live: int) -> None:
    """Wait until Streamlit has let go of the sessions that were left, which it keeps for so many seconds.

    It does so when the next session ends: one passes by.
    """
    await asyncio.sleep(time_to_live + MARGIN)
    async with Visitor(url):
        pass
    await asyncio.sleep(MARGIN)


def key_of(widget_id: str) -> str:
    """The key that the app gave a widget, of its id.

    Examples
    --------
    >>> key_of("$$ID-5e8e54f622801aac70444bc56cf9daa3-canvas-0")
    'canvas-0'
    """
    return widget_id.split("-", USERS_KEY)[-1]


def strokes_to_fabric(strokes: Sequence[Stroke]) -> dict[str, Any]:
    """Strokes as the canvas reports them: those properties of a Fabric.js drawing that the apps look at.

    Examples
    --------
    >>> strokes_to_fabric([[(80, 60), (200, 60)]])["objects"][0]["path"]
    [['M', 80, 60], ['L', 200, 60]]
    """
    objects = [
        {
            "type": "Path",
            "stroke": "#ffffff",
            "strokeWidth": PEN_WIDTH,
            "path": [["L" if number else "M", x, y] for number, (x, y) in enumerate(stroke)],
        }
        for stroke in strokes
    ]
    return {"version": "7.4.0", "objects": objects, "background": "#000000"}


def strokes_to_url(strokes: Sequence[Stroke]) -> str:
    """The canvas's pixels with these strokes, white on black, as the data URL of a PNG."""
    rgba = np.zeros((CANVAS_SIDE, CANVAS_SIDE, 4), np.uint8)
    rgba[..., 3] = 255
    for stroke in strokes:
        cv2.polylines(rgba, [np.array(stroke, np.int32)], False, (255, 255, 255, 255), PEN_WIDTH, cv2.LINE_AA)
    return "data:image/png;base64," + base64.b64encode(cv2.imencode(".png", rgba)[1].tobytes()).decode()


def _put_file(url: str, path: str, name: str, data: bytes) -> None:
    """Send a file as the browser does, with the token that another site cannot know."""
    with urllib.request.urlopen(f"{url}/_stcore/health", timeout=PATIENCE) as answer:
        token = SimpleCookie(answer.headers["Set-Cookie"])[TOKEN].value
    boundary = uuid.uuid4().hex
    head = f'--{boundary}\r\nContent-Disposition: form-data; name="file"; filename="{name}"\r\n\r\n'
    body = head.encode() + data + f"\r\n--{boundary}--\r\n".encode()
    headers = {
        "Content-Type": f"multipart/form-data; boundary={boundary}",
        "X-Xsrftoken": token,
        "Cookie": f"{TOKEN}={token}",
    }
    request = urllib.request.Request(f"{url}{path}", body, headers, method="PUT")
    with urllib.request.urlopen(request, timeout=PATIENCE):
        pass
