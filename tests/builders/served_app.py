"""The app, served to a browser, whose log is read when it ends."""

import contextlib
from collections.abc import Iterator

from benchmarks.served import ROOT, serve


@contextlib.contextmanager
def serve_app(**environment: str) -> Iterator[str]:
    """Serve the app with these environment variables; fails if its log ends up with a traceback or another stack."""
    with serve(ROOT / "streamlit_app.py", **environment) as served:
        yield served.url
        log = served.log.read_text()
        assert "Traceback" not in log, log
        assert "Stack (most recent call last)" not in log, log
