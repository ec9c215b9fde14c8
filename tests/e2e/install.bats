#!/usr/bin/env bats
# make install, into folders that nobody uses.

load helper

setup_file() {
    [ -x build/release/kithd ] || install_make VARIANT=release all >/dev/null
}

setup() {
    DESTDIR=$(mktemp -d "${TMPDIR:-/tmp}/kith-e2e-XXXXXX")
    export DESTDIR
}

teardown() { rm -rf "$DESTDIR"; }

# make, as if it were not called from within another.
install_make() { env -u MAKEFLAGS -u MFLAGS -u MAKEOVERRIDES -u MAKELEVEL -u PREFIX make -s "$@"; }

# Every file with its mode, for a prefix, a folder of units and one of configuration.
files() {
    sort <<END
755 $1/sbin/kithd
755 $1/bin/kith
644 $1/share/man/man8/kithd.8
644 $1/share/man/man1/kith.1
644 $1/share/man/man5/kith.conf.5
644 $1/share/bash-completion/completions/kith
644 $1/lib/sysusers.d/kith.conf
644 $1/lib/tmpfiles.d/kith.conf
644 $2/kithd.socket
644 $2/kithd.service
644 $3/kithd/kith.conf
END
}

installed() { find "$DESTDIR" ! -type d -printf '%m /%P\n' | sort; }

# What an installation on the machine itself would change.
machine() {
    cat /etc/passwd /etc/group
    ls -lnd --time-style=full-iso /etc/kithd /etc/kithd/* /run/kithd /run/varlink/registry/* \
        /usr/local/sbin/kithd /usr/local/bin/kith 2>&1 || true
}

# issue 2: "`make && make install` (PREFIX, DESTDIR)"
@test "with PREFIX=/usr every file is where Debian looks for it" {
    run install_make install DESTDIR="$DESTDIR" PREFIX=/usr
    [ "$status" -eq 0 ]
    diff <(installed) <(files /usr /lib/systemd/system /etc)
    grep -qx 'ExecStart=/usr/sbin/kithd' "$DESTDIR/lib/systemd/system/kithd.service"
    grep -q '^ExecPaths=/usr/sbin/kithd ' "$DESTDIR/lib/systemd/system/kithd.service"
}

@test "without PREFIX every file is below /usr/local" {
    run install_make install DESTDIR="$DESTDIR"
    [ "$status" -eq 0 ]
    diff <(installed) <(files /usr/local /usr/local/lib/systemd/system /etc)
    grep -qx 'ExecStart=/usr/local/sbin/kithd' \
        "$DESTDIR/usr/local/lib/systemd/system/kithd.service"
    if grep -rE "@s?bindir@" "$DESTDIR"; then false; fi
}

@test "with DESTDIR nothing is touched outside it, nor is there a user, a key or a sheet" {
    machine >"$BATS_TEST_TMPDIR/before"
    run install_make install DESTDIR="$DESTDIR" PREFIX=/no-such-prefix SYSCONFDIR=/no-such-etc
    [ "$status" -eq 0 ]
    [ -z "$output" ]
    diff <(installed) <(files /no-such-prefix /no-such-prefix/lib/systemd/system /no-such-etc)
    [ ! -e /no-such-prefix ]
    [ ! -e /no-such-etc ]
    machine | diff "$BATS_TEST_TMPDIR/before" -
}

@test "everybody can read what is installed, whatever the umask" {
    umask 077
    install_make install DESTDIR="$DESTDIR" PREFIX=/usr
    umask 022
    diff <(installed) <(files /usr /lib/systemd/system /etc)
    [ -z "$(find "$DESTDIR" -mindepth 1 -type d ! -perm 755)" ]
}

@test "a second installation keeps the configuration as it was edited, and renews the rest" {
    install_make install DESTDIR="$DESTDIR" PREFIX=/usr
    echo 'kiosk = { idle_seconds = 30; };' >"$DESTDIR/etc/kithd/kith.conf"
    echo old >"$DESTDIR/usr/share/man/man1/kith.1"
    install_make install DESTDIR="$DESTDIR" PREFIX=/usr
    grep -qx 'kiosk = { idle_seconds = 30; };' "$DESTDIR/etc/kithd/kith.conf"
    cmp client/kith.1 "$DESTDIR/usr/share/man/man1/kith.1"
}

@test "what is installed runs, and is no test build" {
    install_make install DESTDIR="$DESTDIR" PREFIX=/usr
    run "$DESTDIR/usr/sbin/kithd" --check --config "$DESTDIR/etc/kithd/kith.conf"
    [ "$status" -eq 0 ]
    shows "is fine"
    run "$DESTDIR/usr/sbin/kithd" --help
    case $output in *--clock*) false ;; esac
    run "$DESTDIR/usr/bin/kith" help
    [ "$status" -eq 0 ]
    shows "Need someone now?"
    # The completion is one that bash loads by the command's name.
    # shellcheck disable=SC2016  # for the shell that completes
    run env PATH="$DESTDIR/usr/bin:$PATH" bash --norc -c '. "$1" && COMP_WORDS=(kith chore as) &&
        COMP_CWORD=2 && _kith && printf "%s\n" "${COMPREPLY[@]}"' - \
        "$DESTDIR/usr/share/bash-completion/completions/kith"
    [ "$output" = assign ]
}
