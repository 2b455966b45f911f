"""An exercise as the text of its TOML file: what :mod:`formcheck.exercises.spec` reads."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import tomlkit
from tomlkit.items import Array
from tomlkit.toml_document import TOMLDocument

from formcheck.exercises.spec import ExerciseSpec


def to_toml(spec: ExerciseSpec) -> str:
    """Return the text of an exercise that is told by its pulls; a variant without its kind's part.

    Isometric holds, phases and cues are not written: nobody can show them.
    """
    text = TOMLDocument()
    for key in ("name", "title", "summary", "camera"):
        text.add(key, tomlkit.string(getattr(spec, key)))
    if spec.variant_of:
        text.add("variant_of", tomlkit.string(spec.variant_of))
    else:
        text.add("views", _list(spec.views))
        text.add("signals", _list(spec.signals))
        text.add("confirm", tomlkit.item(spec.confirm))
    _table(text, "standards", {n: getattr(spec, n) for n in ("lowering_s", "trunk_swing_deg")})
    if not spec.variant_of:
        bands: dict[str, object] = {
            n: _list((b.low, b.high, b.softness)) for n, b in spec.bands.items()
        }
        how: dict[str, object] = {"strict": True} if spec.strict else {}
        if spec.required:
            how["required"] = _list(spec.required)
        _table(text, "recognition", how | bands, "[low, high, softness]")
        _table(text, "measures", {"apply": _list(spec.measures)})
        _table(text, "flags", {"apply": _list(spec.flags)})
    return text.as_string()


def _table(text: TOMLDocument, name: str, values: Mapping[str, object], says: str = "") -> None:
    table = tomlkit.table()
    for key, value in values.items():
        table.add(key, value)
    if says:
        table.comment(says)
    text.add(tomlkit.nl())
    text.add(name, table)


def _list(values: Sequence[object]) -> Array:
    array = tomlkit.array()
    array.extend(values)
    return array
