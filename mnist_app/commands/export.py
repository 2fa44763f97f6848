"""`export`: write a trained network in a format that other programs read."""

import argparse
from pathlib import Path

from mnist_app.commands.dev_packages import check_installed
from mnist_app.errors import ConfigError
from mnist_app.reading.quiet import import_tensorflow
from mnist_app.runs.runs import DEFAULT_RUN, load_run
from mnist_app.training.export_formats import FORMATS, ONNX_WRITERS


def add_parser(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add `export` to the commands."""
    parser = commands.add_parser("export", help="write a trained network for other programs")
    parser.add_argument("--run", metavar="NAME", help=f"the run (by default, {DEFAULT_RUN})")
    readers = "; ".join(f"{name}: {chosen.reader}" for name, chosen in FORMATS.items())
    parser.add_argument("--format", choices=FORMATS, required=True, help=readers)
    place = parser.add_mutually_exclusive_group()
    place.add_argument("--to", type=Path, metavar="PATH", help="what to write (by default, beneath exports/)")
    place.add_argument(
        "--into-run",
        action="store_true",
        help="write the run's own model.onnx, with which the app reads without TensorFlow (only --format onnx)",
    )
    parser.set_defaults(run_command=run)


def run(args: argparse.Namespace) -> int:
    """Export, and say how closely the export agrees with Keras."""
    if args.into_run and args.format != "onnx":
        raise ConfigError(f"--into-run writes model.onnx, so it needs --format onnx and not {args.format}.")
    trained = load_run(args.run)
    if args.format == "onnx":
        check_installed("`export --format onnx`", ONNX_WRITERS)
    import_tensorflow()
    if args.into_run:
        from mnist_app.training.twin import add_twin

        path, difference, digits = add_twin(trained)
    else:
        from mnist_app.training.exporting import export_run

        path, difference, digits = export_run(trained, args.format, args.to)
    print(f"{path}: agrees with Keras within {difference:.1g} on {digits:,} digits.")
    return 0
