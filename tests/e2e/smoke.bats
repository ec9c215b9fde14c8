#!/usr/bin/env bats
# The program that people install: it does its work, and has nothing of what serves the tests.

load helper

KITH_BUILD=${KITH_RELEASE:-$PWD/build/release}
# Its clock is the machine's, and who calls is who they are: the daemon's own user.
export CLOCK=""

setup_file() { prepare && launch; }
teardown_file() { BATS_TEST_COMPLETED=1 clean; }

kith() {
    "$KITH_BUILD/kith" "$@"
}

# design, section 6: "`make check` also runs a smoke set on the release build"
@test "a first house is made, written to, read, and kept" {
    run kith server hello
    [ "$status" -eq 0 ]
    shows operator
    kith house add maple "Maple House" --zone America/New_York --beds a,b
    kith person add ann "Ann B." --house maple
    # Who runs the computer is not the house's manager before somebody is made that.
    run kith person admit ann --house maple
    [ "$status" -eq 1 ]
    kith person add mike "Mike A." --house maple
    kith account add person mike --uid "$(id -u)" --house maple
    kith account roles mike --grant manager --house maple
    kith person admit ann --house maple --bed a --phone "+1 212 555 0101"
    kith chore add dishes "Wash the dishes" --house maple --schedule daily
    kith chore assign dishes ann --house maple
    run kith week --all --house maple
    [ "$status" -eq 0 ]
    shows dishes
    kith audit seal
    run kith audit verify
    shows "The record is whole"
    stop
    [ ! -e "$FOLDER/kith.db-wal" ]
    launch
    run kith person list --house maple
    shows "Ann B."
    run kith audit verify
    shows "The record is whole"
}

# design, section 6: "asserts that it has none of this"
@test "it neither serves nor lists what is there for tests" {
    wire <<'PY'
    c = connect()
    interfaces = c.call("org.varlink.service.GetInfo")["interfaces"]
    assert "org.kith.Server" in interfaces
    for name, method in (("org.kith.Test", "As"), ("org.kith.Test", "Advance"),
                         ("org.kith.Test", "Jump"), ("org.varlink.certification", "Start")):
        assert name not in interfaces
        gone = "org.varlink.service.InterfaceNotFound", {"interface": name}
        assert c.error(f"{name}.{method}", {"uid": 0}) == gone
        assert c.error("org.varlink.service.GetInterfaceDescription", {"interface": name}) == gone
    import glob
    files = {os.path.basename(file)[:-len(".varlink")]
             for file in glob.glob("common/interfaces/*.varlink")}
    assert sorted(interfaces) == sorted(files - {"org.kith.Test", "org.varlink.certification"})
PY
    run kith call org.kith.Test.Jump '{"to":"2026-11-27T17:00:00Z"}'
    [ "$status" -eq 1 ]
    run kith server methods
    [ "$status" -eq 0 ]
    shows org.kith.Server.Hello
    [[ $output != *org.kith.Test* && $output != *certification* ]]
}

@test "nothing of the tests is in the programs" {
    for program in kithd kith; do
        grep -q "org.kith.Server" "$KITH_BUILD/$program"
        for word in org.kith.Test org.varlink.certification KITH_EXERCISED; do
            fails grep -q -F "$word" "$KITH_BUILD/$program"
        done
    done
}

@test "its clock cannot be set" {
    run "$KITH_BUILD/kithd" --clock 2026-11-27T17:00:00Z --config "$FOLDER/kith.conf"
    [ "$status" -eq 2 ]
    run "$KITH_BUILD/kithd" --help
    [[ $output != *--clock* ]]
}
