# shellcheck shell=bash disable=SC2034
# What the scripts share: the pinned versions, where the tools lie, and a few small helpers.
# Sourced, never run; it changes only the environment of the script that sources it.

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
tools=$root/.tools

rust_version=$(sed -n 's/^channel = "\(.*\)"/\1/p' "$root/rust-toolchain.toml")
wasm_target=wasm32-unknown-unknown
cargo_leptos_version=0.3.10 # 0.3.11 wants a newer Rust
binaryen_version=132.0.0    # wasm-opt, from npm

# cargo-leptos takes wasm-bindgen and wasm-opt from PATH and then downloads nothing.
PATH=$tools/bin:$PATH
command -v cargo >/dev/null || PATH=$PATH:${HOME:-/root}/.cargo/bin
export PATH

# scripts/setup installs the toolchain; cargo must not fetch anything on its own behind it.
export RUSTUP_AUTO_INSTALL=0

say() { printf '%s\n' "$*"; }
die() {
    printf '%s: %s\n' "$(basename "$0")" "$*" >&2
    exit 1
}
have() { command -v "$1" >/dev/null 2>&1; }

right_rustc() {
    case $(cd "$root" && rustc --version 2>/dev/null) in
    "rustc $rust_version "*) ;;
    *) return 1 ;;
    esac
}
# The same release may be installed under another name: as "stable", say.
pick_rust() {
    local name
    right_rustc && return
    for name in "$rust_version" stable; do
        if RUSTUP_TOOLCHAIN=$name right_rustc; then
            export RUSTUP_TOOLCHAIN=$name
            return
        fi
    done
    return 1
}
pick_rust || true

find_chromium() {
    local name
    for name in "${CHROMIUM:-}" chromium chromium-browser google-chrome google-chrome-stable; do
        [ -n "$name" ] && command -v "$name" && return
    done
    return 1
}

# Debian keeps those that serve off most people's PATH.
have_server() { have "$1" || [ -x "/usr/sbin/$1" ]; }

# The directory of the newest PostgreSQL's server programs (Debian keeps them off PATH).
find_postgres() {
    local dir
    dir=$(find /usr/lib/postgresql -path '*/bin/initdb' 2>/dev/null | sort -V | tail -n 1)
    [ -n "$dir" ] || dir=$(command -v initdb) || return 1
    dirname "$dir"
}

# For what is run by hand against the release: everything the browser tests need, and the release that is
# there, or else a new one.
ready_for_the_browser() {
    "$root/scripts/setup" test
    CHROMIUM=$(find_chromium)
    export CHROMIUM
    server=${CARGO_TARGET_DIR:-$root/target}/release/asn-digital
    if [ -x "$server" ] && [ -d "$root/target/site/pkg" ]; then
        say "$(basename "$0"): with the release built at $(date -r "$server" '+%Y-%m-%d %H:%M')"
    else
        say "$(basename "$0"): building the release"
        (cd "$root" && cargo leptos build --release --precompress)
    fi
}
