import hashlib
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import numpy as np
import pytest

from mnist_app.data.mnist import Digits, find_mnist, keras_cache_file
from mnist_app.errors import DataError
from mnist_app.exploring import mnist_pictures
from mnist_app.exploring.mnist_pictures import fetch_mnist, match_pictures, read_test_digits

CONTENT = bytes(range(256)) * 1000
SHA256 = hashlib.sha256(CONTENT).hexdigest()


class Handler(BaseHTTPRequestHandler):
    """Answers with CONTENT: as it is, with its size unsaid, cut off, or not at all."""

    def do_GET(self) -> None:
        if self.path == "/missing":
            self.send_error(404)
            return
        self.send_response(200)
        if self.path != "/unsized":
            self.send_header("Content-Length", str(len(CONTENT)))
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


def test_fetch_without_a_known_size(server: str) -> None:
    shares: list[float] = []
    fetch_mnist(shares.append, f"{server}/unsized", SHA256)
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
    monkeypatch.setattr(mnist_pictures, "MAX_BYTES", 1000)
    with pytest.raises(DataError, match="is not MNIST"):
        fetch_mnist(lambda _: None, f"{server}/unsized", SHA256)


def test_only_the_test_set_is_read(tmp_path: Path) -> None:
    images = np.random.default_rng(0).integers(0, 256, (3, 28, 28), np.uint8)
    np.savez_compressed(tmp_path / "mnist.npz", x_test=images, y_test=np.array([1, 2, 3]))
    digits = read_test_digits(tmp_path / "mnist.npz")
    pictures = match_pictures(digits, np.array([1, 2, 3], np.uint8))
    np.testing.assert_array_equal(pictures.images, images)
    assert pictures.index.tolist() == [0, 1, 2]


def test_other_test_digits_are_refused() -> None:
    digits = Digits(np.zeros((2, 28, 28), np.uint8), np.array([1, 2], np.uint8))
    with pytest.raises(DataError, match="other test digits"):
        match_pictures(digits, np.array([2, 1], np.uint8))


@pytest.mark.parametrize("content", [b"", b"no archive", b"PK\x03\x04 cut off"])
def test_a_damaged_file(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "mnist.npz").write_bytes(content)
    with pytest.raises(DataError, match="cannot be read as MNIST"):
        read_test_digits(tmp_path / "mnist.npz")


def test_a_file_of_an_unknown_compression(tmp_path: Path) -> None:
    np.savez(tmp_path / "mnist.npz", x_test=np.zeros((2, 28, 28), np.uint8), y_test=np.zeros(2, np.uint8))
    content = (tmp_path / "mnist.npz").read_bytes()
    directory = content.index(b"PK\x01\x02")
    spoiled = content[:8] + b"\x63\x00" + content[10 : directory + 10] + b"\x63\x00" + content[directory + 12 :]
    (tmp_path / "mnist.npz").write_bytes(spoiled)
    with pytest.raises(DataError, match="cannot be read as MNIST"):
        read_test_digits(tmp_path / "mnist.npz")


def test_a_file_of_other_arrays(tmp_path: Path) -> None:
    np.savez(tmp_path / "mnist.npz", x_test=np.zeros((2, 8, 8), np.uint8), y_test=np.zeros(2, np.uint8))
    with pytest.raises(DataError, match="cannot be read as MNIST"):
        read_test_digits(tmp_path / "mnist.npz")
