"""A visitor without a browser says what the page would say, and hears what the app answers."""

import asyncio
import json
import threading
from collections.abc import Awaitable, Callable
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any

import pytest
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.asyncio.server import ServerConnection, serve

from benchmarks.visitor import PROTOCOL, VisitError, Visitor, key_of, strokes_to_fabric, strokes_to_url
from mnist_app.ui.recognize.canvas_report import read_report, report_to_rgba

STROKE = [(80, 60), (200, 60), (130, 230)]
CANVAS_ID = f"$$ID-{'a' * 32}-canvas"
CLEAR_ID = f"$$ID-{'b' * 32}-clear"
UPLOAD_ID = f"$$ID-{'c' * 32}-upload"
PAGE = "page's hash"
FRAGMENT = "fragment's id"


def delta(*path: int, fragment: str = "") -> ForwardMsg:
    message = ForwardMsg()
    message.metadata.delta_path.extend(path)
    message.delta.fragment_id = fragment
    return message


def answer_block() -> ForwardMsg:
    message = delta(0, 1)
    message.delta.add_block.id = f"$$ID-{'d' * 32}-answer"
    return message


def word(text: str, *path: int) -> ForwardMsg:
    message = delta(*path)
    message.delta.new_element.markdown.body = text
    return message


def widget(kind: str, widget_id: str, *path: int) -> ForwardMsg:
    message = delta(*path, fragment=FRAGMENT)
    getattr(message.delta.new_element, kind).id = widget_id
    return message


def begun() -> ForwardMsg:
    message = ForwardMsg()
    message.new_session.initialize.session_id = "session's id"
    return message


def ended(how: "ForwardMsg.ScriptFinishedStatus.ValueType" = ForwardMsg.FINISHED_SUCCESSFULLY) -> ForwardMsg:
    return ForwardMsg(script_finished=how)


def page(*texts: str) -> list[ForwardMsg]:
    """A run of an app with a canvas, buttons, an uploader, words beside the answer, and these in it."""
    navigation = ForwardMsg()
    navigation.navigation.page_script_hash = PAGE
    return [
        begun(),
        navigation,
        widget("bidi_component", CANVAS_ID, 0, 0),
        word("A word before the answer", 0, 2),
        answer_block(),
        *(word(text, 0, 1, place) for place, text in enumerate(texts)),
        widget("button", CLEAR_ID, 0, 3),
        widget("file_uploader", UPLOAD_ID, 0, 4),
        ended(),
    ]


def visit(
    runs: list[list[ForwardMsg]], act: Callable[[Visitor], Awaitable[object]], port: int = 0
) -> tuple[list[BackMsg], object]:
    """What a server that has these runs to give hears of a visitor, and what its act returns."""
    heard: list[BackMsg] = []

    async def answer(connection: ServerConnection) -> None:
        for run in runs:
            heard.append(BackMsg.FromString(await connection.recv(decode=False)))
            for message in run:
                await connection.send(message.SerializeToString())

    async def both() -> object:
        async with serve(answer, "127.0.0.1", 0, subprotocols=[PROTOCOL]) as server:
            address = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
            async with Visitor(address) as visitor:
                return await act(visitor)

    return heard, asyncio.run(both())


async def nothing(visitor: Visitor) -> str:
    return visitor.answer


async def draw(visitor: Visitor) -> float:
    return await visitor.draw(STROKE)


def test_a_page_without_an_answer_says_nothing() -> None:
    heard, answer = visit([[begun(), ended()]], nothing)
    assert answer == ""
    assert [message.WhichOneof("type") for message in heard] == ["rerun_script"]
    assert not heard[0].rerun_script.widget_states.widgets


def test_the_answer_is_what_stands_in_its_container() -> None:
    assert visit([page("7", "99.8% sure.")], nothing)[1] == "7 99.8% sure."


def test_a_run_that_begins_anew_goes_on() -> None:
    early = [begun(), answer_block(), word("old", 0, 1, 0), ended(ForwardMsg.FINISHED_EARLY_FOR_RERUN)]
    assert visit([[*early, *page("new")]], nothing)[1] == "new"


def test_a_stroke_is_sent_as_the_canvas_reports_it() -> None:
    heard, delay = visit([page("Nothing"), page("7")], draw)
    assert isinstance(delay, float)
    assert delay > 0
    state = heard[1].rerun_script
    assert (state.page_script_hash, state.fragment_id) == (PAGE, FRAGMENT)
    (drawing,) = state.widget_states.widgets
    assert drawing.id == CANVAS_ID
    reported = json.loads(drawing.json_value)["drawing"]
    assert reported == {"raw": strokes_to_fabric([STROKE]), "data": strokes_to_url([STROKE])}


def test_the_app_takes_the_report_for_a_drawing() -> None:
    report = read_report({"raw": strokes_to_fabric([STROKE]), "data": strokes_to_url([STROKE])})
    assert report is not None
    assert len(report.strokes) == 1
    rgba = report_to_rgba(report, height=280, max_width=280)
    assert rgba is not None
    assert rgba.shape == (280, 280, 4)
    assert rgba[60, 140].tolist() == [255, 255, 255, 255]
    assert rgba[0, 0].tolist() == [0, 0, 0, 255]


