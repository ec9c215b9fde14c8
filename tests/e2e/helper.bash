# What the end-to-end tests share: a real daemon in a folder of its own, and callers.
# The clock of a test build stands at noon of Friday 27 November 2026 in New York.

: "${KITH_BUILD:=$PWD/build/debug}"
# shellcheck disable=SC2034 # for tests that need whole paths
ROOT=$PWD
CLOCK=2026-11-27T17:00:00Z
export NO_COLOR=1 LC_ALL=C.UTF-8 TZ=UTC

# A folder, a configuration and a master key.
prepare() {
    FOLDER=$(mktemp -d "${TMPDIR:-/tmp}/kith-e2e-XXXXXX")
    export FOLDER KITH_SOCKET=$FOLDER/socket
    cat >"$FOLDER/kith.conf" <<CONF
socket: { path = "$FOLDER/socket"; };
store: {
    database = "$FOLDER/kith.db";
    keys = "$FOLDER/keys.db";
    master_key = "$FOLDER/masterkey";
};
CONF
    "$KITH_BUILD/kithd" --config "$FOLDER/kith.conf" --init-keys >/dev/null
}

# Starts the daemon alone and returns when it is ready; what is given stands before the command:
# launch env LD_PRELOAD=shim.so
# shellcheck disable=SC2120 # tests give it words
launch() {
    local options=(--config "$FOLDER/kith.conf")
    [ -z "$CLOCK" ] || options+=(--clock "$CLOCK")
    tests/e2e/start "$FOLDER/pid" "$@" "$KITH_BUILD/kithd" "${options[@]}" 2>>"$FOLDER/log" 3>&-
}

# Starts the daemon and the callers' sockets; returns when both answer.
start() {
    local CLOCK=${1:-$CLOCK}
    # shellcheck disable=SC2119 # no words of our own
    launch
    open_doors
}

# The callers' sockets.
open_doors() {
    tests/e2e/callers "$FOLDER/as" "$FOLDER/socket" "$FOLDER/callers" \
        0 1001 1002 1003 1004 1005 1007 1100 2000 3>&-
}

# Ends the daemon with a signal, and waits until it is gone. A sanitizer's complaint is a failure.
# shellcheck disable=SC2120 # tests give it a signal
stop() {
    local pid
    [ ! -e "$FOLDER/callers" ] || tests/e2e/end "$(cat "$FOLDER/callers")" TERM
    rm -rf "$FOLDER/callers" "$FOLDER/as"
    [ -e "$FOLDER/pid" ] || return 0
    pid=$(cat "$FOLDER/pid")
    rm "$FOLDER/pid"
    tests/e2e/end "$pid" "${1:-TERM}" || return 1
    fails grep -E "Sanitizer|runtime error:" "$FOLDER/log"
}

# Puts the folder away; what the daemon wrote to its log is shown where something failed.
clean() {
    local failed=0
    # shellcheck disable=SC2119 # the usual signal
    stop || failed=1
    if [ "$failed" -ne 0 ] || [ -z "$BATS_TEST_COMPLETED" ]; then
        sed 's/^/# /' "$FOLDER/log" >&3
    fi
    rm -rf "$FOLDER"
    return "$failed"
}

# kith as user UID: as 1001 week --all
as() {
    local uid=$1
    shift
    "$KITH_BUILD/kith" --socket "$FOLDER/as/$uid" "$@"
}

# Maple: mike (1001) manages it; ann (1002), ben (1003) and cat (1004) live there; dan (1005) has
# left; 1100 is a kiosk. Oak has the manager olga (1007). Nobody knows 2000.
furnish() {
    as 0 house add maple "Maple House" --zone America/New_York --beds a,b,c,d
    as 0 house add oak "Oak House" --zone America/Chicago --beds a
    local person
    for person in mike:1001 ann:1002 ben:1003 cat:1004 dan:1005; do
        as 0 person add "${person%:*}" "${person%:*} of Maple" --house maple
        as 0 account add person "${person%:*}" --uid "${person#*:}" --house maple
    done
    as 0 person add olga "Olga of Oak" --house oak
    as 0 account add person olga --uid 1007 --house oak
    as 0 account add kiosk --uid 1100 --house maple
    as 0 account roles mike --grant manager --house maple
    as 0 account roles olga --grant manager --house oak
    as 1001 person admit ann --on 2026-06-01 --bed a --phone "+1 212 555 0101"
    as 1001 person admit ben --on 2026-08-15 --bed b
    as 1001 person admit cat --on 2026-11-20
    as 1001 person admit dan --on 2026-02-01 --bed c
    as 1001 person leave dan --on 2026-09-30 --ended-by resident
    as 1001 chore add dishes "Wash the dishes" --schedule daily --due 21:00
    as 1001 chore add trash "Take out the trash" --schedule mon,thu --due 20:00
} >/dev/null

# A place of that chore of maple's on that day that nobody has: leave_open CHORE DATE
leave_open() {
    sqlite3 -cmd ".timeout 5000" "$FOLDER/kith.db" \
        "insert into assignment (house, chore, on_date, due_at, state, place)
         select c.house, c.id, '$2', strftime('%s', '$2', c.due_minute || ' minutes') + 5 * 3600,
             'open', (select ifnull(max(place), 0) + 1 from assignment a
                      where a.chore = c.id and a.on_date = '$2')
         from chore c join house h on h.id = c.house
         where c.handle = '$1' and h.handle = 'maple'"
}

# A test in python: tests/e2e/wire.
wire() {
    KITH_BUILD=$KITH_BUILD tests/e2e/wire "$FOLDER"
}

# Fails where the command does not. (A mere ! is not noticed before the last line of a test.)
fails() {
    if "$@"; then
        printf 'this did not fail: %s\n' "$*" >&2
        return 1
    fi
}

# What `run` has put into $output has this in it: shows PART
shows() {
    # shellcheck disable=SC2154 # it is bats' own
    case $output in
    *"$1"*) return 0 ;;
    esac
    printf 'wanted: %s\nwas: %s\n' "$1" "$output" >&2
    return 1
}
