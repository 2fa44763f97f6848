"""deploy/'s files for containers agree with each other and with the app; what the image would do is done here."""

import os
import re
import shutil
import signal
import subprocess
import sys
import time
import urllib.request
from pathlib import Path
from typing import Any

import pytest

from benchmarks.served import ROOT, START_SECONDS, free_port
from builders.dockerfile import Stage, read_dockerfile
from mnist_app import __version__

yaml = pytest.importorskip("yaml", reason="needs PyYAML, which is not installed: see requirements-dev.txt")

DEPLOY = ROOT / "deploy"
USER = 10001
PORT = 8501
HEALTH = "/_stcore/health"
ENDED = (0, -signal.SIGTERM)  # Uvicorn ends by the signal itself when all is put away


@pytest.fixture(scope="module")
def image() -> Stage:
    return read_dockerfile(DEPLOY / "Dockerfile")


def load(name: str) -> dict[str, Any]:
    document: dict[str, Any] = yaml.safe_load((DEPLOY / name).read_text())
    return document


def containers() -> dict[str, dict[str, Any]]:
    pod = load("kubernetes/deployment.yaml")["spec"]["template"]["spec"]
    return {container["name"]: container for container in pod["containers"]}


@pytest.mark.parametrize("path", sorted(DEPLOY.rglob("*.yaml")), ids=lambda path: path.name)
def test_every_file_is_yaml(path: Path) -> None:
    assert isinstance(yaml.safe_load(path.read_text()), dict)


def test_the_image_is_slim_and_locked_and_its_user_is_not_root(image: Stage) -> None:
    text = (DEPLOY / "Dockerfile").read_text()
    assert {line.split()[1] for line in text.splitlines() if line.startswith("FROM")} == {"python:3.12-slim"}
    assert "pip install --no-cache-dir --require-hashes -r requirements-serve.txt" in text
    assert image.arguments("USER") == [str(USER)]
    assert image.environment["STREAMLIT_SERVER_ADDRESS"] == "0.0.0.0"


def test_user_and_read_only_root_agree(image: Stage) -> None:
    replicas = [service for name, service in load("compose.yaml")["services"].items() if name.startswith("replica")]
    assert len(replicas) >= 2
    assert {replica["user"] for replica in replicas} == {f"{USER}:{USER}"}
    services = load("compose.yaml")["services"].values()
    assert all(service["read_only"] and service["cap_drop"] == ["ALL"] for service in services)
    assert containers()["app"]["securityContext"]["runAsUser"] == USER
    for container in containers().values():
        assert container["securityContext"]["readOnlyRootFilesystem"] is True
        assert container["securityContext"]["capabilities"] == {"drop": ["ALL"]}
    assert image.environment["HOME"] == "/tmp"
    assert "/tmp" in [mount["mountPath"] for mount in containers()["app"]["volumeMounts"]]


def test_ports_and_probes_agree(image: Stage) -> None:
    assert image.arguments("EXPOSE") == [str(PORT)] == [image.environment["STREAMLIT_SERVER_PORT"]]
    assert f"127.0.0.1:{PORT}{HEALTH}" in image.health_check[-1]
    app, nginx = containers()["app"], containers()["nginx"]
    ports = {port["name"]: port["containerPort"] for container in (app, nginx) for port in container["ports"]}
    assert ports["app"] == PORT
    assert f"listen {ports['http']};" in (DEPLOY / "nginx/digits.conf").read_text()
    for probe in (app["startupProbe"], app["livenessProbe"], nginx["readinessProbe"]):
        assert probe["httpGet"]["path"] == HEALTH
        assert probe["httpGet"]["port"] in ports
    assert load("kubernetes/service.yaml")["spec"]["ports"][0]["targetPort"] == "http"
    assert load("compose.yaml")["services"]["nginx"]["ports"] == [f"{ports['http']}:{ports['http']}"]