def test_a_clearing_is_a_press_and_then_an_empty_canvas() -> None:
    async def draw_and_clear(visitor: Visitor) -> None:
        await visitor.draw(STROKE)
        await visitor.clear()

    heard, _ = visit([page("Nothing"), page("7"), page("Nothing"), page("Nothing")], draw_and_clear)
    pressed = heard[2].rerun_script.widget_states.widgets
    assert [(state.id, state.trigger_value) for state in pressed][-1] == (CLEAR_ID, True)
    (drawing,) = heard[3].rerun_script.widget_states.widgets
    assert json.loads(drawing.json_value)["drawing"]["raw"]["objects"] == []


def test_options_stay_chosen() -> None:
    async def choose_and_draw(visitor: Visitor) -> None:
        await visitor.choose("clear", "Upload")
        await visitor.draw(STROKE)

    heard, _ = visit([page("Nothing"), page("Nothing"), page("7")], choose_and_draw)
    states = {state.id: state for state in heard[2].rerun_script.widget_states.widgets}
    assert list(states) == [CLEAR_ID, CANVAS_ID]
    assert list(states[CLEAR_ID].string_array_value.data) == ["Upload"]


def test_a_widget_that_is_gone_has_no_value() -> None:
    async def draw_and_look_again(visitor: Visitor) -> None:
        await visitor.draw(STROKE)
        await visitor.rerun()
        await visitor.rerun()

    heard, _ = visit([page("Nothing"), page("7"), [begun(), ended()], [begun(), ended()]], draw_and_look_again)
    counts = [len(message.rerun_script.widget_states.widgets) for message in heard]
    assert counts == [0, 1, 1, 0]


def test_the_network_is_waited_for() -> None:
    runs = [page("Loading"), page("Loading"), page("Nothing drawn yet")]
    assert len(visit(runs, Visitor.wait_for_network)[0]) == 3


@pytest.mark.parametrize(
    ("run", "sentence"),
    [
        (page(), "no answer"),
        ([begun(), ended(ForwardMsg.FINISHED_WITH_COMPILE_ERROR)], "could not be compiled"),
        ([begun()], "closed"),
    ],
)
def test_what_goes_wrong_is_an_error(run: list[ForwardMsg], sentence: str) -> None:
    with pytest.raises(VisitError, match=sentence):
        visit([page("Nothing"), run], draw)


def test_an_error_on_the_page_is_one() -> None:
    message = delta(0, 0)
    message.delta.new_element.exception.message = "This app has encountered an error"
    with pytest.raises(VisitError, match="This app has encountered an error"):
        visit([[begun(), message, ended()]], nothing)


def test_a_widget_that_is_not_there_is_named() -> None:
    with pytest.raises(VisitError, match="no redo, but canvas, clear, upload"):
        visit([page("Nothing")], lambda visitor: visitor.press("redo"))


def test_a_run_without_an_end_is_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("benchmarks.visitor.PATIENCE", 0.5)
    with pytest.raises(VisitError, match=r"no end of a run within 0\.5 s after canvas"):
        visit([page("Nothing"), [begun()], page("7")], draw)


def test_a_visitor_who_has_not_come_cannot_act() -> None:
    with pytest.raises(VisitError, match="not open"):
        asyncio.run(Visitor("http://127.0.0.1:1").rerun())


def test_a_key_may_have_dashes() -> None:
    assert key_of(f"$$ID-{'a' * 32}-canvas-0") == "canvas-0"


class Uploads(BaseHTTPRequestHandler):
    """Streamlit's two addresses that an upload needs."""

    taken: "list[tuple[str, dict[str, Any], bytes]]"

    def do_GET(self) -> None:
        self.send_response(200)
        self.send_header("Set-Cookie", "_streamlit_xsrf=2|a|b|1; Path=/; SameSite=Lax")
        self.end_headers()

    def do_PUT(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.taken.append((self.path, dict(self.headers), body))
        self.send_response(204)
        self.end_headers()

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""


def test_a_file_is_sent_with_its_token() -> None:
    Uploads.taken = []
    files = HTTPServer(("127.0.0.1", 0), Uploads)
    threading.Thread(target=files.serve_forever, daemon=True).start()
    urls = ForwardMsg()
    urls.file_urls_response.file_urls.add(file_id="file's id", upload_url="/upload/here", delete_url="/upload/here")

    async def upload(visitor: Visitor) -> None:
        visitor._url = f"http://127.0.0.1:{files.server_port}"
        await visitor.upload("upload", "page.jpg", b"its bytes")

    heard, _ = visit([page("Nothing"), [urls], page("7")], upload)
    files.shutdown()
    files.server_close()
    assert heard[1].file_urls_request.session_id == "session's id"
    assert list(heard[1].file_urls_request.file_names) == ["page.jpg"]
    ((path, headers, body),) = Uploads.taken
    assert path == "/upload/here"
    assert headers["X-Xsrftoken"] == "2|a|b|1"
    assert headers["Cookie"] == "_streamlit_xsrf=2|a|b|1"
    assert b'filename="page.jpg"' in body
    assert b"\r\n\r\nits bytes\r\n--" in body
    (state,) = heard[2].rerun_script.widget_states.widgets
    (info,) = state.file_uploader_state_value.uploaded_file_info
    assert (state.id, info.name, info.size, info.file_id) == (UPLOAD_ID, "page.jpg", 9, "file's id")
