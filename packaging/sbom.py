"""Write what an installed FormCheck is made of, with licences: a CycloneDX bill of materials.

    python packaging/sbom.py --environment VENV --output dist/formcheck.cdx.json
    python packaging/sbom.py --environment VENV --texts dist/licences.txt

Read are the records of the installed packages; nothing is fetched.  It ends with 1 where a licence
is not one of ``ALLOWED``, or a native library carried in a wheel is not in ``NATIVE``.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
import tomllib
import uuid
from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, datetime
from importlib.metadata import Distribution, distributions
from pathlib import Path
from typing import Any, Final

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT: Final = Path(__file__).resolve().parents[1]
EXTRAS: Final = ("c3d", "cluster", "netcdf", "pandas", "parquet", "plot", "xarray")
"""What users may install besides; the other extras are for those who change FormCheck."""

ALLOWED: Final = frozenset(
    {
        *("0BSD", "Apache-2.0", "BSD-2-Clause", "BSD-3-Clause", "CC0-1.0", "ISC", "LGPL-3.0-only"),
        *("MIT", "MIT-0", "MIT-CMU", "MPL-2.0", "PSF-2.0", "Zlib"),
    }
)
"""Licences of packages that an Apache-2.0 program may depend on and ship beside itself: none that
asks for more than notices, save LGPL and MPL, which ask it of changed libraries alone."""

_SAID_OTHERWISE: Final = {
    "Apache 2.0": "Apache-2.0",
    "BSD": "BSD-3-Clause",
    "Apache Software License": "Apache-2.0",
    "BSD License": "BSD-3-Clause",
    "MIT License": "MIT",
    "Mozilla Public License 2.0 (MPL 2.0)": "MPL-2.0",
    "Python Software Foundation License": "PSF-2.0",
}
"""SPDX's names of what packages call otherwise in ``License`` or in a classifier."""

_NATIVE: Final = {
    "0BSD": "lzma",
    "Apache-2.0": "opencore-amrnb opencore-amrwb",
    "BSD-2-Clause": "aec aom avif dav1d openjp2 sz",
    "BSD-3-Clause": "hdf5 hdf5_hl openblas openblasp scipy_openblas scipy_openblas64_ opus "
    "sharpyuv vpx webp webpdemux webpmux zstd",
    "BSD-3-Clause-Clear": "SvtAv1Enc",
    "FTL": "freetype",
    "GPL-2.0-or-later": "x264 x265",
    "GPL-3.0-or-later WITH GCC-exception-3.1": "gfortran gcc_s stdc++ gomp",
    "IJG AND BSD-3-Clause AND Zlib": "jpeg",
    "LGPL-2.0-or-later": "mp3lame",
    "LGPL-2.1-or-later": "asound gnutls quadmath",
    "LGPL-3.0-only": "Qt5Core Qt5Gui Qt5Test Qt5Widgets Qt5XcbQpa",
    "LGPL-3.0-or-later": "gmp hogweed nettle unistring",
    "MIT": "Xau X11-xcb brotlicommon brotlidec drm lcms2 vpl xcb xkbcommon xkbcommon-x11",
    "MIT-Modern-Variant": "harfbuzz",
    "libpng-2.0": "png16",
    "libtiff": "tiff",
}
NATIVE: Final = {name: licence for licence, names in _NATIVE.items() for name in names.split()}
"""Licences of the libraries that wheels carry in their ``.libs``, from the libraries' own pages."""

FFMPEG: Final = frozenset(
    {"avcodec", "avdevice", "avfilter", "avformat", "avutil", "swresample", "swscale"}
)
_FFMPEG_LICENCE: Final = {"av": "LGPL-3.0-or-later", "opencv-contrib-python": "LGPL-2.1-or-later"}
"""As the libraries of the two wheels say of how they were built (``avutil_license()``)."""


