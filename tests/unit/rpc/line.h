#pragma once
/* Audit entries as they stand in the record. Include cmocka first. */
#include "common/digest.h"
#include "common/text.h"
#include "tests/unit/rpc/drive.h"

/* --- Entries as they stand
 * ------------------------------------------------------------------------ */

struct line {
    const char *body;
    const char *hash;
    const void *detail;
    size_t length;
    int64_t house; /* 0: null */
    const char *noun;
    int64_t actor; /* 0: null */
    bool was_read;
};

/* The entry of that number; the newest where it is 0. */
static inline struct line line_at(struct rig *rig, struct arena *arena, int64_t seq)
{
    struct line line = {0};
    sqlite3_stmt *q = NULL;
    sqlite3 *db = look_open(rig);
    assert_int_equal(
        sqlite3_prepare_v2(db,
                           "select body, hash, detail, house, noun, actor_person, was_read"
                           " from audit where ?1 in (0, seq) order by seq desc limit 1",
                           -1, &q, NULL),
        SQLITE_OK);
    assert_int_equal(sqlite3_bind_int64(q, 1, seq), SQLITE_OK);
    assert_int_equal(sqlite3_step(q), SQLITE_ROW);
    line.body = arena_text(arena, (const char *)sqlite3_column_text(q, 0));
    line.hash = arena_text(arena, (const char *)sqlite3_column_text(q, 1));
    line.length = (size_t)sqlite3_column_bytes(q, 2);
    line.detail = arena_copy(arena, sqlite3_column_blob(q, 2), line.length);
    line.house = sqlite3_column_int64(q, 3);
    line.noun = arena_text(arena, (const char *)sqlite3_column_text(q, 4));
    line.actor = sqlite3_column_int64(q, 5);
    line.was_read = sqlite3_column_int(q, 6) != 0;
    assert_int_equal(sqlite3_finalize(q), SQLITE_OK);
    assert_int_equal(sqlite3_close(db), SQLITE_OK);
    return line;
}

/* The digest by which the line names its detail. */
static inline const char *digest_of(const struct line *line, struct arena *arena)
{
    unsigned char digest[DIGEST_SIZE];
    char *hex = arena_alloc(arena, TEXT_HEX_SIZE(DIGEST_SIZE));
    assert_int_equal(digest_sha256(line->detail, line->length, digest), 0);
    text_hex(digest, sizeof digest, hex);
    return hex;
}

static inline const char *opened(struct rig *rig, struct arena *arena, const struct line *line)
{
    const char *text = NULL;
    assert_int_equal(
        vault_unseal(rig->vault, "audit", "detail", line->detail, line->length, arena, &text), 0);
    return text;
}

/* Asserts the newest line, byte for byte but for the digest of its detail. */
static inline void assert_line(struct rig *rig, struct arena *arena, const char *expected)
{
    struct line line = line_at(rig, arena, 0);
    assert_string_equal(
        line.body, arena_format(arena, "%s,\"detail\":\"%s\"}", expected, digest_of(&line, arena)));
}

static inline int64_t newest(struct rig *rig)
{
    return look_record(rig, "select coalesce(max(seq), 0) from audit");
}

static inline int64_t person(struct rig *rig, const char *handle)
{
    char sql[128];
    (void)snprintf(sql, sizeof sql, "select id from person where handle = '%s'", handle);
    return look_record(rig, sql);
}
