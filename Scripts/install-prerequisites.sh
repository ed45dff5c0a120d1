#!/usr/bin/env bash
# Installs what Strata needs and this machine lacks: the headers of libpq, and a Postgres server
# unless DATABASE_URL or PGHOST names one; with --tests also what the tests talk to, PgBouncer and
# openssl; with --page what drives the demo's page, Chromium; with --wrk or --sqlmap that program. Does
# nothing when everything is there.
set -euo pipefail
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

has_libpq() {
    command -v pkg-config >/dev/null && pkg-config --exists libpq
}

# Looks where LocalPostgres looks; see PostgresInstallation.find.
has_server() {
    local folder
    for folder in "${PG_BIN:-}" "$(pg_config --bindir 2>/dev/null || true)" \
        /usr/lib/postgresql/*/bin /usr/pgsql-*/bin \
        /opt/homebrew/opt/postgresql@*/bin /usr/local/opt/postgresql@*/bin \
        /Applications/Postgres.app/Contents/Versions/*/bin; do
        if [[ -n "$folder" && -x "$folder/postgres" && -x "$folder/initdb" ]]; then
            return 0
        fi
    done
    command -v postgres >/dev/null && command -v initdb >/dev/null
}

as_root() {
    if [[ "$(id -u)" == 0 ]]; then
        "$@"
    elif command -v sudo >/dev/null; then
        say "    (sudo may ask for your password)"
        sudo "$@"
    else
        fail "installing needs root, and there is no sudo here; run as root: $*"
    fi
}

apt_install() {
    as_root env DEBIAN_FRONTEND=noninteractive apt-get install --yes --no-install-recommends "$@"
}

# Debian's server package would also create a system-wide cluster and start it on port 5432. Nobody
# asked for that, so it is told not to while we install it. Where postgresql-common is there already,
# its owner has decided about this, and we leave the setting alone. It is put back afterwards.
apt_install_server() {
    local settings=/etc/postgresql-common/createcluster.conf
    if dpkg-query --show --showformat='${Status}' postgresql-common 2>/dev/null |
        grep -q 'ok installed'; then
        apt_install postgresql
        return
    fi
    apt_install postgresql-common
    as_root cp -p "$settings" "$settings.strata"
    as_root sh -c "echo 'create_main_cluster = false' >>'$settings'"
    local status=0
    apt_install postgresql || status=$?
    as_root mv "$settings.strata" "$settings"
    return "$status"
}

# Debian's package also starts a PgBouncer for the whole machine. Nobody asked for that.
apt_install_pgbouncer() {
    apt_install pgbouncer
    if command -v systemctl >/dev/null && systemctl is-active --quiet pgbouncer; then
        as_root systemctl disable --now --quiet pgbouncer
    fi
}

install_with_apt() {
    say "==> apt-get update: fetching the current package lists"
    as_root apt-get update --quiet
    if [[ "$needs_libpq" == yes ]]; then
        say "==> Installing libpq-dev and pkg-config: PGWire is compiled against libpq"
        apt_install libpq-dev pkg-config
    fi
    if [[ "$needs_server" == yes ]]; then
        say "==> Installing postgresql: the demo and the tests start a private server from it"
        apt_install_server
    fi
    if [[ "$needs_pgbouncer" == yes ]]; then
        say "==> Installing pgbouncer: the tests run behind one"
        apt_install_pgbouncer
    fi
    if [[ "$needs_openssl" == yes ]]; then
        say "==> Installing openssl: the tests make certificates with it"
        apt_install openssl
    fi
    if [[ -n "$needed_program" ]]; then
        say "==> Installing $needed_program"
        apt_install "$needed_program" curl python3-venv
    fi
    if [[ "$needs_browser" == yes ]]; then
        say "==> Installing chromium and its driver: the tests of the demo's page look at it in one"
        apt_install chromium chromium-driver python3 python3-venv
    fi
}

install_with_brew() {
    if [[ "$needs_libpq" == yes ]]; then
        say "==> Installing libpq and pkgconf: PGWire is compiled against libpq"
        brew install libpq pkgconf
    fi
    if [[ "$needs_server" == yes ]]; then
        say "==> Installing postgresql@17: the demo and the tests start a private server from it"
        brew install postgresql@17
    fi
    if [[ "$needs_pgbouncer" == yes ]]; then
        say "==> Installing pgbouncer: the tests run behind one"
        brew install pgbouncer
    fi
    if [[ -n "$needed_program" ]]; then
        say "==> Installing $needed_program"
        brew install "$needed_program"
    fi
    if [[ "$needs_browser" == yes ]]; then
        say "==> Installing chromium and its driver: the tests of the demo's page look at it in one"
        brew install --cask chromium chromedriver
    fi
}

has_pgbouncer() {
    command -v pgbouncer >/dev/null || [[ -x /usr/sbin/pgbouncer ]]
}

has_python() {
    python3 -c 'import ensurepip, venv' 2>/dev/null
}

has_browser() {
    command -v chromium >/dev/null && command -v chromedriver >/dev/null && has_python
}

# A program, and what the scripts that use it need besides.
has_program() {
    command -v "$1" >/dev/null && command -v curl >/dev/null && has_python
}

needs_libpq=no
needs_server=no
needs_pgbouncer=no
needs_openssl=no
needed_program=
needs_browser=no
has_libpq || needs_libpq=yes
has_given_server || has_server || needs_server=yes
if [[ "${1:-}" == --tests ]]; then
    has_pgbouncer || needs_pgbouncer=yes
    command -v openssl >/dev/null || needs_openssl=yes
fi
if [[ "${1:-}" == --page ]]; then
    has_browser || needs_browser=yes
fi
case "${1:-}" in
--wrk | --sqlmap)
    has_program "${1#--}" || needed_program=${1#--}
    ;;
esac

needed="$needs_libpq$needs_server$needs_pgbouncer$needs_openssl$needs_browser$needed_program"
if [[ "$needed" == nonononono ]]; then
    exit 0
fi

if command -v apt-get >/dev/null; then
    install_with_apt
elif command -v brew >/dev/null; then
    install_with_brew
else
    [[ "$needs_libpq" == no ]] || say "Missing: the headers of libpq (version 15 or newer) and pkg-config."
    [[ "$needs_server" == no ]] || say "Missing: a Postgres server; or set DATABASE_URL to use another one."
    [[ "$needs_pgbouncer" == no ]] || say "Missing: pgbouncer."
    [[ "$needs_openssl" == no ]] || say "Missing: openssl."
    [[ "$needs_browser" == no ]] || say "Missing: chromium, chromedriver, or Python with venv."
    [[ -z "$needed_program" ]] || say "Missing: $needed_program, curl, or Python with venv."
    fail "neither apt-get nor brew is here; install the above with your system's package manager"
fi

has_libpq || fail "libpq was installed, but pkg-config does not find it"
has_given_server || has_server || fail "postgresql was installed, but no server was found; set PG_BIN"
