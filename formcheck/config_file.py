"""Read a user's own settings: a TOML file that holds only what differs from the defaults.

``formcheck.config`` is the one table of options; here it is read from a file, and listed for the
documentation.  Unknown names are errors that name the nearest valid one, because a misspelt
option that is silently ignored looks exactly like one that does not work.
"""

from __future__ import annotations

import contextlib
import difflib
import logging
import os
from collections.abc import Iterable, Mapping
from dataclasses import MISSING, dataclass, fields
from pathlib import Path
from typing import Any, Final

import platformdirs

from formcheck.config import Config, Section
from formcheck.errors import ConfigError, OutputError
from formcheck.files.reading import UnreadableError, parse_toml, read_text
from formcheck.files.writing import make_private_folder, write_text

_log = logging.getLogger(__name__)

FILE_NAME: Final = "config.toml"
CONFIG_VARIABLE: Final = "FORMCHECK_CONFIG"

GONE: Final = (
    "flags.shrug_pct", "flags.shrug_ear_share", "flags.retraction_pct", "flags.blade_lag_s",
    "flags.blade_kept_pct", "flags.neck_deg", "flags.uneven_pct", "flags.elbow_low_pct",
    "flags.rotation_deg",
)  # fmt: skip
"""Options of faults that are told no more, which files of earlier versions may hold.  They are
passed over with a line in the log, which the command line says, and go when the file is next
written."""


@dataclass(frozen=True, slots=True)
class OptionRow:
    """One option as the documentation and a settings dialog show it.

    A number has a range, a switch is ``True`` or ``False``, a word has its ``choices``, and a
    ``folder`` is a text.
    """

    section: str
    key: str
    default: float | str
    low: float = 0.0
    high: float = 0.0
    unit: str = ""
    help: str = ""
    choices: tuple[str, ...] = ()
    folder: bool = False

    @property
    def allowed(self) -> str:
        """The inclusive range in words, e.g. ``240 to 2160 px``."""
        if self.choices:
            return ", ".join(self.choices)
        if self.folder:
            return "a folder"
        if isinstance(self.default, bool):
            return "true, false"
        return f"{self.low:g} to {self.high:g} {self.unit}".strip()


def user_config_path() -> Path:
    """Return where the user's own settings lie; the file need not exist.

    ``FORMCHECK_CONFIG`` names another file.
    """
    named = os.environ.get(CONFIG_VARIABLE)
    if named:
        return Path(named)
    return Path(platformdirs.user_config_dir("formcheck", appauthor=False)) / FILE_NAME


def section_types() -> dict[str, type[Section]]:
    """Return the class of every section of :class:`~formcheck.config.Config` by name."""
    return {
        item.name: item.default_factory  # type: ignore[misc]
        for item in fields(Config)
        if item.default_factory is not MISSING
    }


def option_rows() -> tuple[OptionRow, ...]:
    """Return every option in file order."""
    return tuple(
        OptionRow(
            section=section, key=item.name, default=getattr(kind(), item.name), **item.metadata
        )
        for section, kind in section_types().items()
        for item in fields(kind)  # type: ignore[arg-type]
    )


def load_config(path: Path | None = None) -> Config:
    """Return the defaults with a file's overrides.

    Parameters
    ----------
    path : Path, optional
        The file; None takes the user's own file if there is one.

    Raises
    ------
    ConfigError
        When the file cannot be read, or holds an unknown, malformed or out-of-range option.
    """
    if path is None:
        path = user_config_path()
        if not os.path.lexists(path):
            return Config()
    try:
        text = read_text(path)
    except FileNotFoundError as error:
        raise ConfigError(
            f"The settings file {path} does not exist.", "Check the path after --config."
        ) from error
    except UnreadableError as error:
        raise ConfigError(
            f"The settings file {path} cannot be read ({error}).",
            "It must be a text file in UTF-8.",
        ) from error
    return parse_config(text, origin=str(path))


def parse_config(text: str, *, origin: str) -> Config:
    """Return the defaults with the overrides of a TOML text.

    Parameters
    ----------
    text : str
        TOML: one table a section, e.g. ``[pose]``.
    origin : str
        Named in error messages.

    Raises
    ------
    ConfigError
        When the text holds an unknown, malformed or out-of-range option.
    """
    try:
        tables = parse_toml(text)
    except UnreadableError as error:
        raise ConfigError(
            f"{origin} is not valid TOML: {error}.", "Mend the named line."
        ) from error
    return read_tables(tables, origin=origin)


def read_tables(tables: Mapping[str, Any], *, origin: str) -> Config:
    """Return the defaults with overrides by section and option; see :func:`parse_config`."""
    known = section_types()
    for name, table in tables.items():
        if name not in known:
            raise _unknown(origin, "section", name, known)
        if not isinstance(table, dict):
            raise ConfigError(
                f"{origin}: {name} must be a section.", f"Write [{name}] on a line of its own."
            )
    sections: dict[str, Any] = {
        name: _read_section(origin, name, known[name], table) for name, table in tables.items()
    }
    return Config(**sections)


def read_foreign(tables: Mapping[str, Any]) -> Config:
    """Return the options that another version wrote, by section.

    What this version does not know or no longer allows has its default.
    """
    sections: dict[str, dict[str, float | str]] = {}
    for row in option_rows():
        table = tables.get(row.section)
        if isinstance(table, Mapping) and row.key in table:
            with contextlib.suppress(ConfigError):
                value = _read_value("recording", row, table[row.key])
                sections.setdefault(row.section, {})[row.key] = value
    return Config(**{name: section_types()[name](**part) for name, part in sections.items()})  # type: ignore[arg-type]


