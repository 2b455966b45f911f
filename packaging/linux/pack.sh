#!/usr/bin/env bash
# Packs build/bundle/dist/formcheck as dist/formcheck_VERSION_ARCH.deb and a .tar.xz of the folder.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."

out=build/bundle
tree="$out/deb"
version="$("$out/dist/formcheck/formcheck" --version | awk '{print $NF}')"
arch="$(dpkg --print-architecture)"
share="$tree/usr/share"
rm -rf "$tree"
mkdir -p "$tree/opt" "$tree/usr/bin" "$tree/DEBIAN" dist

put() { install -D -m 644 "$1" "$2"; }

cp -al "$out/dist/formcheck" "$tree/opt/formcheck"
ln -s /opt/formcheck/formcheck /opt/formcheck/formcheck-ui "$tree/usr/bin/"
put packaging/linux/formcheck.desktop "$share/applications/formcheck.desktop"
put packaging/linux/formcheck.xml "$share/mime/packages/formcheck.xml"
put packaging/linux/copyright "$share/doc/formcheck/copyright"
put ui/formcheck_ui/images/formcheck.svg "$share/icons/hicolor/scalable/apps/formcheck.svg"
for icon in "$out"/icons/formcheck-*.png; do
    size="${icon##*-}" size="${size%.png}"
    put "$icon" "$share/icons/hicolor/${size}x$size/apps/formcheck.png"
done
put packaging/man/formcheck.1 "$share/man/man1/formcheck.1"
gzip -9n "$share/man/man1/formcheck.1"
put packaging/completion/formcheck.bash "$share/bash-completion/completions/formcheck"
put packaging/completion/formcheck.zsh "$share/zsh/vendor-completions/_formcheck"
put packaging/completion/formcheck.fish "$share/fish/vendor_completions.d/formcheck.fish"

size="$(du -sk --exclude DEBIAN "$tree" | cut -f1)"
depends="$("$out/venv/bin/python" packaging/pyinstaller/slim.py)"
sed -e "s/@DEPENDS@/$depends/; s/@VERSION@/$version/; s/@ARCH@/$arch/; s/@SIZE@/$size/" \
    packaging/linux/control >"$tree/DEBIAN/control"
dpkg-deb --root-owner-group -Zxz --build "$tree" "dist/formcheck_${version}_$arch.deb"

# The same folder for other systems: unpack it anywhere and start formcheck-ui in it.
tar -C "$out/dist" --owner=0 --group=0 -cf - formcheck |
    xz -T0 -6 >"dist/formcheck-$version-linux-$arch.tar.xz"
du -m "$out/dist/formcheck" -s
du -m "dist/formcheck_${version}_$arch.deb" "dist/formcheck-$version-linux-$arch.tar.xz"
