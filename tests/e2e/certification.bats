#!/usr/bin/env bats
# The certification client of Debian's golang-github-varlink-go-dev against our daemon. It is built
# once, from what the package holds, without a network; the program is kept in build/.

setup_file() {
    cd "$BATS_TEST_DIRNAME/../.." || return
    export GOPATH=/usr/share/gocode GO111MODULE=off GOFLAGS=-trimpath
    export GOCACHE="$BATS_FILE_TMPDIR/go"
    export SOURCE=github.com/varlink/go/cmd/varlink-go-certification
    export CLIENT=build/varlink-go-certification
    if [ "$CLIENT" -ot "$GOPATH/src/$SOURCE/main.go" ]; then
        mkdir -p build
        go build -o "$CLIENT" "$SOURCE"
    fi
}

setup() {
    cd "$BATS_TEST_DIRNAME/../.." || return
    KITHD=${KITHD:-build/${VARIANT:-debug}/kithd}
    PIDFILE=$BATS_TEST_TMPDIR/pid
}

teardown() {
    if [ -e "$PIDFILE" ]; then
        kill "$(cat "$PIDFILE")"
        tail -s 0.05 --pid="$(cat "$PIDFILE")" -f /dev/null
    fi
}

start_daemon() {
    local folder=$1
    cat >"$folder/kith.conf" <<CONF
socket = { path = "$folder/socket"; };
store = { database = "$folder/kith.db"; keys = "$folder/keys.db";
          master_key = "$folder/masterkey"; };
CONF
    "$KITHD" --config "$folder/kith.conf" --init-keys >/dev/null
    tests/e2e/start "$PIDFILE" "$KITHD" --config "$folder/kith.conf"
}

# issue 2: "the certification client of Debian's varlink-go passes"
@test "the certification client passes" {
    start_daemon "$BATS_TEST_TMPDIR"
    run timeout 20 "$CLIENT" -client -varlink "unix:$BATS_TEST_TMPDIR/socket"
    echo "$output"
    [ "$status" -eq 0 ]
    # It says so in words and leaves with 0 either way.
    [ "${lines[-1]}" = "End: 'true'" ]
    [ "$(echo "$output" | grep -c '^ *Receive: .Reply number')" -eq 10 ]
}

@test "the description is the official one, but for its comments" {
    words() {
        sed 's/#.*//' "$1" | tr -s ' \n' ' '
    }
    official=$GOPATH/src/$SOURCE/orgvarlinkcertification/org.varlink.certification.varlink
    ours=$(find common/interfaces tests -name org.varlink.certification.varlink)
    [ "$(words "$ours")" = "$(words "$official")" ]
}
