"""Try ever new input on the targets, led by which lines of the code each input reaches. `make fuzz`.

    python -m fuzzing [--seconds N]             all targets, each for its share of the time
    python -m fuzzing TARGET [--seconds N]      one of them
    python -m fuzzing TARGET FILE...            run it on what was found before

What is interesting is kept in .fuzz/TARGET/ for the next time; what breaks a target is written beside it.
"""

import argparse
import importlib.util
import subprocess
import sys
from pathlib import Path

KEPT = Path(__file__).parents[2] / ".fuzz"
NAMES = ("files", "canvas", "digits")
MAX_SECONDS = 20  # that one input may take, on a busy machine
MAX_MEGABYTES = 1000  # in all: of them, 100 are the libraries'
MAX_BYTES = 2048  # of one input: a small file, or a page full of marks; what is larger only takes longer to try


def main(arguments: list[str] | None = None) -> int:
    """Fuzz; 0 if nothing was found."""
    parser = argparse.ArgumentParser("fuzzing", description="Look for input that breaks what reads it.")
    parser.add_argument("target", nargs="?", choices=NAMES)
    parser.add_argument("files", nargs="*", type=Path)
    parser.add_argument("--seconds", type=int, default=60)
    choice = parser.parse_args(arguments)
    if importlib.util.find_spec("atheris") is None:
        print("Fuzzing needs atheris, which there is for Linux on x86-64 only.", file=sys.stderr)
        return 1
    if choice.target:
        _fuzz(choice.target, choice.files, choice.seconds)
    share = max(1, choice.seconds // len(NAMES))
    command = [sys.executable, "-m", "fuzzing"]
    codes = [subprocess.run([*command, name, f"--seconds={share}"]).returncode for name in NAMES]
    return int(any(codes))  # one that was killed has a code below 0


def _fuzz(name: str, files: list[Path], seconds: int) -> None:
    """Fuzz one target, or run it on files; ends the process, as libFuzzer does."""
    import atheris
    from atheris.import_hook import HookManager

    # Atheris 3.0.0 never frees what a traced comparison of arrays gives, 2 MB for a page: memory ends in seconds.
    # A page is not led by the values that are compared, a file is: by the names and numbers of its format.
    traces_values = name != "digits"
    with HookManager({"mnist_app", "PIL"}, set(), enable_loader_override=True, trace_dataflow=traces_values):
        from fuzzing.targets import SEEDS, TARGETS

    corpus = KEPT / name
    corpus.mkdir(parents=True, exist_ok=True)
    for number, seed in enumerate(SEEDS[name]):
        (corpus / f"seed-{number}").write_bytes(seed)
    options = [f"-max_total_time={seconds}", f"-timeout={MAX_SECONDS}", f"-rss_limit_mb={MAX_MEGABYTES}"]
    options += [f"-max_len={MAX_BYTES}", "-len_control=0", f"-artifact_prefix={KEPT}/{name}-", "-print_final_stats=1"]
    atheris.Setup([name, *options, *map(str, files or [corpus])], TARGETS[name])
    atheris.Fuzz()


if __name__ == "__main__":
    sys.exit(main())
