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

# Programs that would change the machine: these only note how they were called.
stand_ins() {
    local name
    mkdir "$DESTDIR/stand-ins"
    for name in systemd-sysusers systemd-tmpfiles systemctl; do
        printf '#!/bin/sh\necho %s "$@" >>"%s"\n' "$name" "$DESTDIR/called" >"$DESTDIR/stand-ins/$name"
        chmod 755 "$DESTDIR/stand-ins/$name"
    done
    : >"$DESTDIR/called"
    PATH=$DESTDIR/stand-ins:$PATH
}

# An installation on the machine itself, as far as that can be had in a folder: its configuration
# stands there already, and names a record there.
install_here() {
    mkdir -p "$DESTDIR/etc/kithd"
    printf 'store: { database = "%s/kith.db"; keys = "%s/keys.db"; };\n' "$DESTDIR" "$DESTDIR" \
        >"$DESTDIR/etc/kithd/kith.conf"
    machine >"$DESTDIR/before"
    run install_make install DESTDIR= PREFIX="$DESTDIR/usr" SYSCONFDIR="$DESTDIR/etc"
    machine | diff "$DESTDIR/before" -
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
    stand_ins
    run install_make install DESTDIR="$DESTDIR" PREFIX=/no-such-prefix SYSCONFDIR=/no-such-etc
    [ "$status" -eq 0 ]
    [ -z "$output" ]
    [ ! -s "$DESTDIR/called" ]
    rm -r "$DESTDIR/called" "$DESTDIR/stand-ins"
    diff <(installed) <(files /no-such-prefix /no-such-prefix/lib/systemd/system /no-such-etc)
    [ ! -e /no-such-prefix ]
    [ ! -e /no-such-etc ]
    machine | diff "$BATS_TEST_TMPDIR/before" -
}

# issue 2: "`make install` without DESTDIR runs sysusers and tmpfiles and makes the master key where
# there is none, printing the recovery sheet."
@test "without DESTDIR the users and folders are made, and one master key with its sheet" {
    local key=$DESTDIR/etc/kithd/masterkey before groups
    stand_ins
    install_here
    [ "$status" -eq 0 ]
    [ "$(grep -v systemctl "$DESTDIR/called")" = "\
systemd-sysusers $DESTDIR/usr/lib/sysusers.d/kith.conf
systemd-tmpfiles --create $DESTDIR/usr/lib/tmpfiles.d/kith.conf" ]
    [ "$(stat -c %a "$key")" = 400 ]
    # The key on the sheet is this one.
    shows "KITH RECOVERY SHEET"
    groups=$(grep -oE '([A-Z2-7]{4} ){6}[A-Z2-7]{4}' <<<"$output" | tr -d ' \n')
    [ "$(base32 -d <<<"${groups:0:52}====" | od -An -v -tx1 | tr -d ' \n')" = "$(cat "$key")" ]
    [ "${lines[-1]}" = "Now: systemctl enable --now kithd.socket" ]

    before=$(sha256sum "$key")
    : >"$DESTDIR/called"
    install_here
    [ "$status" -eq 0 ]
    [ "$(sha256sum "$key")" = "$before" ]
    [ "$output" = "The master key is there already; it stays as it is.
Now: systemctl enable --now kithd.socket" ]
    [ "$(grep -c 'systemd-' "$DESTDIR/called")" -eq 2 ]
}

@test "without DESTDIR a record without its master key gets no other, and that is said at the end" {
    stand_ins
    : >"$DESTDIR/keys.db"
    install_here
    [ "$status" -eq 0 ]
    [ "$output" = "\
kithd: no key was made: $DESTDIR/keys.db needs its own; make that again from the recovery sheet: kithd(8)
kith is installed. No master key was made: the line above says why, and what to do before the first start." ]
    [ ! -e "$DESTDIR/etc/kithd/masterkey" ]
    [ -x "$DESTDIR/usr/sbin/kithd" ]
}

@test "a key that systemd keeps encrypted is a key" {
    stand_ins
    mkdir -p "$DESTDIR/etc/kithd"
    : >"$DESTDIR/etc/kithd/masterkey.cred"
    install_here
    [ "$status" -eq 0 ]
    [ "${lines[0]}" = "The master key is there already; it stays as it is." ]
    [ ! -e "$DESTDIR/etc/kithd/masterkey" ]
}

@test "the service finds its configuration and its key where SYSCONFDIR puts them" {
    local unit=$DESTDIR/lib/systemd/system/kithd.service
    install_make install DESTDIR="$DESTDIR" PREFIX=/usr SYSCONFDIR=/srv/etc
    grep -qx 'ExecStart=/usr/sbin/kithd --config /srv/etc/kithd/kith.conf' "$unit"
    grep -qx 'LoadCredential=masterkey:/srv/etc/kithd/masterkey' "$unit"
    grep -q '^d /srv/etc/kithd ' "$DESTDIR/usr/lib/tmpfiles.d/kith.conf"
    if grep -r '[^v]/etc/kithd' "$unit" "$DESTDIR/usr/lib/tmpfiles.d/kith.conf"; then false; fi
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
