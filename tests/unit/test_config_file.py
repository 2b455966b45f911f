"""Settings from a file: only what differs, and every mistake named with its remedy."""

from __future__ import annotations

import os
import stat
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from formcheck import config_file
from formcheck.config import Config
from formcheck.config_file import (
    load_config,
    option_rows,
    options_markdown,
    parse_config,
    save_config,
)
from formcheck.errors import ConfigError


def test_an_empty_file_is_the_defaults() -> None:
    assert parse_config("", origin="x") == Config()


def test_only_the_named_option_changes() -> None:
    config = parse_config("[pose]\nanalysis_height_px = 720\n", origin="x")
    assert config.pose.analysis_height_px == 720
    assert config.pose.min_confidence == Config().pose.min_confidence


def test_a_whole_number_may_stand_for_a_fraction(monkeypatch: pytest.MonkeyPatch) -> None:
    row = config_file.OptionRow("pose", "people", 1.5, 0, 4, "", "How many.")
    monkeypatch.setattr(config_file, "option_rows", lambda: (row,))
    assert parse_config("[pose]\npeople = 2\n", origin="x").pose.people == 2


@pytest.mark.parametrize(
    ("text", "message", "hint"),
    [
        ("[pose", "is not valid TOML", "line"),
        ("[poze]", "no section named 'poze'", "Did you mean pose?"),
        ("[zzzzz]", "no section named 'zzzzz'", "Known: pose"),
        ("pose = 3", "pose must be a section", "[pose]"),
        (
            "[pose]\nanalysis_height = 3",
            "no option in [pose] named 'analysis_height'",
            "Did you mean analysis_height_px?",
        ),
        ("[pose]\nanalysis_height_px = 5", "pose.analysis_height_px = 5 is out", "240 to 2160 px"),
        ("[pose]\nanalysis_height_px = 300.5", "must be a whole number", "240 to 2160 px"),
        ("[pose]\nanalysis_height_px = true", "must be a number, not True", "240 to 2160 px"),
        ("[pose]\nanalysis_height_px = '720'", "must be a number, not '720'", "240 to 2160 px"),
        ("[pose]\nmin_confidence = nan", "is out of range", "0.1 to 0.95"),
        ("[pose]\nmin_confidence = inf", "is out of range", "0.1 to 0.95"),
        ("[window]\ntheme = 'pink'", "'pink' is not known", "auto, light, dark, contrast"),
        ("[window]\ntheme = 3", "3 is not known", "auto, light, dark, contrast"),
        ("[sound]\nspeech = 1", "must be true or false", "Let the computer speak"),
    ],
)
def test_mistakes_name_file_key_and_remedy(text: str, message: str, hint: str) -> None:
    with pytest.raises(ConfigError) as caught:
        parse_config(text, origin="my.toml")
    assert caught.value.message.startswith("my.toml")
    assert message in caught.value.message
    assert hint in caught.value.hint or hint in caught.value.message
    assert caught.value.exit_code == 2


def test_a_named_file_must_exist(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="does not exist"):
        load_config(tmp_path / "nothing.toml")


def test_a_binary_file_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "picture.toml"
    path.write_bytes(b"\xff\xd8\xff\xe0")
    with pytest.raises(ConfigError, match="cannot be read"):
        load_config(path)


def test_the_users_own_file_is_taken_when_it_exists(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(config_file, "user_config_path", lambda: tmp_path / "config.toml")
    assert load_config() == Config()
    (tmp_path / "config.toml").write_text("[pose]\npeople = 2\n", encoding="utf-8")
    assert load_config().pose.people == 2


def test_another_file_may_be_named_in_the_environment(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "mine.toml").write_text("[pose]\npeople = 3\n", encoding="utf-8")
    monkeypatch.setenv("FORMCHECK_CONFIG", str(tmp_path / "mine.toml"))
    assert load_config().pose.people == 3


@pytest.mark.parametrize("row", option_rows(), ids=lambda row: f"{row.section}.{row.key}")
def test_every_option_is_documented_and_its_default_allowed(row: config_file.OptionRow) -> None:
    if row.choices:
        assert row.default in row.choices
    elif not row.folder:
        assert row.low <= row.default <= row.high
    assert row.help.endswith(".")
    default = repr(row.default) if isinstance(row.default, str) else row.default
    text = f"[{row.section}]\n{row.key} = {default}\n"
    assert parse_config(text.replace("True", "true").replace("False", "false"), origin="x") == (
        Config()
    )


def test_a_folder_is_a_text() -> None:
    text = '[record]\nfolder = "/some/where"\n'
    assert parse_config(text, origin="x").record.folder == "/some/where"
    with pytest.raises(ConfigError, match="must be a text"):
        parse_config("[record]\nfolder = 3\n", origin="x")


def test_the_documentation_lists_the_options_as_they_are() -> None:
    page = Path(__file__).parents[2] / "docs" / "options.md"
    assert page.read_text(encoding="utf-8") == options_markdown(), "run `make options`"


def test_saved_options_come_back_and_the_users_comments_stay(tmp_path: Path) -> None:
    path = tmp_path / "new" / "config.toml"
    changed = replace(
        Config(),
        sound=replace(Config().sound, speech=False, volume_pct=35.0),
        window=replace(Config().window, theme="light"),
    )
    save_config(changed, path)
    assert load_config(path) == changed
    assert "pose" not in path.read_text(encoding="utf-8"), "only what differs"
    path.write_text(
        "# mine\n[pose]\npeople = 2  # two of us\n[sound]\nspeech = false\n", encoding="utf-8"
    )
    save_config(replace(load_config(path), sound=Config().sound), path)
    assert path.read_text(encoding="utf-8") == "# mine\n[pose]\npeople = 2  # two of us\n"


def test_a_file_that_cannot_be_written_is_one_message(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    with pytest.raises(ConfigError, match="cannot be written"):
        save_config(Config(), tmp_path / "file" / "config.toml")
    (tmp_path / "broken.toml").write_text("[pose", encoding="utf-8")
    with pytest.raises(ConfigError, match="not valid TOML"):
        save_config(Config(), tmp_path / "broken.toml")
    assert (tmp_path / "broken.toml").read_text(encoding="utf-8") == "[pose"


@pytest.mark.skipif(sys.platform == "win32", reason="POSIX permissions")
def test_settings_are_private_and_written_through_a_link(tmp_path: Path) -> None:
    (tmp_path / "dotfiles").mkdir()
    (tmp_path / "config.toml").symlink_to(tmp_path / "dotfiles" / "formcheck.toml")
    changed = replace(Config(), record=replace(Config().record, folder="elsewhere"))
    old = os.umask(0)
    try:
        save_config(changed, tmp_path / "new" / "config.toml")
        save_config(changed, tmp_path / "config.toml")
    finally:
        os.umask(old)
    assert stat.S_IMODE((tmp_path / "new").stat().st_mode) == 0o700
    assert stat.S_IMODE((tmp_path / "new" / "config.toml").stat().st_mode) == 0o600
    assert (tmp_path / "config.toml").is_symlink()
    assert load_config(tmp_path / "dotfiles" / "formcheck.toml") == changed


def test_an_option_of_a_fault_that_is_told_no_more_is_passed_over(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    path = tmp_path / "config.toml"
    path.write_text("[flags]\nblade_lag_s = 0.4\nhold_s = 0.5\n", encoding="utf-8")
    config = load_config(path)
    assert config.flags.hold_s == 0.5
    assert "flags.blade_lag_s" in caplog.text
    save_config(config, path)
    assert "blade_lag_s" not in path.read_text(encoding="utf-8")
