#!/usr/bin/env bash
# Makes the programs that need no Python, in build/bundle; on Linux as .deb and .tar.xz in dist/.
# What Windows and macOS make of the folder stands beside this file.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

out=build/bundle
python="${PYTHON:-.venv/bin/python}"
bin="$out/venv/bin"
[ "${OS:-}" != Windows_NT ] || bin="$out/venv/Scripts"

[ -x "$bin/python" ] || [ -x "$bin/python.exe" ] || "$python" -m venv "$out/venv"
"$bin/python" -m pip install -q --disable-pip-version-check -r packaging/requirements.txt
# The OpenCV without windows of its own: 80 MB less, and one Qt in the program and not two.  pip
# would keep both, and they damage each other (docs/adr/0004-opencv-wheel.md).
"$bin/python" -m pip uninstall -q --yes opencv-contrib-python opencv-python-headless
"$bin/python" -m pip install -q --disable-pip-version-check --no-deps opencv-python-headless==5.0.0.93
# What is in the checkout now, whatever its version was before.
"$bin/python" -m pip install -q --disable-pip-version-check --no-deps --force-reinstall .

QT_QPA_PLATFORM=offscreen "$bin/python" packaging/icons.py "$out/icons"
# Not by `python -m`, which would take FormCheck from the checkout, without its models.
"$bin/pyinstaller" --noconfirm --log-level WARN \
    --workpath "$out/work" --distpath "$out/dist" packaging/pyinstaller/formcheck.spec

[ "$(uname -s)" != Linux ] || exec packaging/linux/pack.sh
