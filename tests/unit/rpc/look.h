#pragma once
/* What tests of the nouns ask of replies and of the record. Include cmocka first. */
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tests/support/rig.h"

/* What stands at a path such as "stays.0.bed"; NULL where there is nothing. */
static inline const json_t *look(const json_t *json, const char *path)
{
    char step[64];
    while (json && *path) {
        size_t length = strcspn(path, ".");
        assert_true(length < sizeof step);
        (void)snprintf(step, sizeof step, "%.*s", (int)length, path);
        json = json_is_array(json) ? json_array_get(json, strtoul(step, NULL, 10))
                                   : json_object_get(json, step);
        path += length + (path[length] == '.');
    }
    return json;
}

/* The text there; "" where there is none. */
static inline const char *look_text(const json_t *json, const char *path)
{
    const char *text = json_string_value(look(json, path));
    return text ? text : "";
}

/* The number there; the test fails where there is none. */
static inline int64_t look_int(const json_t *json, const char *path)
{
    assert_true(json_is_integer(look(json, path)));
    return json_integer_value(look(json, path));
}

/* How many items the list there has; the test fails where there is no list. */
static inline size_t look_count(const json_t *json, const char *path)
{
    assert_true(json_is_array(look(json, path)));
    return json_array_size(look(json, path));
}

/* Whether the list there has an item whose member, or the item itself where that is NULL, holds
 * these words. */
static inline bool look_has(const json_t *json, const char *path, const char *member,
                            const char *words)
{
    const json_t *list = look(json, path);
    for (size_t i = 0; i < json_array_size(list); i++) {
        const json_t *item = json_array_get(list, i);
        const char *text = json_string_value(member ? json_object_get(item, member) : item);
        if (text && strstr(text, words))
            return true;
    }
    return false;
}

/* Texts of a list, one after the other with blanks between; in a static buffer. */
static inline const char *look_row(const json_t *json, const char *path, const char *member)
{
    static char row[2048];
    const json_t *list = look(json, path);
    size_t used = 0;
    row[0] = '\0';
    for (size_t i = 0; i < json_array_size(list); i++) {
        const json_t *item = json_array_get(list, i);
        const char *text = json_string_value(member ? json_object_get(item, member) : item);
        used += (size_t)snprintf(row + used, sizeof row - used, "%s%s", i ? " " : "",
                                 text ? text : "-");
        assert_true(used < sizeof row);
    }
    return row;
}

/* Calls, and asserts the refusal and one of its fields. */
static inline void look_refused(struct rig *rig, struct peer *peer, const char *method,
                                const char *parameters, const char *error, const char *field,
                                const char *value)
{
    json_t *reply = rig_call(rig, peer, method, parameters);
    const char *name = look_text(reply, "error");
    const char *dot = strrchr(name, '.');
    assert_string_equal(dot ? dot + 1 : name, error);
    assert_string_equal(look_text(json_object_get(reply, "parameters"), field), value);
    json_decref(reply);
}

static inline sqlite3 *look_open(struct rig *rig)
{
    sqlite3 *db = NULL;
    assert_int_equal(sqlite3_open(rig_path(rig, "kith.db"), &db), SQLITE_OK);
    return db;
}

/* A number from the record, read beside the daemon. */
static inline int64_t look_record(struct rig *rig, const char *sql)
{
    sqlite3 *db = look_open(rig);
    sqlite3_stmt *statement = NULL;
    assert_int_equal(sqlite3_prepare_v2(db, sql, -1, &statement, NULL), SQLITE_OK);
    assert_int_equal(sqlite3_step(statement), SQLITE_ROW);
    int64_t number = sqlite3_column_int64(statement, 0);
    (void)sqlite3_finalize(statement);
    (void)sqlite3_close(db);
    return number;
}

/* Changes the record behind the daemon's back. */
static inline void look_tamper(struct rig *rig, const char *sql)
{
    sqlite3 *db = look_open(rig);
    assert_int_equal(sqlite3_exec(db, sql, NULL, NULL, NULL), SQLITE_OK);
    (void)sqlite3_close(db);
}

/* A house, furnished, for each test. */
static inline int look_set_up(void **state)
{
    struct rig *rig = rig_new();
    rig_furnish(rig);
    *state = rig;
    return 0;
}

static inline int look_tear_down(void **state)
{
    rig_free(*state);
    return 0;
}

#define LOOK_TEST(test) cmocka_unit_test_setup_teardown(test, look_set_up, look_tear_down)
