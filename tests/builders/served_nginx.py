"""nginx from Debian with the configuration of deploy/nginx, on free ports and without root's folders."""

import contextlib
import os
import re
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks.served import ROOT, free_port

CONFIGURATION = ROOT / "deploy/nginx"
NGINX = shutil.which("nginx", path=os.environ.get("PATH", "") + ":/usr/sbin")  # where only root looks for programs
START_SECONDS = 30
MAIN = """
pid {folder}/nginx.pid;
events {{}}
http {{
    include /etc/nginx/mime.types;
    client_body_temp_path {folder}/temporary;
    proxy_temp_path {folder}/temporary;
    fastcgi_temp_path {folder}/temporary;
    uwsgi_temp_path {folder}/temporary;
    scgi_temp_path {folder}/temporary;
    include conf.d/*.conf;
}}
"""


@dataclass(frozen=True)
class Nginx:
    """A running nginx: its addresses by http and, if it has a certificate, by https; and the folder with its logs."""

    url: str
    secure_url: str
    folder: Path

    def log(self, name: str) -> str:
        return (self.folder / f"{name}.log").read_text()


@contextlib.contextmanager
def serve_nginx(folder: Path, replicas: Sequence[int], site: str = "digits.conf") -> Iterator[Nginx]:
    """Put nginx before the processes at these two ports of this machine.

    Its own log holds warnings, too, which deploy/nginx leaves out: that is where it would say that it writes what a
    visitor sends to disk.
    """
    insecure, secure = free_port(), free_port()
    changes = {
        r"127\.0\.0\.1:8501": f"127.0.0.1:{replicas[0]}",
        r"127\.0\.0\.1:8502": f"127.0.0.1:{replicas[1]}",
        r"listen (?:8080|80);": f"listen 127.0.0.1:{insecure};",
        r"listen 443 ": f"listen 127.0.0.1:{secure} ",
        r"https://\$host": f"https://$host:{secure}",
        r"/etc/letsencrypt/live/digits.example.org|/var/log/nginx": str(folder),
        r"error\.log crit": "error.log warn",
    }
    for source in (CONFIGURATION / "replicas-here.conf", CONFIGURATION / site, *CONFIGURATION.glob("digits/*")):
        target = folder / ("digits" if source.parent.name == "digits" else "conf.d") / source.name
        target.parent.mkdir(exist_ok=True, parents=True)
        text = source.read_text()
        for before, after in changes.items():
            text = re.sub(before, after, text)
        target.write_text(text)
    (folder / "nginx.conf").write_text(MAIN.format(folder=folder))
    command = [str(NGINX), "-p", str(folder), "-c", "nginx.conf", "-e", str(folder / "error.log"), "-g", "daemon off;"]
    server = subprocess.Popen(command)
    try:
        _wait_for(insecure, server, folder)
        yield Nginx(f"http://127.0.0.1:{insecure}", f"https://127.0.0.1:{secure}", folder)
    finally:
        server.terminate()
        server.wait(START_SECONDS)


def _wait_for(port: int, server: "subprocess.Popen[bytes]", folder: Path) -> None:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline and server.poll() is None:
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
            return
        except OSError:
            time.sleep(0.02)
    raise RuntimeError(f"nginx did not start:\n{(folder / 'error.log').read_text()}")
