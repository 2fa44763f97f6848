"""What deploy/nginx promises, with two real processes and real visitors."""

import base64
import hashlib
import re
import signal
import subprocess
import urllib.error
import urllib.request
from dataclasses import dataclass
from email.message import Message
from pathlib import Path

import pytest
import streamlit
from playwright.sync_api import Browser, Page, expect

from benchmarks.pages import clear, stroke
from benchmarks.served import ROOT
from builders.recognize_page import says
from builders.served_nginx import serve_nginx
from builders.served_site import Site, serve_site, visit
from builders.settled_page import wait_until_settled

pytestmark = pytest.mark.browser

EXAMPLE = ROOT / "mnist_app/ui/examples/number.jpg"
PHOTO_LIMIT = 20_000_000  # bytes: what a visitor may upload
KEPT = "The connection was lost. What you drew and this page's link are kept"
MAPS = "What speaks for it"  # the heading of what Why? shows
HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "X-Frame-Options": "SAMEORIGIN",
    "Cross-Origin-Opener-Policy": "same-origin",
}


@dataclass(frozen=True)
class Answer:
    status: int
    headers: Message


def get(url: str, data: bytes | None = None, method: str | None = None) -> Answer:
    """Ask for an address; an answer that is an error is an answer, too."""
    request = urllib.request.Request(url, data, method=method)
    try:
        with urllib.request.urlopen(request, timeout=60) as answer:
            return Answer(answer.status, answer.headers)
    except urllib.error.HTTPError as error:
        with error:
            return Answer(error.status or 0, error.headers)


@pytest.mark.parametrize(
    ("path", "status"), [("/", 200), ("/explore", 200), ("/_stcore/health", 200), ("/_stcore/metrics", 404)]
)
def test_every_answer_has_the_security_headers(site: Site, path: str, status: int) -> None:
    answer = get(site.nginx.url + path)
    assert answer.status == status
    assert {name: answer.headers[name] for name in HEADERS} == HEADERS
    assert "frame-ancestors 'self'" in answer.headers["Content-Security-Policy"]
    assert "camera=(self)" in answer.headers["Permissions-Policy"]
    assert answer.headers["Server"] == "nginx"


@pytest.mark.parametrize(
    "path", ["metrics", "metrics?families=session_events", "agent/interact", "agent/mcp", "agent/openapi.json"]
)
def test_figures_and_the_agents_door_are_closed(site: Site, path: str) -> None:
    assert get(f"{site.replicas['one'].url}/_stcore/{path}").status != 404 or path == "agent/mcp"
    assert get(f"{site.nginx.url}/_stcore/{path}").status == 404


def test_only_uploads_may_be_large(site: Site) -> None:
    """The app itself refuses a session that is unknown, with another number."""
    upload = f"{site.nginx.url}/_stcore/upload_file/session/file"
    assert get(upload, bytes(PHOTO_LIMIT), "PUT").status in (400, 403)
    assert get(upload, bytes(PHOTO_LIMIT + 3_000_000), "PUT").status == 413
    assert get(f"{site.nginx.url}/", bytes(2_000_000), "PUT").status == 413


def test_the_page_runs_the_one_script_that_streamlit_writes_into_it() -> None:
    html = Path(streamlit.__file__).with_name("static").joinpath("index.html").read_text()
    scripts = re.findall(r"<script>(.*?)</script>", html, re.DOTALL)
    assert len(scripts) == 1
    digest = base64.b64encode(hashlib.sha256(scripts[0].encode()).digest()).decode()
    assert f"'sha256-{digest}'" in (ROOT / "deploy/nginx/digits/server.inc").read_text()


def test_a_visitor_stays_with_one_process(browser: Browser, site: Site, page: Page) -> None:
    """Two who come one after the other get one each; an upload that reached another process would be refused."""
    pages = {site.replica_of(visitor): visitor for visitor in (page, visit(browser, site.nginx.url))}
    assert pages.keys() == {"one", "two"}
    for name, page in pages.items():
        stroke(page)
        page.get_by_role("radio", name="Upload", exact=True).click()
        page.locator(".st-key-upload input[type=file]").set_input_files(EXAMPLE)
        expect(page.locator(".st-key-answer")).to_contain_text(re.compile("[0-9]{3}"))
        page.reload()
        expect(page.locator(".st-key-answer")).to_contain_text("Nothing drawn yet")
        assert site.replica_of(page) == name
        page.context.close()


def test_nothing_that_the_app_does_is_against_its_policy(page: Page, site: Site) -> None:
    against: list[str] = []
    page.on("console", lambda message: against.append(message.text) if "Security Policy" in message.text else None)
    page.reload()
    stroke(page)
    expect(page.locator(".st-key-answer")).to_have_text(says("7"))
    page.get_by_text("Why?").click()
    expect(page.get_by_text(MAPS)).to_be_visible()
    for name in ("Upload", "Camera", "Examples"):
        page.get_by_role("radio", name=name, exact=True).click()
        expect(page.get_by_role("radio", name=name, exact=True)).to_be_checked()
    expect(page.locator(".st-key-answer")).to_contain_text(re.compile("[0-9]"))
    for view in ("Errors", "Map", "Confidence", "Training"):
        page.goto(f"{site.nginx.url}/explore?view={view}")
        expect(page.locator("[data-testid=stVegaLiteChart] :is(canvas, svg)").first).to_be_visible()
    assert against == []