def test_kubernetes_names_agree() -> None:
    deployment, service = load("kubernetes/deployment.yaml"), load("kubernetes/service.yaml")
    labels = deployment["spec"]["template"]["metadata"]["labels"]
    assert deployment["spec"]["selector"]["matchLabels"] == labels == service["spec"]["selector"]
    assert load("kubernetes/disruption-budget.yaml")["spec"]["selector"]["matchLabels"] == labels
    scaled = load("kubernetes/autoscaler.yaml")["spec"]
    assert scaled["scaleTargetRef"]["name"] == deployment["metadata"]["name"]
    assert scaled["metrics"][0]["containerResource"]["container"] in containers()
    assert scaled["minReplicas"] > load("kubernetes/disruption-budget.yaml")["spec"]["maxUnavailable"]
    path = load("kubernetes/ingress.yaml")["spec"]["rules"][0]["http"]["paths"][0]
    assert path["backend"]["service"]["name"] == service["metadata"]["name"]
    assert path["backend"]["service"]["port"]["name"] == service["spec"]["ports"][0]["name"]


def test_kustomization_lists_every_file_and_makes_every_map() -> None:
    kustomization = load("kustomization.yaml")
    assert {f"kubernetes/{path.name}" for path in DEPLOY.glob("kubernetes/*")} == set(kustomization["resources"])
    maps = {made["name"]: made["files"] for made in kustomization["configMapGenerator"]}
    assert all((DEPLOY / file).is_file() for files in maps.values() for file in files)
    volumes = load("kubernetes/deployment.yaml")["spec"]["template"]["spec"]["volumes"]
    assert {volume["configMap"]["name"] for volume in volumes if "configMap" in volume} == maps.keys()
    assert kustomization["images"][0]["name"] == containers()["app"]["image"]
    assert kustomization["images"][0]["newTag"] == __version__


def test_nginx_knows_the_replicas_of_compose() -> None:
    services = load("compose.yaml")["services"]
    addresses = {
        name.removeprefix("replica-"): f"{service['networks']['inside']['ipv4_address']}:{PORT}"
        for name, service in services.items()
        if name.startswith("replica-")
    }
    assert replicas_of("replicas-compose.conf") == addresses


@pytest.mark.parametrize("name", ["replicas-here.conf", "replicas-compose.conf"])
def test_the_three_blocks_of_the_replicas_agree(name: str) -> None:
    text = (DEPLOY / "nginx" / name).read_text()
    replicas = replicas_of(name)
    assert len(replicas) >= 2
    assert set(re.findall(r"server ([\d.:]+) ", text)) == set(replicas.values())
    answered = dict(re.findall(r"~([\d.:]+)\$ (\w+);", text))
    assert {name: address for address, name in answered.items()} == replicas


def replicas_of(name: str) -> dict[str, str]:
    """The addresses of the processes that nginx's cookie can name."""
    return dict(re.findall(r"^ +(\w+) +([\d.]+:\d+);", (DEPLOY / "nginx" / name).read_text(), re.MULTILINE))


@pytest.mark.skipif(sys.platform == "win32", reason="Python does not start there with the image's environment alone")
def test_what_the_image_holds_starts_is_healthy_and_writes_nothing(image: Stage, tmp_path: Path) -> None:
    """With another port and this machine's Python; its own health check says when it is well."""
    for source, target in image.copied:
        place = tmp_path / target / Path(source).name if target.endswith("/") else tmp_path / target
        place.parent.mkdir(parents=True, exist_ok=True)
        if (ROOT / source).is_dir():
            shutil.copytree(ROOT / source, place, ignore=shutil.ignore_patterns("__pycache__", ".*"))
        else:
            shutil.copy(ROOT / source, place)
    port = str(free_port())
    environment = image.environment | {"STREAMLIT_SERVER_PORT": port, "PATH": os.environ["PATH"], "HOME": "/nowhere"}
    before = files_in(tmp_path)
    command = [sys.executable, *image.command[1:]]
    check = [sys.executable, *(word.replace(str(PORT), port) for word in image.health_check[1:])]
    server = subprocess.Popen(command, cwd=tmp_path, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    try:
        assert is_well_before_long(check)
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/", timeout=60) as page:
            assert b"streamlit" in page.read().lower()
    finally:
        server.terminate()
        said = server.communicate(timeout=60)[0].decode()
    assert server.returncode in ENDED, said
    assert "Traceback" not in said
    assert subprocess.run(check, capture_output=True).returncode != 0
    assert files_in(tmp_path) == before


def is_well_before_long(check: list[str]) -> bool:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline:
        if subprocess.run(check, capture_output=True).returncode == 0:
            return True
        time.sleep(0.1)
    return False


def files_in(folder: Path) -> set[Path]:
    return {path for path in folder.rglob("*") if path.is_file()}