def save_config(config: Config, path: Path | None = None) -> None:
    """Write what differs from the defaults; comments and order of the file stay.

    Parameters
    ----------
    config : Config
        Every option, as it shall be.
    path : Path, optional
        The file; None takes the user's own file.

    Raises
    ------
    ConfigError
        When the file cannot be written, or holds something that is no TOML.
    """
    import tomlkit
    from tomlkit.exceptions import TOMLKitError

    path = user_config_path() if path is None else path
    try:
        text = read_text(path) if path.exists() else ""
        document = tomlkit.parse(text)
        _take_over(document, config)
        make_private_folder(path.parent)
        write_text(path, tomlkit.dumps(document), private=True)
    except (OSError, UnreadableError, OutputError) as error:
        raise ConfigError(
            f"The settings cannot be written to {path}.", "Make the file writable for your user."
        ) from error
    except (TOMLKitError, ValueError, RecursionError) as error:
        raise ConfigError(f"{path} is not valid TOML: {error}.", "Mend the named line.") from error


def _take_over(document: Any, config: Config) -> None:
    """Bring a TOML document into line with the options: overrides in, defaults out."""
    import tomlkit

    for name in GONE:
        section, key = name.split(".")
        if section in document:
            document[section].pop(key, None)
    for row in option_rows():
        value = getattr(getattr(config, row.section), row.key)
        table = document.get(row.section)
        if value != row.default:
            if table is None:
                table = document[row.section] = tomlkit.table()
            if table.get(row.key) != value:
                table[row.key] = value
        elif table is not None:
            table.pop(row.key, None)
            if not table:
                document.pop(row.section)


def _read_section(origin: str, name: str, kind: type[Section], table: dict[str, Any]) -> Section:
    """Return one section from its table."""
    rows = {row.key: row for row in option_rows() if row.section == name}
    for key in table:
        if f"{name}.{key}" in GONE:
            _log.warning(
                "%s: %s.%s is an option no more and is passed over; its line can go.",
                origin, name, key,
            )  # fmt: skip
        elif key not in rows:
            raise _unknown(origin, f"option in [{name}]", key, rows)
    table = {key: value for key, value in table.items() if key in rows}
    return kind(**{key: _read_value(origin, rows[key], value) for key, value in table.items()})


def _read_value(origin: str, row: OptionRow, value: object) -> float | str:
    """Return a checked value: a word, a switch, or a number, an int where the default is one."""
    where = f"{origin}: {row.section}.{row.key}"
    if row.choices:
        if not isinstance(value, str) or value not in row.choices:
            raise ConfigError(f"{where} = {value!r} is not known.", f"Allowed: {row.allowed}.")
        return value
    if row.folder:
        if not isinstance(value, str):
            raise ConfigError(f"{where} must be a text, not {value!r}.", row.help)
        return value
    if isinstance(row.default, bool):
        if not isinstance(value, bool):
            raise ConfigError(f"{where} must be true or false, not {value!r}.", row.help)
        return value
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise ConfigError(
            f"{where} must be a number, not {value!r}.", f"Allowed: {row.allowed}. {row.help}"
        )
    if isinstance(row.default, int) and not isinstance(value, int):
        raise ConfigError(
            f"{where} must be a whole number, not {value!r}.", f"Allowed: {row.allowed}."
        )
    if not row.low <= value <= row.high:  # also refuses nan
        raise ConfigError(f"{where} = {value!r} is out of range.", f"Allowed: {row.allowed}.")
    return value


def _unknown(origin: str, what: str, name: str, known: Iterable[str]) -> ConfigError:
    """Return the error for an unknown name, with the nearest valid one."""
    names = list(known)
    near = difflib.get_close_matches(name, names, n=1, cutoff=0.5)
    hint = f"Did you mean {near[0]}?" if near else f"Known: {', '.join(names)}."
    return ConfigError(f"{origin}: there is no {what} named {name!r}.", hint)


def options_markdown() -> str:
    """Return the table of all options for the documentation."""
    lines = [
        "# Options",
        "",
        f"Put what you want to change into `{FILE_NAME}` in your settings folder",
        "(`formcheck doctor` shows where that is), or into any file named with `--config FILE` or",
        f"the environment variable `{CONFIG_VARIABLE}`.",
        "The file holds only what differs from the defaults:",
        "",
        "```toml",
        "[pose]",
        "analysis_height_px = 720",
        "```",
    ]
    for section, kind in section_types().items():
        summary = (kind.__doc__ or "").strip().splitlines()[0]
        lines += ["", f"## [{section}]", "", summary, ""]
        lines += ["| option | default | allowed | meaning |", "|---|---|---|---|"]
        lines += [
            f"| `{row.key}` | {_shown(row.default)} | {row.allowed} | {row.help} |"
            for row in option_rows()
            if row.section == section
        ]
    return "\n".join(lines) + "\n"


def _shown(value: float | str) -> str:
    """Return a default as the file would have it."""
    if isinstance(value, str):
        return value or '""'
    return str(value).lower() if isinstance(value, bool) else f"{value:g}"
