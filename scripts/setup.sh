#!/usr/bin/env bash
# Everything this machine needs, and nothing twice: setup.sh demo | setup.sh test
# Debian's packages where they are missing, .venv from the locked and hashed requirements, the compiled translations.
set -euo pipefail
cd "$(dirname "$0")/.."
purpose=${1:-test}
case "$purpose" in
  demo) lock=requirements.lock ;;
  test) lock=requirements-dev.lock ;;
  *) echo "Use: scripts/setup.sh demo, or scripts/setup.sh test." >&2; exit 2 ;;
esac

stop() {
  printf '\n%s\n' "$*" >&2
  exit 1
}

uv=""
! uv --version >/dev/null 2>&1 || uv=uv
# The certificates of the system, which know the proxy of an office that reads along.
export UV_SYSTEM_CERTS=1 UV_NATIVE_TLS=1

# -- Python: the first that runs (a shim on the PATH may not), is new enough and can make a .venv. The system's own before one that
# somebody built: a server runs it, and distributions build it with the optimizations that by hand are mostly left out (a tenth).
new_enough() { "$1" -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1; }
can_begin() { new_enough "$1" && { [ -n "$uv" ] || "$1" -c 'import ensurepip' >/dev/null 2>&1; }; }
python=""
for is_good in can_begin new_enough; do
  for candidate in /usr/bin/python3 python3 python3.13 python3.12 python3.11; do
    if [ -z "$python" ] && "$is_good" "$candidate"; then python=$candidate; fi
  done
done
[ -n "$python" ] || stop "Driehoek needs Python 3.11 or newer as python3; here is $(python3 --version 2>/dev/null || echo "no working python3")."

# -- The validator of HTML: a Java program that npm publishes, of one version and one hash
vnu_version=26.9.27
vnu_sha256=5970d3ffca91a627cf0965e5d91bb2e4242307c29292998de0b419d6a901b2b7
has_validator() { [ "$(cat .setup/vnu.installed 2>/dev/null)" = "$vnu_sha256" ] && [ -e .setup/vnu.jar ]; }
install_validator() {
  echo "Installing the validator of HTML, version $vnu_version"
  local folder
  folder=$(mktemp -d)
  (cd "$folder" && npm pack --silent "vnu-jar@$vnu_version" >/dev/null) || stop "npm could not fetch vnu-jar $vnu_version."
  echo "$vnu_sha256  $folder/vnu-jar-$vnu_version.tgz" | sha256sum --check --quiet - || stop "vnu-jar is not the file that was pinned."
  tar -xzf "$folder/vnu-jar-$vnu_version.tgz" -C "$folder"
  mv "$folder/package/build/dist/vnu.jar" .setup/vnu.jar
  echo "$vnu_sha256" >.setup/vnu.installed
  rm -r "$folder"
}

# -- System packages: asked by what they give, so that another distribution or a hand-made installation counts as well
missing=()
need() { # need PACKAGE TEST…
  local package=$1
  shift
  "$@" >/dev/null 2>&1 || missing+=("$package")
}
has_server() { compgen -G '/usr/lib/postgresql/*/bin/initdb' || command -v initdb; }
has_library() { "$python" -c 'import ctypes, sys; ctypes.CDLL(sys.argv[1])' "$1"; }
need gettext command -v msgfmt
need libpangoft2-1.0-0 has_library libpangoft2-1.0.so.0
[ -n "$uv" ] || [ -x .venv/bin/pip ] || need python3-venv "$python" -c 'import ensurepip'
if [ "$purpose" = test ]; then
  need chromium command -v chromium
  need libatomic1 has_library libatomic.so.1 # for the node inside Playwright
  need poppler-utils command -v pdftotext
  need postgresql has_server
  # The validator of HTML runs in Java; npm only fetches it.
  need default-jre-headless command -v java
  has_validator || need npm command -v npm
fi

