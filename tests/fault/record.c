#include "tests/fault/record.h"

#include <errno.h>
#include <sqlite3.h>
#include <string.h>

#include "common/ascii.h"
#include "daemon/store/query.h"

enum { DIGEST_LEAST = 40 }; /* hex digits in a row: a hash */

uint64_t record_number(const void *data, size_t length)
{
    const unsigned char *bytes = data;
    uint64_t number = 0xcbf29ce484222325u; /* FNV-1a, and then mixed so that sums do not cancel */
    for (size_t i = 0; i < length; i++)
        number = (number ^ bytes[i]) * 0x100000001b3u;
    number = (number ^ number >> 33) * 0xff51afd7ed558ccdu;
    return number ^ number >> 29;
}

/* --- Masking --- */

static bool is_hex(char c)
{
    return ascii_is_digit(c) || (c >= 'a' && c <= 'f');
}

static size_t hex_run(const char *text, size_t length)
{
    size_t run = 0;
    while (run < length && is_hex(text[run]))
        run++;
    return run;
}

/* The end of what stands after one of these names; 0 where none begins here. */
static size_t skip_value(const char *text, size_t length)
{
    static const char *const names[] = {"words\":\"", "note\":\"kith/", "signature\":\"",
                                        "publicKey\":\"", "at\":\"2026-11-27T18:"};
    static const char *const numbers[] = {"databaseBytes\":"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        size_t at = strlen(names[i]);
        if (length > at && memcmp(text, names[i], at) == 0) {
            while (at < length && text[at] != '"')
                at++;
            return at;
        }
    }
    for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++) {
        size_t at = strlen(numbers[i]);
        if (length > at && memcmp(text, numbers[i], at) == 0) {
            while (at < length && ascii_is_digit(text[at]))
                at++;
            return at;
        }
    }
    return 0;
}

size_t record_mask(char *text, size_t length)
{
    size_t out = 0;
    for (size_t at = 0; at < length;) {
        size_t run = hex_run(text + at, length - at);
        size_t value = skip_value(text + at, length - at);
        if (run >= DIGEST_LEAST || value) {
            at += value ? value : run;
            text[out++] = '#';
            continue;
        }
        /* What is hex but no hash is copied as a whole, so that its tail is not looked at again. */
        size_t step = run ? run : 1;
        memmove(text + out, text + at, step);
        out += step;
        at += step;
    }
    return out;
}

/* --- Rows --- */

#define Q(column) "quote(" column ")||','||"
#define BODY      "json_remove(body, '$.seq', '$.at', '$.detail')"

/* Each gives one text a row. */
static const char *const plain[] = {
    "select 'meta'||quote(name) from meta",
    "select 'house'||" Q("id") Q("handle") Q("name") Q("zone") "quote(added_at) from house",
    "select 'bed'||" Q("id") Q("house") Q("handle") "quote(removed_at) from bed",
    "select 'person'||" Q("id") Q("house") Q("handle") "quote(name) from person",
    "select 'stay'||" Q("id") Q("person") Q("house") Q("moved_in_on") Q("moved_out_on")
        Q("agreement_signed_on") Q("orientation_due_at")
            Q("ended_by") "quote(belongings_kept_until) from stay",
    "select 'lodging'||" Q("id") Q("stay") Q("bed") Q("from_on") "quote(until_on) from lodging",
    "select 'orientation'||" Q("stay") "quote(item) from orientation",
    "select 'account'||" Q("id") Q("kind") Q("uid") Q("house") Q("person")
        Q("pin_salt is null") "quote(disabled_at) from account",
    "select 'role'||" Q("id") Q("person") Q("house") Q("role")
        Q("from_at") "quote(until_at) from role_term",
    "select 'lockout'||" Q("kiosk") Q("handle") Q("failures")
        Q("untold") "quote(wait_seconds) from lockout",
    "select 'chore'||" Q("id") Q("house") Q("handle") Q("name") Q("area") Q("instructions")
        Q("rule") Q("due_minute") "quote(effort) from chore",
    "select 'assignment'||" Q("id") Q("house") Q("chore") Q("person") Q("on_date")
        Q("due_at") "quote(state) from assignment",
    "select 'mark'||" Q("assignment") Q("kind") "quote(actor) from assignment_mark",
    "select 'event'||" Q("house") Q("kind") Q("audience") Q("person")
        Q("subject") "quote(on_date) from event",
    "select 'audit'||" Q(BODY) Q("house") Q("noun") Q("actor_person") "quote(was_read) from audit",
    "select 'on'||" Q("person") "quote(" BODY ") from audit_on join audit using (seq)",
    "select 'checkpoint'||'' from checkpoint",
    "select 'key'||" Q("person") Q("class") Q("period") "quote(destroyed_at is null)"
                                                        " from sealed_key",
};

