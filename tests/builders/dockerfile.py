"""Reading deploy/Dockerfile far enough to check it, and to do what it says without Docker."""

import json
import re
import shlex
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Stage:
    """The last stage of a Dockerfile: its instructions, each a name and its arguments, in their order."""

    instructions: list[tuple[str, str]]

    def arguments(self, name: str) -> list[str]:
        return [arguments for instruction, arguments in self.instructions if instruction == name]

    @property
    def environment(self) -> dict[str, str]:
        words = [word for arguments in self.arguments("ENV") for word in shlex.split(arguments)]
        return dict(word.split("=", 1) for word in words)

    @property
    def copied(self) -> list[tuple[str, str]]:
        """What comes from the repository: each a path in it, and where it goes."""
        copies = [arguments.split() for arguments in self.arguments("COPY") if not arguments.startswith("--from")]
        return [(source, target) for *sources, target in copies for source in sources]

    @property
    def health_check(self) -> list[str]:
        return _command(self.arguments("HEALTHCHECK")[0].split("CMD", 1)[1])

    @property
    def command(self) -> list[str]:
        return _command(self.arguments("CMD")[0])


def read_dockerfile(path: Path) -> Stage:
    """Read the stage that becomes the image."""
    lines = [line for line in path.read_text().splitlines() if line and not line.startswith("#")]
    joined = re.sub(r"\\\n\s*", "", "\n".join(lines)).splitlines()
    instructions = [(name, arguments) for name, _, arguments in (line.partition(" ") for line in joined)]
    last = max(number for number, (name, _) in enumerate(instructions) if name == "FROM")
    return Stage(instructions[last:])


def _command(text: str) -> list[str]:
    command: list[str] = json.loads(text)
    return command
