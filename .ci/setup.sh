#!/usr/bin/env bash
# Makes the isolated environment .venv and whatever the system lacks for it.
#
#   .ci/setup.sh run    what `make demo` needs
#   .ci/setup.sh dev    what `make test` needs besides
#
# Runs again in a fraction of a second when nothing has changed.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

mode="${1:-run}"
venv=".venv"
stamp="$venv/.formcheck-$mode"

say() { printf '%s\n' "$*" >&2; }
die() { say "setup: $1"; [ -z "${2:-}" ] || say "  $2"; exit 1; }

find_python() {
    local candidate
    for candidate in "${PYTHON:-}" python3.11 python3.12 python3.13 python3; do
        [ -n "$candidate" ] || continue
        if "$candidate" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
            printf '%s\n' "$candidate"
            return
        fi
    done
    die "Python 3.11 or newer is needed and was not found." "Debian 12: apt-get install python3"
}

as_root() {
    if [ "$(id -u)" -eq 0 ]; then
        "$@"
    elif command -v sudo >/dev/null && { [ -t 0 ] || sudo -n true 2>/dev/null; }; then
        sudo "$@"
    else
        return 97
    fi
}

# apt_install PACKAGE...: 0 when installed, 1 when this machine cannot do it from here
apt_install() {
    command -v apt-get >/dev/null || return 1
    say "setup: installing system packages: $*"
    local log code=0
    log="$(mktemp)"
    {
        as_root env DEBIAN_FRONTEND=noninteractive apt-get update -q &&
            as_root env DEBIAN_FRONTEND=noninteractive \
                apt-get install -y -q --no-install-recommends "$@"
    } </dev/null >"$log" 2>&1 || code=$?
    if [ "$code" -ne 0 ] && [ "$code" -ne 97 ]; then tail -n 15 "$log" >&2; fi
    rm -f "$log"
    return "$code"
}

install_system_libraries() {
    local wanted=() tools=() option=()
    if [ "$mode" = dev ] || [ -n "${DISPLAY:-}" ]; then option+=(--x11); fi
    if [ -n "${WAYLAND_DISPLAY:-}" ]; then option+=(--wayland); fi
    mapfile -t wanted < <("$python" formcheck/cli/system_libraries.py "${option[@]}")
    [ -n "${wanted[0]:-}" ] || wanted=()
    if [ "$mode" = dev ]; then # the tests that need one of these skip without it
        command -v Xvfb >/dev/null || tools+=(xvfb)
        command -v xdotool >/dev/null || tools+=(xdotool)
        command -v strace >/dev/null || tools+=(strace)
        command -v groff >/dev/null || tools+=(groff-base)
    fi
    [ "$((${#wanted[@]} + ${#tools[@]}))" -gt 0 ] || return 0
    if ! apt_install "${wanted[@]}" "${tools[@]}"; then
        say "setup: these system packages (Debian names) are missing and could not be installed:"
        say "  ${wanted[*]} ${tools[*]}"
        say "  Install them as root (or run this where sudo works), then run make again."
        [ "${#wanted[@]}" -eq 0 ] || exit 1
    fi
}

make_venv() {
    if [ -x "$venv/bin/python" ] && "$venv/bin/python" -m pip --version >/dev/null 2>&1; then
        return
    fi
    rm -rf "$venv"
    if "$python" -m venv "$venv" >/dev/null 2>&1; then return; fi
    rm -rf "$venv"
    if apt_install python3-venv && "$python" -m venv "$venv" >/dev/null 2>&1; then return; fi
    rm -rf "$venv"
    # Neither the venv module nor the rights to add it: virtualenv brings its own pip.
    if "$python" -m pip install --user --quiet virtualenv >/dev/null 2>&1 &&
        "$python" -m virtualenv --quiet "$venv"; then return; fi
    die "No isolated environment could be made with $python." \
        "Debian 12: as root, apt-get install python3-venv"
}

fingerprint() {
    { cat pyproject.toml .ci/setup.sh formcheck/cli/system_libraries.py; printf '%s' "$PWD"; } |
        sha256sum
}

[ "$mode" = run ] || [ "$mode" = dev ] || die "unknown mode '$mode'" "use run or dev"
wanted_stamp="$(fingerprint)${DISPLAY:+ x11}${WAYLAND_DISPLAY:+ wayland}"
if [ -x "$venv/bin/formcheck" ] && [ "$(cat "$stamp" 2>/dev/null)" = "$wanted_stamp" ]; then
    exit 0
fi

python="$(find_python)"
install_system_libraries
make_venv
say "setup: installing FormCheck and what it needs into $venv (a few minutes the first time)"
target="."
if [ "$mode" = dev ]; then target=".[dev]"; fi
"$venv/bin/python" -m pip install --disable-pip-version-check -qq --editable "$target" \
    </dev/null >&2 || die "The packages could not be installed." "Is the package index reachable?"
printf '%s' "$wanted_stamp" >"$stamp"
