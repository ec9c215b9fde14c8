#pragma once
/* Rows on their way in, and what is said of them. Include cmocka first. */
#include "tests/unit/rpc/look.h"

static inline void begin(struct rig *rig, struct peer *peer, const char *kind)
{
    char parameters[64];
    (void)snprintf(parameters, sizeof parameters, "{\"kind\":\"%s\"}", kind);
    rig_do(rig, peer, "org.kith.Import.Begin", parameters);
}

/* Adds rows: objects of columns, without their lines, which are counted from 2. */
static inline void add(struct rig *rig, struct peer *peer, const char *const *rows)
{
    struct bytes text = {0};
    bytes_add(&text, "{\"rows\":[", 9);
    for (int line = 2; *rows; rows++, line++) {
        char row[1024];
        int length = snprintf(row, sizeof row, "%s{\"line\":%d,\"fields\":{%s}}",
                              line > 2 ? "," : "", line, *rows);
        assert_in_range(length, 1, sizeof row - 1);
        bytes_add(&text, row, (size_t)length);
    }
    bytes_add(&text, "]}", 3);
    rig_do(rig, peer, "org.kith.Import.Add", text.data);
    bytes_clear(&text);
}

#define ADD(rig, peer, ...) add(rig, peer, (const char *const[]){__VA_ARGS__, NULL})

/* One row of that kind, and what is wrong with it. */
static inline void expect_fault(struct rig *rig, struct peer *peer, const char *kind,
                                const char *row, const char *column, const char *message)
{
    begin(rig, peer, kind);
    ADD(rig, peer, row);
    json_t *check = rig_must(rig, peer, "org.kith.Import.Check", NULL);
    if (look_count(check, "faults") != 1)
        fail_msg("%s has %zu faults", row, look_count(check, "faults"));
    assert_int_equal(look_int(check, "faults.0.line"), 2);
    assert_string_equal(look_text(check, "faults.0.column"), column);
    if (!strstr(look_text(check, "faults.0.message"), message))
        fail_msg("%s: %s", row, look_text(check, "faults.0.message"));
    json_decref(check);
}

/* A check of all rows that finds nothing. */
static inline void expect_clean(struct rig *rig, struct peer *peer, int64_t rows)
{
    json_t *check = rig_must(rig, peer, "org.kith.Import.Check", NULL);
    assert_int_equal(look_int(check, "rows"), rows);
    assert_int_equal(look_count(check, "faults"), 0);
    json_decref(check);
}