/* Each gives a text that says where, and a sealed value. */
static const struct {
    const char *table;
    const char *column;
    const char *sql;
} sealed[] = {
#define STAY(column)                                                                               \
    {                                                                                              \
        "stay", #column, "select 'stay.'||id, " #column " from stay where " #column " is not null" \
    }
    STAY(phone),
    STAY(emergency_name),
    STAY(emergency_phone),
    STAY(leave_reason),
    STAY(help_given),
    STAY(forward_to),
    {"assignment_mark", "note",
     "select 'mark.'||assignment||kind, note from assignment_mark where note is not null"},
    {"audit", "detail", "select " BODY ", detail from audit where detail is not null"},
};

static uint64_t number_of(struct arena *arena, const char *tag, const char *text, const char *more)
{
    const char *whole = arena_format(arena, "%s|%s|%s", tag, text ? text : "", more ? more : "");
    return record_number(whole, strlen(whole));
}

static int add_plain(struct rig *rig, const char *sql, uint64_t *sum)
{
    struct arena arena = {0};
    struct query q = query_start(rig->db, sql);
    while (query_next(&q) > 0)
        *sum += number_of(&arena, "row", column_text(&q, &arena), NULL);
    arena_clear(&arena);
    return query_end(&q);
}

static int add_sealed(struct rig *rig, size_t which, uint64_t *sum, const char **ret_reason)
{
    struct arena arena = {0};
    struct query q = query_start(rig->db, sealed[which].sql);
    int failure = 0;
    while (failure == 0 && query_next(&q) > 0) {
        size_t length = 0;
        const char *text = NULL;
        const char *where = column_text(&q, &arena);
        const void *blob = column_blob(&q, &arena, &length);
        failure = vault_unseal(rig->vault, sealed[which].table, sealed[which].column, blob, length,
                               &arena, &text);
        *sum += number_of(&arena, sealed[which].column, where, text);
    }
    arena_clear(&arena);
    int ended = query_end(&q);
    if (failure < 0)
        *ret_reason = "a sealed value does not open";
    return failure < 0 ? failure : ended;
}

int record_sum(struct rig *rig, uint64_t *ret, const char **ret_reason)
{
    uint64_t sum = 0;
    int failure = 0;
    *ret_reason = "the record cannot be read";
    for (size_t i = 0; failure == 0 && i < sizeof plain / sizeof *plain; i++)
        failure = add_plain(rig, plain[i], &sum);
    for (size_t i = 0; failure == 0 && i < sizeof sealed / sizeof *sealed; i++)
        failure = add_sealed(rig, i, &sum, ret_reason);
    if (failure == 0)
        *ret = sum;
    return failure;
}

/* --- The files --- */

/* The first row of a query, or NULL; static. */
static const char *first_row(sqlite3 *handle, const char *sql)
{
    static char text[200];
    sqlite3_stmt *statement = NULL;
    text[0] = '\0';
    int result = sqlite3_prepare_v2(handle, sql, -1, &statement, NULL);
    if (result == SQLITE_OK)
        result = sqlite3_step(statement);
    if (result == SQLITE_ROW)
        (void)snprintf(text, sizeof text, "%s", (const char *)sqlite3_column_text(statement, 0));
    else
        (void)snprintf(text, sizeof text, "%s: %s", sql, sqlite3_errmsg(handle));
    (void)sqlite3_finalize(statement);
    return text;
}

static const char *check_file(const char *path, int64_t *ret_keys, const char *count_keys)
{
    static char reason[300];
    sqlite3 *handle = NULL;
    const char *said = "cannot be opened";
    if (sqlite3_open_v2(path, &handle, SQLITE_OPEN_READWRITE, NULL) == SQLITE_OK) {
        said = first_row(handle, "pragma integrity_check");
        /* What the daemon itself asks after an unclean stop. */
        if (strcmp(said, "ok") == 0)
            said = first_row(handle, "pragma quick_check");
        if (strcmp(said, "ok") == 0)
            said =
                first_row(handle, "select case when exists (select 1 from"
                                  " pragma_foreign_key_check) then 'foreign keys' else 'ok' end");
        if (strcmp(said, "ok") == 0) {
            *ret_keys = strtoll(first_row(handle, count_keys), NULL, 10);
            said = NULL;
        }
    }
    if (said)
        (void)snprintf(reason, sizeof reason, "%s: %s", strrchr(path, '/') + 1, said);
    (void)sqlite3_close(handle);
    return said ? reason : NULL;
}

const char *record_check_files(struct rig *rig)
{
    int64_t needed = 0;
    int64_t there = 0;
    const char *wrong = check_file(rig_path(rig, "kith.db"), &needed,
                                   "select count(*)*1000000+coalesce(sum(id),0) from sealed_key"
                                   " where destroyed_at is null");
    if (!wrong)
        wrong = check_file(rig_path(rig, "keys.db"), &there,
                           "select count(*)*1000000+coalesce(sum(id),0) from key");
    if (!wrong && needed != there)
        wrong = "keys.db does not hold the keys that kith.db needs";
    return wrong;
}
