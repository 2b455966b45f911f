"""The options while the window is open: read once, changed and saved by the settings dialog."""

from __future__ import annotations

from pathlib import Path

from formcheck.config import Config
from formcheck.config_file import load_config, save_config


class OptionStore:
    """Hold the options; whoever needs them asks again.

    Parameters
    ----------
    path : Path, optional
        The file; the user's own by default.

    Raises
    ------
    ConfigError
        When the file has a mistake.
    """

    def __init__(self, path: Path | None = None) -> None:
        self._path = path
        self.config = load_config(path) if path is None or path.exists() else Config()

    def save(self, config: Config) -> None:
        """Take over options and write them to the file.

        Raises
        ------
        ConfigError
            When the file cannot be written; the options hold all the same.
        """
        self.config = config
        save_config(config, self._path)
