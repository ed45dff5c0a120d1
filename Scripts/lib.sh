# Shared by the scripts of this folder; source it, do not run it.

cd "$(dirname "${BASH_SOURCE[0]}")/.."

say() {
    printf '%s\n' "$*"
}

fail() {
    printf 'error: %s\n' "$*" >&2
    exit 1
}

# Homebrew keeps libpq out of the folders that pkg-config searches by itself.
if [[ "$(uname -s)" == Darwin ]]; then
    for prefix in /opt/homebrew/opt/libpq /usr/local/opt/libpq; do
        if [[ -d "$prefix/lib/pkgconfig" ]]; then
            export PKG_CONFIG_PATH="$prefix/lib/pkgconfig${PKG_CONFIG_PATH:+:$PKG_CONFIG_PATH}"
        fi
    done
fi

# step NAME COMMAND...: runs one step under a heading and says how long it took.
step() {
    local name=$1 began=$SECONDS
    shift
    printf '\n==> %s\n' "$name"
    if ! "$@"; then
        fail "$name failed after $((SECONDS - began)) s"
    fi
    printf '==> %s: done in %d s\n' "$name" "$((SECONDS - began))"
}

# Whether somebody else's server is to be used instead of one of our own.
has_given_server() {
    [[ -n "${DATABASE_URL:-}" || -n "${PGHOST:-}" ]]
}

# write_swift FILE PROGRAM: writes a Swift file with an awk program, and formats it. The program has a
# function list(template, count, separator): the template repeated, with each # as a number from 1.
write_swift() {
    awk '
        function list(template, count, separator,   text, i, part) {
            for (i = 1; i <= count; i++) {
                part = template
                gsub(/#/, i, part)
                text = text (i > 1 ? separator : "") part
            }
            return text
        }
    '"$2" >"$1"
    swift format --in-place "$1"
    say "wrote $1"
}