def packages(
    installed: Iterable[Distribution], extras: Iterable[str] = ()
) -> dict[str, Distribution]:
    """Return FormCheck and all it needs, by name; of optional packages those that are there."""
    by_name = {canonicalize_name(each.name): each for each in installed}
    found: dict[str, Distribution] = {}
    waiting = [("formcheck", frozenset(extras), True)]
    seen = set()
    while waiting:
        name, wanted, needed = waiting.pop()
        if (name, wanted) in seen or not (needed or name in by_name):
            continue
        seen.add((name, wanted))
        if name not in by_name:
            raise SystemExit(f"{name} is needed and is not installed in this environment.")
        found[name] = by_name[name]
        waiting += [
            (other, more, needed and always) for other, more, always in _needs(found[name], wanted)
        ]
    return dict(sorted(found.items()))


def _needs(
    distribution: Distribution, extras: Iterable[str]
) -> Iterator[tuple[str, frozenset[str], bool]]:
    """Yield what a package needs: name, extras of it, and whether without extras of its own."""
    for text in distribution.requires or ():
        needed = Requirement(text)
        always = needed.marker is None or needed.marker.evaluate({"extra": ""})
        if always or any(needed.marker.evaluate({"extra": extra}) for extra in extras):
            yield canonicalize_name(needed.name), frozenset(needed.extras), always


def licence(distribution: Distribution) -> str:
    """Return the licence a package declares, as SPDX writes it; empty where it declares none."""
    told = distribution.metadata
    expression = told.get("License-Expression")
    if expression:
        return str(expression)
    classifiers = [
        each.split(" :: ")[-1]
        for each in told.get_all("Classifier") or ()
        if each.startswith("License :: ")
    ]
    for text in (str(told.get("License") or "").strip(), *classifiers):
        text = _SAID_OTHERWISE.get(text, text)
        if text and is_expression(text):
            return text
    return ""


def is_expression(text: str) -> bool:
    """Whether a text is names of licences joined by AND and OR, and no licence itself."""
    return bool(re.fullmatch(r"\(*[\w.+-]+\)*( (AND|OR|WITH) \(*[\w.+-]+\)*)*", text))


def is_allowed(expression: str) -> bool:
    """Whether one of the licences to choose from has nothing but allowed ones in it."""
    while inner := re.search(r"\(([^()]*)\)", expression):
        expression = expression.replace(inner[0], "MIT" if is_allowed(inner[1]) else "none")
    return any(set(each.split(" AND ")) <= ALLOWED for each in expression.split(" OR "))


def native_libraries(name: str, distribution: Distribution) -> dict[str, str]:
    """Return the native libraries a wheel carries, each with its licence, empty where unknown."""
    found = {}
    for file in distribution.files or ():
        if re.search(r"\.(libs|dylibs)$", file.parts[0]) or ".dylibs" in file.parts:
            # Repaired wheels carry "libx264-d6533a8d.so.165": the name, a hash, the version.
            library = re.sub(r"(-[0-9a-f]{8})+.*|\.(so|dylib|dll|\d).*", "", file.name)
            library = re.sub(r"^lib|(-r0|-\d+)$", "", library)
            ffmpeg = _FFMPEG_LICENCE.get(name, "") if library in FFMPEG else ""
            prefix = "MIT" if library.startswith("xcb-") else ""
            found[library] = ffmpeg or NATIVE.get(library, prefix)
    return dict(sorted(found.items()))


def licence_texts(parts: Mapping[str, Distribution]) -> str:
    """Return the texts of all licences and notices that the packages bring."""
    blocks = []
    for name, distribution in parts.items():
        for file in distribution.files or ():
            its_own = file.parts[0].endswith(".dist-info") and not file.suffix.startswith(".py")
            if its_own and re.search(r"licen[cs]e|copying|notice|authors", file.name.lower()):
                head = f"{name} {distribution.version}: {file.name}"
                text = Path(str(distribution.locate_file(file))).read_text("utf-8", "replace")
                blocks.append(f"{head}\n{'=' * len(head)}\n\n{text.strip()}\n")
    return "\n\n".join(blocks)


def _licensed(expression: str) -> dict[str, Any]:
    return {"licenses": [{"expression": expression}]} if expression else {}


