"""Every option holds its own range."""

from __future__ import annotations

from dataclasses import fields, replace

import pytest

from formcheck.config import Config

OPTIONS = [
    pytest.param(section.name, item.name, id=f"{section.name}.{item.name}")
    for section in fields(Config)
    for item in fields(getattr(Config(), section.name))
]


@pytest.mark.parametrize(("section", "option"), OPTIONS)
def test_the_default_lies_inside_the_range_and_the_range_is_kept(section: str, option: str) -> None:
    values = getattr(Config(), section)
    (item,) = [item for item in fields(values) if item.name == option]
    assert item.metadata["help"]
    if choices := item.metadata.get("choices"):
        for good in choices:
            assert getattr(replace(values, **{option: good}), option) == good
        with pytest.raises(ValueError, match=option):
            replace(values, **{option: "none of them"})
        return
    if item.metadata.get("folder"):
        assert getattr(replace(values, **{option: "/somewhere"}), option) == "/somewhere"
        with pytest.raises(ValueError, match=option):
            replace(values, **{option: 3})
        return
    low, high = item.metadata["low"], item.metadata["high"]
    assert low <= getattr(values, option) <= high
    assert low < high
    for good in (low, high):
        assert getattr(replace(values, **{option: good}), option) == good
    for bad in (low - 0.01, high + 0.01, float("nan")):
        with pytest.raises(ValueError, match=option):
            replace(values, **{option: bad})


def test_an_alert_comes_after_its_warning() -> None:
    flags = Config().flags
    assert flags.rounding_warn_deg < flags.rounding_alert_deg
    assert flags.arching_warn_deg < flags.arching_alert_deg
    assert flags.drop_s < 1.0
