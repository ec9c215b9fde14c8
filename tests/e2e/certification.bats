#!/usr/bin/env bats
# The certification client of Debian's golang-github-varlink-go-dev against our daemon. It is built
# once, from what the package holds, without a network; the program is kept in build/.

load helper

SOURCE=github.com/varlink/go/cmd/varlink-go-certification
GOCODE=/usr/share/gocode
CLIENT=build/varlink-go-certification

setup_file() {
    if [ "$CLIENT" -ot "$GOCODE/src/$SOURCE/main.go" ]; then
        mkdir -p build
        GOPATH=$GOCODE GO111MODULE=off GOFLAGS=-trimpath GOCACHE="$BATS_FILE_TMPDIR/go" \
            go build -o "$CLIENT" "$SOURCE"
    fi
    prepare && start
}

teardown_file() { BATS_TEST_COMPLETED=1 clean; }

# issue 2: "the certification client of Debian's varlink-go passes"
@test "the certification client passes" {
    run timeout 20 "$CLIENT" -client -varlink "unix:$FOLDER/socket"
    echo "$output"
    [ "$status" -eq 0 ]
    # It says so in words and leaves with 0 either way.
    shows "End: 'true'"
    [ "$(grep -c '^ *Receive: .Reply number' <<<"$output")" -eq 10 ]
}

@test "the description is the official one, but for its comments" {
    words() {
        sed 's/#.*//' "$1" | tr -s ' \n' ' '
    }
    official=$GOCODE/src/$SOURCE/orgvarlinkcertification/org.varlink.certification.varlink
    [ "$(words common/interfaces/org.varlink.certification.varlink)" = "$(words "$official")" ]
}
