#!/usr/bin/env bash
# Copy the third-party fonts, styles and script named in static/vendor/package.json into static/vendor. Run by hand after changing a version;
# the copies are committed, so that no installation needs npm.
set -euo pipefail
cd "$(dirname "$0")/.."
vendor=static/vendor
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cp "$vendor/package.json" "$work/"
[ ! -f "$vendor/package-lock.json" ] || cp "$vendor/package-lock.json" "$work/"
(cd "$work" && npm install --ignore-scripts --legacy-peer-deps --omit-lockfile-registry-resolved --no-audit --no-fund --silent)
cp "$work/package-lock.json" "$vendor/"

mkdir -p "$vendor/source-sans-3"
for cut in 400-normal 400-italic 600-normal 700-normal; do
  for script in latin latin-ext; do
    cp "$work/node_modules/@fontsource/source-sans-3/files/source-sans-3-$script-$cut.woff2" "$vendor/source-sans-3/"
  done
done
cp "$work/node_modules/@fontsource/source-sans-3/LICENSE" "$vendor/source-sans-3/"

# For the PDF: complete files, one per style, because two files of one style make WeasyPrint print wrong letters; as they came, because
# the licence keeps the name Source for files that nobody changed. The other two have the signs and emoji that Source Sans lacks.
mkdir -p "$vendor/source-sans" "$vendor/dejavu" "$vendor/noto-emoji"
for style in Regular It Semibold Bold; do
  cp "$work/node_modules/source-sans/TTF/SourceSans3-$style.ttf" "$vendor/source-sans/"
done
cp "$work/node_modules/source-sans/LICENSE.md" "$vendor/source-sans/"
cp "$work/node_modules/dejavu-fonts-ttf/ttf/DejaVuSans.ttf" "$work/node_modules/dejavu-fonts-ttf/LICENSE" "$vendor/dejavu/"
cp "$work/node_modules/@expo-google-fonts/noto-emoji/400Regular/NotoEmoji_400Regular.ttf" "$vendor/noto-emoji/"
cp "$work/node_modules/@expo-google-fonts/noto-emoji/LICENSE_FONT" "$vendor/noto-emoji/LICENSE"

mkdir -p "$vendor/idiomorph"
cp "$work/node_modules/idiomorph/dist/idiomorph.min.js" "$work/node_modules/idiomorph/LICENSE" "$vendor/idiomorph/"

: > "$vendor/utrecht.css"
for part in alert button link select skip-link textbox; do
  cat "$work/node_modules/@utrecht/$part-css/dist/index.css" >> "$vendor/utrecht.css"
done
sed -i 's/[[:space:]]*$//' "$vendor/utrecht.css"
(cd "$vendor" && find . -type f \( -name '*.woff2' -o -name '*.ttf' -o -name '*.css' -o -name '*.js' \) | sort | xargs sha256sum > SHA256SUMS)