def test_what_is_against_the_policy_is_not_done(page: Page) -> None:
    """That the test above can fail."""
    with page.expect_console_message(lambda message: "Security Policy" in message.text):
        page.evaluate("document.head.append(Object.assign(document.createElement('script'), {text: '1'}))")


def test_nothing_of_a_visitor_is_written_down(site: Site, page: Page) -> None:
    assert get(f"{site.nginx.url}/?d=secret&run=digit_net").status == 200
    get(f"{site.nginx.url}/_stcore/upload_file/session/file", bytes(10_000_000), "PUT")
    log = site.nginx.log("access")
    assert re.search(r" GET / 200 ", log)
    assert "secret" not in log
    assert "127.0.0.1 " not in log
    assert "temporary file" not in site.nginx.log("error")


def test_visitors_of_a_killed_process_go_on_with_another(browser: Browser, doomed_site: Site) -> None:
    page = visit(browser, doomed_site.nginx.url)
    stroke(page)
    clear(page)
    stroke(page)  # the canvas has been emptied by the app since it was opened
    expect(page.locator(".st-key-answer")).to_have_text(says("7"))
    explorer = page.context.new_page()
    explorer.goto(f"{doomed_site.nginx.url}/explore?true=9&sort=loss")
    expect(explorer.locator(".st-key-sample_grid img").first).to_be_visible()
    name = doomed_site.replica_of(page)
    with explorer.expect_websocket(), page.expect_websocket():
        doomed_site.replicas[name].process.kill()
    assert doomed_site.replica_of(page) != name
    page.bring_to_front()
    for mode in ("A number", "One digit"):
        page.get_by_role("radio", name=mode, exact=True).click()
        expect(page.get_by_role("radio", name=mode, exact=True)).to_be_checked()
    expect(page.get_by_test_id("stToast")).to_contain_text(KEPT)
    expect(page.locator(".st-key-answer")).to_have_text(says("7"))
    explorer.bring_to_front()
    explorer.get_by_role("radio", name="Digit by digit").click()
    expect(explorer.get_by_test_id("stToast")).to_contain_text(KEPT)
    wait_until_settled(explorer)  # until then what the lost session showed may stand below what the new one does
    expect(explorer.get_by_role("combobox", name="True digit")).to_have_value("9")
    assert "true=9" in explorer.url
    page.reload()
    expect(page.locator(".st-key-answer")).to_contain_text("Nothing drawn yet")
    expect(page.get_by_test_id("stToast")).to_have_count(0)
    page.context.close()


def test_a_process_that_is_asked_to_end_does_so_cleanly(browser: Browser, doomed_site: Site) -> None:
    page = visit(browser, doomed_site.nginx.url)
    name = doomed_site.replica_of(page)
    ended = doomed_site.replicas[name]
    log = ended.log.read_text()
    with page.expect_websocket():
        ended.process.terminate()
    assert ended.process.wait(60) in (0, -signal.SIGTERM)  # it finishes what it is computing
    assert "Traceback" not in ended.log.read_text().removeprefix(log)
    expect(page.get_by_test_id("stToast")).to_contain_text(KEPT)
    assert doomed_site.replica_of(page) != name
    expect(page.locator(".st-key-answer")).to_contain_text("Nothing drawn yet")  # the other one has loaded its network
    wait_until_settled(page)  # on the other process the canvas is put up anew
    stroke(page)  # though nothing was done before
    expect(page.locator(".st-key-answer")).to_have_text(says("7"))
    assert get(f"{doomed_site.nginx.url}/_stcore/health").status == 200
    page.context.close()


def test_below_a_path(browser: Browser, tmp_path: Path) -> None:
    with serve_site(tmp_path, path="/digits") as site:
        page = visit(browser, f"{site.nginx.url}/digits/")
        stroke(page)
        expect(page.locator(".st-key-answer")).to_have_text(says("7"))
        page.locator(".st-key-copy_link button").click()
        link = page.locator("code").inner_text()
        assert link.startswith(f"{site.nginx.url}/digits")
        page.goto(link)
        expect(page.locator(".st-key-answer")).to_have_text(says("7"))
        page.goto(f"{site.nginx.url}/digits/explore?view=Map")
        expect(page.locator(".st-key-map canvas").first).to_be_visible()
        assert get(f"{site.nginx.url}/digits/_stcore/metrics").status == 404


def test_over_https(browser: Browser, site: Site, tmp_path: Path) -> None:
    names = {"-keyout": "privkey.pem", "-out": "fullchain.pem"}
    files = [part for option, name in names.items() for part in (option, str(tmp_path / name))]
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-subj", "/CN=127.0.0.1", *files],
        check=True,
        capture_output=True,
    )
    with serve_nginx(tmp_path, [replica.port for replica in site.replicas.values()], "digits-tls.conf") as nginx:
        context = browser.new_context(ignore_https_errors=True)
        page = context.new_page()
        page.goto(f"{nginx.url}/explore?true=9")
        assert page.url == f"{nginx.secure_url}/explore?true=9"
        expect(page.locator(".st-key-sample_grid img").first).to_be_visible()
        assert {cookie["name"]: cookie["secure"] for cookie in context.cookies()}["replica"]
        context.close()
