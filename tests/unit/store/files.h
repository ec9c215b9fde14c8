#pragma once
/*
 * What the tests of the store share: a folder of their own, a record in it, and a way past the
 * store to the file itself. Include cmocka first.
 */
#include <dirent.h>
#include <fcntl.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "daemon/store/db.h"
#include "daemon/store/record.h"

struct files {
    char folder[64];
    struct arena arena; /* paths and reasons */
};

static inline int files_make(void **state)
{
    struct files *files = calloc(1, sizeof *files);
    assert_non_null(files);
    const char *base = getenv("TMPDIR");
    (void)snprintf(files->folder, sizeof files->folder, "%s/kith-store-XXXXXX",
                   base ? base : "/tmp");
    assert_non_null(mkdtemp(files->folder));
    *state = files;
    return 0;
}

static inline void files_remove_in(const char *folder)
{
    DIR *dir = opendir(folder);
    assert_non_null(dir);
    for (struct dirent *entry; (entry = readdir(dir));)
        if (strcmp(entry->d_name, ".") != 0 && strcmp(entry->d_name, "..") != 0 &&
            unlinkat(dirfd(dir), entry->d_name, 0) < 0)
            (void)unlinkat(dirfd(dir), entry->d_name, AT_REMOVEDIR);
    (void)closedir(dir);
}

static inline int files_remove(void **state)
{
    struct files *files = *state;
    files_remove_in(files->folder);
    int failure = rmdir(files->folder);
    arena_clear(&files->arena);
    free(files);
    return failure;
}

static inline const char *files_path(struct files *files, const char *name)
{
    return arena_format(&files->arena, "%s/%s", files->folder, name);
}

static inline bool files_exists(struct files *files, const char *name)
{
    return access(files_path(files, name), F_OK) == 0;
}

/* The bytes of a file; `*ret_length` says how many. */
static inline unsigned char *files_read(struct files *files, const char *name, size_t *ret_length)
{
    FILE *file = fopen(files_path(files, name), "rb");
    assert_non_null(file);
    struct stat info;
    assert_int_equal(fstat(fileno(file), &info), 0);
    unsigned char *data = arena_alloc(&files->arena, (size_t)info.st_size + 1);
    *ret_length = fread(data, 1, (size_t)info.st_size, file);
    assert_int_equal(*ret_length, info.st_size);
    assert_int_equal(fclose(file), 0);
    return data;
}

static inline void files_write(struct files *files, const char *name, const void *data,
                               size_t length)
{
    FILE *file = fopen(files_path(files, name), "wb");
    assert_non_null(file);
    assert_int_equal(fwrite(data, 1, length, file), length);
    assert_int_equal(fclose(file), 0);
}

static inline void files_copy(struct files *files, const char *from, const char *to)
{
    size_t length = 0;
    const unsigned char *data = files_read(files, from, &length);
    files_write(files, to, data, length);
}

/* Runs statements on a file, past the store; makes it where there is none. */
static inline void files_sql(struct files *files, const char *name, const char *sql)
{
    sqlite3 *handle = NULL;
    assert_int_equal(sqlite3_open(files_path(files, name), &handle), SQLITE_OK);
    int result = sqlite3_exec(handle, sql, NULL, NULL, NULL);
    if (result != SQLITE_OK)
        print_error("%s: %s\n", sql, sqlite3_errmsg(handle));
    assert_int_equal(result, SQLITE_OK);
    assert_int_equal(sqlite3_close(handle), SQLITE_OK);
}

/* The first column of a query's first row, as a text; NULL for null or no row. */
static inline const char *files_value(struct files *files, const char *name, const char *sql)
{
    sqlite3 *handle = NULL;
    sqlite3_stmt *statement = NULL;
    assert_int_equal(sqlite3_open(files_path(files, name), &handle), SQLITE_OK);
    assert_int_equal(sqlite3_prepare_v2(handle, sql, -1, &statement, NULL), SQLITE_OK);
    const char *value = NULL;
    if (sqlite3_step(statement) == SQLITE_ROW)
        value = arena_text(&files->arena, (const char *)sqlite3_column_text(statement, 0));
    assert_int_equal(sqlite3_finalize(statement), SQLITE_OK);
    assert_int_equal(sqlite3_close(handle), SQLITE_OK);
    return value;
}

/* Opens a file of that kind, which must go well. */
static inline struct db *files_open(struct files *files, const char *name,
                                    const struct db_kind *kind)
{
    struct db *db = NULL;
    const char *reason = "";
    int failure = db_open(files_path(files, name), kind, &files->arena, &db, &reason);
    if (failure < 0)
        print_error("%s\n", reason);
    assert_int_equal(failure, 0);
    return db;
}

/* Tries to open a file of that kind, which must be refused; says why. */
static inline int files_refused(struct files *files, const char *name, const struct db_kind *kind,
                                const char **ret_reason)
{
    struct db *db = NULL;
    *ret_reason = "";
    int failure = db_open(files_path(files, name), kind, &files->arena, &db, ret_reason);
    assert_null(db);
    assert_true(failure < 0);
    return failure;
}

#define assert_contains(text, part)                                                                \
    do {                                                                                           \
        if (!strstr(text, part))                                                                   \
            print_error("\"%s\" is not in \"%s\"\n", part, text);                                  \
        assert_non_null(strstr(text, part));                                                       \
    } while (0)