def _component(name: str, distribution: Distribution) -> dict[str, Any]:
    purl = f"pkg:pypi/{name}@{distribution.version}"
    inside = [
        {"type": "library", "bom-ref": f"{purl}#{library}", "name": library} | _licensed(its)
        for library, its in native_libraries(name, distribution).items()
    ]
    return {
        "type": "library",
        "bom-ref": purl,
        "name": name,
        "version": distribution.version,
        "purl": purl,
        **_licensed(licence(distribution)),
        **({"components": inside} if inside else {}),
    }


def _models() -> list[dict[str, Any]]:
    listed = tomllib.loads((ROOT / "models" / "manifest.toml").read_text(encoding="utf-8"))
    return [
        {
            "type": "machine-learning-model",
            "bom-ref": f"model:{name}",
            "name": name,
            "version": model["version"],
            "hashes": [{"alg": "SHA-256", "content": model["sha256"]}],
            **_licensed(model["licence"]),
        }
        for name, model in listed["models"].items()
    ]


def bill(parts: Mapping[str, Distribution], extras: Iterable[str] = ()) -> dict[str, Any]:
    """Return the bill of materials of what :func:`packages` found with the same extras."""
    all_of_them = {name: _component(name, each) for name, each in parts.items()}
    product = all_of_them.pop("formcheck")
    others = [*all_of_them.values(), *_models()]
    needs = {
        name: {other for other, _, _ in _needs(each, extras if name == "formcheck" else ())}
        for name, each in parts.items()
    }
    refs = {name: each["bom-ref"] for name, each in {"formcheck": product, **all_of_them}.items()}
    content = json.dumps([product, others], sort_keys=True)
    return {
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "serialNumber": f"urn:uuid:{uuid.uuid5(uuid.NAMESPACE_URL, content)}",
        "version": 1,
        "metadata": {
            "timestamp": datetime.now(UTC).isoformat(timespec="seconds"),
            "component": product | {"type": "application"},
        },
        "components": others,
        "dependencies": [
            {"ref": refs[name], "dependsOn": sorted(refs[each] for each in needed & refs.keys())}
            for name, needed in needs.items()
        ],
    }


def complaints(parts: Mapping[str, Distribution], *, native: bool = True) -> list[str]:
    """Return a sentence for each licence that is unknown or not allowed."""
    found = []
    for name, distribution in parts.items():
        declared = licence(distribution)
        if not is_allowed(declared):
            found.append(f"{name} {distribution.version} declares {declared or 'no licence'}.")
        if native:
            unknown = [k for k, its in native_libraries(name, distribution).items() if not its]
            found += [f"{name} carries {each}: its licence is not in NATIVE." for each in unknown]
    return found


def installed_in(environment: Path | None) -> list[Distribution]:
    """Return what is installed in an environment; None is that of this interpreter."""
    if environment is None:
        return list(distributions())
    places = [*environment.glob("lib/python3*/site-packages"), environment / "Lib/site-packages"]
    return list(distributions(path=[str(place) for place in places if place.is_dir()]))


def main() -> int:
    """Write what is asked for, and complain of licences."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--environment", type=Path, help="a venv; this interpreter's if not given")
    parser.add_argument("--extras", action="store_true", help="optional packages too")
    parser.add_argument("--output", type=Path, help="the bill of materials, CycloneDX JSON")
    parser.add_argument("--texts", type=Path, help="the texts of all licences")
    chosen = parser.parse_args()
    extras = EXTRAS if chosen.extras else ()
    parts = packages(installed_in(chosen.environment), extras)
    if chosen.output:
        chosen.output.write_text(json.dumps(bill(parts, extras), indent=1) + "\n", encoding="utf-8")
    if chosen.texts:
        chosen.texts.write_text(licence_texts(parts), encoding="utf-8")
    trouble = complaints(parts)
    print("\n".join(trouble) or f"{len(parts)} packages, every licence known and allowed.")
    return bool(trouble)


if __name__ == "__main__":
    sys.exit(main())
