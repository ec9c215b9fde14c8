#include "daemon/config/schema.h"

#include <assert.h>
#include <errno.h>
#include <inttypes.h>
#include <libconfig.h>
#include <stdbool.h>
#include <string.h>

#include "common/text.h"
#include "daemon/config/guard.h"

struct reader {
    const struct schema *schema;
    struct arena *arena;
    char *target;
    struct fault *fault;
};

static int refuse(struct reader *reader, const config_setting_t *setting, const char *key,
                  const char *what)
{
    unsigned line = config_setting_source_line(setting);
    *reader->fault = (struct fault){.line = line, .key = key, .what = what};
    return -EINVAL;
}

/* --- Rows ------------------------------------------------------------------------------------ */

static const struct schema_row *find_row(const struct schema *schema, const char *key)
{
    for (size_t i = 0; i < schema->count; i++)
        if (strcmp(schema->rows[i].key, key) == 0)
            return &schema->rows[i];
    return NULL;
}

static bool is_group_name(const struct schema *schema, const char *key)
{
    size_t length = strlen(key);
    for (size_t i = 0; i < schema->count; i++)
        if (strncmp(schema->rows[i].key, key, length) == 0 && schema->rows[i].key[length] == '.')
            return true;
    return false;
}

const char *schema_allowed(const struct schema_row *row, struct arena *arena)
{
    if (row->type == SCHEMA_INTEGER)
        return arena_format(arena, "%" PRId64 " to %" PRId64, row->min, row->max);
    if (row->type == SCHEMA_PATH)
        return arena_format(arena, "%san absolute path of at most %" PRId64 " bytes",
                            row->min == 0 ? "nothing, or " : "", row->max);
    const char *words = row->choices[0];
    for (size_t i = 1; row->choices[i]; i++)
        words = arena_format(arena, "%s, %s", words, row->choices[i]);
    return words;
}

/* --- Values ---------------------------------------------------------------------------------- */

static void store(const struct reader *reader, const struct schema_row *row, const void *value,
                  size_t size)
{
    memcpy(reader->target + row->offset, value, size);
}

static bool store_integer(const struct reader *reader, const struct schema_row *row, int64_t value)
{
    if (value < row->min || value > row->max)
        return false;
    store(reader, row, &value, sizeof value);
    return true;
}

static bool store_path(const struct reader *reader, const struct schema_row *row, const char *text)
{
    size_t length = strlen(text);
    if ((int64_t)length < row->min || (int64_t)length > row->max || (length > 0 && *text != '/') ||
        !text_is_clean(text, false))
        return false;
    const char *copy = arena_text(reader->arena, text);
    store(reader, row, &copy, sizeof copy);
    return true;
}

static bool store_choice(const struct reader *reader, const struct schema_row *row,
                         const char *word)
{
    for (int i = 0; row->choices[i]; i++) {
        if (strcmp(row->choices[i], word) == 0) {
            store(reader, row, &i, sizeof i);
            return true;
        }
    }
    return false;
}

static bool store_default(const struct reader *reader, const struct schema_row *row)
{
    int64_t number;
    switch (row->type) {
    case SCHEMA_INTEGER:
        return text_to_int(row->initial, row->min, row->max, &number) == 0 &&
               store_integer(reader, row, number);
    case SCHEMA_PATH:
        return store_path(reader, row, row->initial);
    case SCHEMA_CHOICE:
        return store_choice(reader, row, row->initial);
    }
    return false;
}

/* libconfig wraps hexadecimal numbers, so they are none of ours. */
static bool is_integer(const config_setting_t *setting)
{
    int type = config_setting_type(setting);
    return (type == CONFIG_TYPE_INT || type == CONFIG_TYPE_INT64) &&
           config_setting_get_format(setting) == CONFIG_FORMAT_DEFAULT;
}

static const char *read_value(struct reader *reader, const struct schema_row *row,
                              const config_setting_t *setting)
{
    if (row->type == SCHEMA_INTEGER) {
        if (!is_integer(setting))
            return "not a whole number in decimal digits";
        int64_t value = config_setting_get_int64(setting);
        return store_integer(reader, row, value) ? NULL : "out of range";
    }
    const char *text = config_setting_get_string(setting);
    if (!text)
        return "not text in quotes";
    if (row->type == SCHEMA_PATH)
        return store_path(reader, row, text) ? NULL : "not such a path";
    return store_choice(reader, row, text) ? NULL : "not such a word";
}

/* --- The nearest key ------------------------------------------------------------------------- */

static const char *last_name(const char *key)
{
    const char *dot = strrchr(key, '.');
    return dot ? dot + 1 : key;
}

/* Every key and every group around one; some groups stand here more than once. */
static const char **known_keys(const struct schema *schema, struct arena *arena, size_t *ret_count)
{
    const char **keys = arena_array(arena, schema->count * (1 + GUARD_DEPTH_MAX), sizeof *keys);
    size_t count = 0;
    for (size_t i = 0; i < schema->count; i++) {
        const char *key = schema->rows[i].key;
        keys[count++] = key;
        for (const char *dot = strchr(key, '.'); dot; dot = strchr(dot + 1, '.'))
            keys[count++] = arena_copy(arena, key, (size_t)(dot - key));
    }
    *ret_count = count;
    return keys;
}

