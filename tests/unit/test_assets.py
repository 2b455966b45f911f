"""A model that is missing, truncated or altered is refused in one clear sentence."""

from __future__ import annotations

import hashlib
import shutil
from pathlib import Path

import pytest

from formcheck import assets
from formcheck.errors import FormCheckError, ModelError


@pytest.fixture
def own_root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return an asset folder with a copy of the real models, and make it the only one."""
    real = assets.model_entries()[assets.DEFAULT_MODEL].path.parent
    shutil.copytree(real, tmp_path / "models")
    monkeypatch.setattr(assets, "asset_roots", lambda: (tmp_path,))
    return tmp_path


def model_file(root: Path) -> Path:
    return root / "models" / "pose_landmarker_full.task"


def test_bundled_model_has_the_bytes_its_manifest_promises() -> None:
    entry = assets.model_entries()[assets.DEFAULT_MODEL]
    data = assets.model_bytes()
    assert len(data) == entry.size
    assert hashlib.sha256(data).hexdigest() == entry.sha256


def test_missing_model_names_the_file(own_root: Path) -> None:
    model_file(own_root).unlink()
    with pytest.raises(ModelError, match=r"pose_landmarker_full\.task is missing") as caught:
        assets.model_bytes()
    assert "Install FormCheck again" in caught.value.hint


def test_truncated_model_names_both_sizes(own_root: Path) -> None:
    data = model_file(own_root).read_bytes()
    model_file(own_root).write_bytes(data[:1000])
    with pytest.raises(ModelError, match=r"1,000 bytes instead of 9,397,822"):
        assets.model_bytes()


def test_one_changed_bit_is_found(own_root: Path) -> None:
    data = bytearray(model_file(own_root).read_bytes())
    data[len(data) // 2] ^= 1
    model_file(own_root).write_bytes(data)
    with pytest.raises(ModelError, match="was altered"):
        assets.model_bytes()


def test_unknown_model_lists_the_known_ones(own_root: Path) -> None:
    with pytest.raises(ModelError, match="no pose model named 'heavy'") as caught:
        assets.model_bytes("heavy")
    assert "pose_landmarker_full" in caught.value.hint


def test_missing_manifest(own_root: Path) -> None:
    (own_root / "models" / "manifest.toml").unlink()
    with pytest.raises(ModelError, match="is missing"):
        assets.model_bytes()


@pytest.mark.parametrize("text", ["not toml [", "models = 3", '[models.a]\nfile = "x"', ""])
def test_unreadable_manifest(own_root: Path, text: str) -> None:
    (own_root / "models" / "manifest.toml").write_text(text, encoding="utf-8")
    with pytest.raises(ModelError, match="cannot be read"):
        assets.model_bytes()


def test_packaged_folder_comes_before_the_checkout(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second = tmp_path / "_data", tmp_path / "checkout"
    for root in (first, second):
        (root / "samples").mkdir(parents=True)
        (root / "samples" / "a.mp4").touch()
    (second / "samples" / "b.mp4").touch()
    monkeypatch.setattr(assets, "asset_roots", lambda: (first, second))
    assert assets.sample_path("a") == first / "samples" / "a.mp4"
    assert assets.sample_path("b") == second / "samples" / "b.mp4"


def test_unknown_sample(own_root: Path) -> None:
    with pytest.raises(FormCheckError, match="sample clip 'nothing' is missing"):
        assets.sample_path("nothing")
