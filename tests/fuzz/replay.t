#!/bin/sh
# Every corpus once through its target: what a fuzzer found stays found.
# issue 2: "corpora run as plain tests in `make check`"
set -- tests/fuzz/*_fuzz.c
echo "1..$#"
n=0
for source; do
    n=$((n + 1))
    name=$(basename "$source" _fuzz.c)
    if "$KITH_BUILD/replay/${name}_fuzz" "tests/fuzz/corpus/$name"/* >/dev/null; then
        echo "ok $n - $name"
    else
        echo "not ok $n - $name"
    fi
done