/* The known key or group most like `key`, or of the same name elsewhere; NULL where none is. */
static const char *nearest_key(const struct reader *reader, const char *key)
{
    size_t count;
    const char **keys = known_keys(reader->schema, reader->arena, &count);
    const char *nearest = text_nearest(key, keys, count);
    if (nearest)
        return nearest;
    const char **names = arena_array(reader->arena, count, sizeof *names);
    for (size_t i = 0; i < count; i++)
        names[i] = last_name(keys[i]);
    const char *name = text_nearest(last_name(key), names, count);
    for (size_t i = 0; name && i < count; i++)
        if (names[i] == name)
            return keys[i];
    return NULL;
}

/* --- Reading --------------------------------------------------------------------------------- */

static int refuse_unknown(struct reader *reader, const config_setting_t *setting, const char *key)
{
    const char *nearest = nearest_key(reader, key);
    const char *what = "there is no such key";
    if (nearest)
        what = arena_format(reader->arena, "%s (nearest: %s)", what, nearest);
    return refuse(reader, setting, key, what);
}

/* As deep as the guard lets braces stand. */
static int read_group(struct reader *reader, const config_setting_t *group, const char *prefix)
{
    for (int i = 0; i < config_setting_length(group); i++) {
        const config_setting_t *setting = config_setting_get_elem(group, (unsigned)i);
        const char *key = arena_format(reader->arena, "%s%s", prefix, config_setting_name(setting));
        const struct schema_row *row = find_row(reader->schema, key);
        int r = 0;
        if (row) {
            const char *wrong = read_value(reader, row, setting);
            if (wrong)
                return refuse(reader, setting, key,
                              arena_format(reader->arena, "%s (allowed: %s)", wrong,
                                           schema_allowed(row, reader->arena)));
        } else if (!is_group_name(reader->schema, key)) {
            r = refuse_unknown(reader, setting, key);
        } else if (!config_setting_is_group(setting)) {
            r = refuse(reader, setting, key, "not a group (allowed: { and }, with keys between)");
        } else {
            r = read_group(reader, setting, arena_format(reader->arena, "%s.", key));
        }
        if (r < 0)
            return r;
    }
    return 0;
}

static int read_text(struct reader *reader, const char *text)
{
    config_t config;
    config_init(&config);
    int r;
    if (config_read_string(&config, text)) {
        r = read_group(reader, config_root_setting(&config), "");
    } else {
        const char *what = arena_format(reader->arena, "not understood here or just above (%s)",
                                        config_error_text(&config));
        *reader->fault = (struct fault){.line = (unsigned)config_error_line(&config), .what = what};
        r = -EINVAL;
    }
    config_destroy(&config);
    return r;
}

int schema_read(const struct schema *schema, const char *text, size_t length, struct arena *arena,
                void *ret, struct fault *ret_fault)
{
    struct reader reader = {.schema = schema, .arena = arena, .target = ret, .fault = ret_fault};
    for (size_t i = 0; i < schema->count; i++) {
        bool fits = store_default(&reader, &schema->rows[i]);
        assert(fits);
        (void)fits;
    }
    int r = guard_check(text, length, arena, ret_fault);
    if (r < 0)
        return r;
    /* libconfig knows a comment only by the line end behind it. */
    bool is_ended = length > 0 && text[length - 1] == '\n';
    return read_text(&reader,
                     arena_format(arena, "%.*s%s", (int)length, text, is_ended ? "" : "\n"));
}

/* --- The reference --------------------------------------------------------------------------- */

static void write_lines(FILE *file, const char *text)
{
    while (*text) {
        size_t length = strcspn(text, "\n");
        fprintf(file, "    # %.*s\n", (int)length, text);
        text += length + (text[length] == '\n');
    }
}

static void write_row(FILE *file, const struct schema_row *row, const char *name)
{
    struct arena arena = {0};
    const char *quote = row->type == SCHEMA_INTEGER ? "" : "\"";
    write_lines(file, row->doc);
    fprintf(file, "    # Allowed: %s.\n", schema_allowed(row, &arena));
    fprintf(file, "    #%s = %s%s%s;\n", name, quote, row->initial, quote);
    arena_clear(&arena);
}

static bool opens_group(const struct schema_row *rows, size_t i, size_t group_length)
{
    return i == 0 || strncmp(rows[i].key, rows[i - 1].key, group_length + 1) != 0;
}

void schema_write_reference(const struct schema *schema, FILE *file)
{
    for (size_t i = 0; i < schema->count; i++) {
        const struct schema_row *row = &schema->rows[i];
        size_t group_length = strcspn(row->key, ".");
        if (opens_group(schema->rows, i, group_length))
            fprintf(file, "%s%.*s = {\n", i == 0 ? "" : "};\n\n", (int)group_length, row->key);
        else
            fputc('\n', file);
        write_row(file, row, row->key + group_length + 1);
    }
    fputs("};\n", file);
}
