import hashlib
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from mnist_app.data import mnist_download
from mnist_app.data.mnist import find_mnist, keras_cache_file
from mnist_app.data.mnist_download import fetch_mnist
from mnist_app.errors import DataError

CONTENT = bytes(range(256)) * 1000
SHA256 = hashlib.sha256(CONTENT).hexdigest()


class Handler(BaseHTTPRequestHandler):
    """Answers with CONTENT: as it is, with its size unsaid or said wrongly, cut off, or not at all."""

    def do_GET(self) -> None:
        if self.path == "/missing":
            self.send_error(404)
            return
        self.send_response(200)
        if self.path != "/unsized":
            self.send_header("Content-Length", {"/many": "many", "/less": "-5"}.get(self.path, str(len(CONTENT))))
        self.end_headers()
        self.wfile.write(CONTENT[:1000] if self.path == "/cut" else CONTENT)

    def log_message(self, format: str, *args: object) -> None:
        pass


@pytest.fixture
def server() -> Iterator[str]:
    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as http_server:
        threading.Thread(target=http_server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{http_server.server_address[1]}"
        http_server.shutdown()


@pytest.fixture(autouse=True)
def keras_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("KERAS_HOME", str(tmp_path))
    monkeypatch.delenv("MNIST_NPZ", raising=False)
    return tmp_path / "datasets"


def test_fetch_reports_progress_and_puts_the_file_where_it_is_found(server: str) -> None:
    shares: list[float] = []
    assert find_mnist() is None
    path = fetch_mnist(shares.append, f"{server}/mnist.npz", SHA256)
    assert path == keras_cache_file() == find_mnist()
    assert path.read_bytes() == CONTENT
    assert shares == sorted(shares)
    assert shares[-1] == 1


@pytest.mark.parametrize("path", ["/unsized", "/many", "/less"])
def test_fetch_without_a_known_size(server: str, path: str) -> None:
    shares: list[float] = []
    fetch_mnist(shares.append, server + path, SHA256)
    assert set(shares) == {0.0}


@pytest.mark.parametrize(
    ("path", "message"),
    [
        ("/missing", "could not be fetched.*Not Found.*Check the internet connection"),
        ("/cut", "could not be fetched|is not MNIST"),
        ("/mnist.npz", "is not MNIST"),
    ],
)
def test_what_goes_wrong_leaves_nothing_behind(server: str, path: str, message: str, keras_home: Path) -> None:
    with pytest.raises(DataError, match=message):
        fetch_mnist(lambda _: None, server + path, "0" * 64)
    assert list(keras_home.iterdir()) == []


def test_no_connection() -> None:
    with pytest.raises(DataError, match=r"Connection refused\. Check the internet connection"):
        fetch_mnist(lambda _: None, "http://127.0.0.1:9/mnist.npz")


def test_an_endless_answer_is_cut_off(server: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(mnist_download, "MAX_BYTES", 1000)
    with pytest.raises(DataError, match="is not MNIST"):
        fetch_mnist(lambda _: None, f"{server}/unsized", SHA256)