install_packages() {
  local root=() install=(apt-get install -y --no-install-recommends -o DPkg::Lock::Timeout=300 -o Acquire::Retries=3)
  local by_hand="apt-get update && apt-get install -y --no-install-recommends ${missing[*]}"
  command -v apt-get >/dev/null || stop "Driehoek needs these Debian packages, or what this system calls them: ${missing[*]}."
  if [ "$(id -u)" != 0 ]; then
    sudo -n true 2>/dev/null || stop "Some system packages are missing and only root may install them. Run this as root, then try again:
  $by_hand"
    root=(sudo -n)
  fi
  echo "Installing from the system's packages: ${missing[*]}"
  export DEBIAN_FRONTEND=noninteractive
  "${root[@]}" apt-get update -qq
  if [[ " ${missing[*]} " == *" postgresql "* ]]; then
    # The tests start a server of their own; Debian would start one that nobody asked for.
    "${root[@]}" mkdir -p /etc/postgresql-common
    [ -e /etc/postgresql-common/createcluster.conf ] ||
      echo "create_main_cluster = false" | "${root[@]}" tee /etc/postgresql-common/createcluster.conf >/dev/null
  fi
  "${root[@]}" env DEBIAN_FRONTEND=noninteractive UCF_FORCE_CONFFOLD=1 "${install[@]}" "${missing[@]}" </dev/null >.setup/apt.log 2>&1 ||
    { tail -n 20 .setup/apt.log >&2; stop "Installing failed; .setup/apt.log tells more. By hand, as root: $by_hand"; }
}
mkdir -p .setup
[ ${#missing[@]} = 0 ] || install_packages

# -- What only makes the tests faster: installed where that asks nobody anything, and tried once
prefer() { # prefer PACKAGE, which gives a command of that name
  local root=() note=.setup/without-$1
  if command -v "$1" >/dev/null || [ -e "$note" ]; then return; fi
  [ "$(id -u)" = 0 ] || root=(sudo -n)
  echo "Installing $1, with which the tests in the browser take a third less"
  { "${root[@]}" apt-get update -qq && "${root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends \
    -o DPkg::Lock::Timeout=300 "$1"; } </dev/null >.setup/apt.log 2>&1 || touch "$note"
}
[ "$purpose" != test ] || prefer chromium-headless-shell

# Beside the packages of Python, for it waits for the network most of the time.
[ "$purpose" != test ] || has_validator || install_validator &
validator=$!

# -- .venv: only when the lock file is another one than last time
if ! new_enough .venv/bin/python; then
  rm -rf .venv
  if [ -n "$uv" ]; then uv venv --quiet --python "$python" .venv; else "$python" -m venv .venv; fi
fi
stamp_of() { sha256sum "$1" | cut -d ' ' -f 1; }
is_installed() { [ "$(cat ".venv/$1.installed" 2>/dev/null)" = "$(stamp_of "$1")" ]; }
by_pip() {
  .venv/bin/python -m pip --version >/dev/null 2>&1 || .venv/bin/python -m ensurepip >/dev/null
  # What nothing imports is not compiled: a third of the time.
  .venv/bin/python -m pip install --quiet --disable-pip-version-check --no-deps --no-compile --require-hashes -r "$1"
}
by_uv() { "$uv" pip install --quiet --python .venv/bin/python --require-hashes -r "$1"; }
if ! is_installed "$lock"; then
  echo "Installing Python packages from $lock"
  # uv takes a fifth of the time of pip. Where it cannot be had, or where only pip was told where packages are, pip does it.
  if [ -z "$uv" ] && by_pip requirements-setup.lock >/dev/null 2>&1; then uv=.venv/bin/uv; fi
  { [ -n "$uv" ] && by_uv "$lock" 2>.setup/uv.log; } || by_pip "$lock"
  stamp_of "$lock" >".venv/$lock.installed"
  # What the tests install contains what the demonstration installs, version for version (make check holds them to it).
  [ "$purpose" != test ] || stamp_of requirements.lock >.venv/requirements.lock.installed
fi

PYTHON=.venv/bin/python scripts/messages.sh compile
wait "$validator"
