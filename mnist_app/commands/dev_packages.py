"""Packages that not everyone has installed: requirements.txt leaves out what only tuning, logging and exporting use."""

from mnist_app.errors import ConfigError
from mnist_app.reading.installed import is_installed

TUNING = ("optuna", "sqlalchemy")
TENSORBOARD = ("tensorboard",)


def check_installed(what: str, modules: tuple[str, ...]) -> None:
    """Check that modules can be imported, without importing them.

    Raises
    ------
    ConfigError
        if one cannot; the sentence begins with what needs it
    """
    missing = [module for module in modules if not is_installed(module)]
    if missing:
        raise ConfigError(
            f"{what} needs {' and '.join(missing)}, which the app does without: "
            "run `python -m pip install -r requirements-dev.txt` first."
        )
