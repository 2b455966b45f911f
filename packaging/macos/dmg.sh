#!/usr/bin/env bash
# A disk image of the FormCheck.app that packaging/build.sh leaves in build/bundle/dist.
# Written and never run: no Mac was at hand.  The program is not signed and not notarised, which
# takes an Apple developer's account: macOS lets it start after "Open anyway" in its settings.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."

version="$(build/bundle/dist/formcheck/formcheck --version | awk '{print $NF}')"
stage=build/bundle/dmg
rm -rf "$stage"
mkdir -p "$stage" dist
cp -R build/bundle/dist/FormCheck.app "$stage/"
ln -s /Applications "$stage/Applications"
hdiutil create -volname FormCheck -srcfolder "$stage" -ov -format UDZO \
    "dist/formcheck-$version-macos-$(uname -m).dmg"
