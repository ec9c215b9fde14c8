#include "common/decode.h"

#include <errno.h>
#include <string.h>

#include "common/ascii.h"
#include "common/civil.h"
#include "common/text.h"

/* What no description says: see struct text_list and struct text_map. */
enum { ITEM_BYTES_MAX = 256, KEY_BYTES_MAX = 64, VALUE_BYTES_MAX = 4096, TIME_LENGTH = 5 };

struct decoder {
    struct arena *arena;
    const char *path; /* below the value in hand, to what is wrong: "", ".line" or "[3].line" */
};

static int refuse(struct decoder *decoder, const char *path)
{
    decoder->path = path;
    return -EINVAL;
}

static bool is_text(const json_t *value, size_t max, bool lines)
{
    return json_is_string(value) && text_letters(json_string_value(value)) <= max &&
           text_is_clean(json_string_value(value), lines);
}

/* handle, or handle/handle */
static bool is_name(struct arena *arena, const char *text)
{
    const char *slash = strchr(text, '/');
    if (!slash)
        return text_is_handle(text);
    return text_is_handle(arena_copy(arena, text, (size_t)(slash - text))) &&
           text_is_handle(slash + 1);
}

/* 00:00 to 47:59: an evening ends before the second midnight after it began. */
static bool is_time(const char *text)
{
    if (strlen(text) != TIME_LENGTH || text[2] != ':' || !ascii_is_digit(text[0]) ||
        !ascii_is_digit(text[1]) || !ascii_is_digit(text[3]) || !ascii_is_digit(text[4]))
        return false;
    return (text[0] - '0') * 10 + (text[1] - '0') < 48 && text[3] < '6';
}

static bool has_form(struct arena *arena, const struct field *field, const json_t *value)
{
    const char *text = json_string_value(value);
    civil_day day;
    if (!text)
        return false;
    switch (field->form) {
    case FORM_HANDLE:
        return text_is_handle(text);
    case FORM_NAME:
        return is_name(arena, text);
    case FORM_DATE:
        return civil_parse(text, &day) == 0;
    case FORM_TIME:
        return is_time(text);
    case FORM_LINE:
        return is_text(value, (size_t)field->max, false);
    case FORM_TEXT:
        return is_text(value, (size_t)field->max, true);
    case FORM_NONE:
        break;
    }
    return false;
}

static int decode_object(struct decoder *decoder, const struct field *fields, const json_t *object,
                         char *at);

static int decode_bool(struct decoder *decoder, const struct field *field, const json_t *value,
                       void *at)
{
    if (!json_is_boolean(value))
        return refuse(decoder, "");
    if (field->nullable)
        *(struct optional_bool *)at = (struct optional_bool){true, json_is_true(value)};
    else
        *(bool *)at = json_is_true(value);
    return 0;
}

static int decode_int(struct decoder *decoder, const struct field *field, const json_t *value,
                      void *at)
{
    int64_t number = json_integer_value(value);
    if (!json_is_integer(value) || number < field->min || number > field->max)
        return refuse(decoder, "");
    if (field->nullable)
        *(struct optional_int *)at = (struct optional_int){true, number};
    else
        *(int64_t *)at = number;
    return 0;
}

static int decode_text(struct decoder *decoder, const struct field *field, const json_t *value,
                       void *at)
{
    if (!has_form(decoder->arena, field, value))
        return refuse(decoder, "");
    *(const char **)at = json_string_value(value);
    return 0;
}

static int decode_enum(struct decoder *decoder, const struct field *field, const json_t *value,
                       void *at)
{
    if (!json_is_string(value))
        return refuse(decoder, "");
    for (const char *const *name = field->names; *name; name++) {
        if (strcmp(*name, json_string_value(value)) == 0) {
            *(const char **)at = *name;
            return 0;
        }
    }
    return refuse(decoder, "");
}

static int decode_struct(struct decoder *decoder, const struct field *field, const json_t *value,
                         void *at)
{
    if (!field->nullable)
        return decode_object(decoder, field->members, value, at);
    void *inner = arena_alloc(decoder->arena, field->size);
    int result = decode_object(decoder, field->members, value, inner);
    if (result == 0)
        *(void **)at = inner;
    return result;
}

static bool is_list(const struct field *field, const json_t *value)
{
    return json_is_array(value) && json_array_size(value) <= (size_t)field->max;
}

static int decode_texts(struct decoder *decoder, const struct field *field, const json_t *value,
                        void *at)
{
    if (!is_list(field, value))
        return refuse(decoder, "");
    size_t count = json_array_size(value);
    const char **items = arena_array(decoder->arena, count, sizeof *items);
    for (size_t i = 0; i < count; i++) {
        const json_t *item = json_array_get(value, i);
        if (!is_text(item, ITEM_BYTES_MAX, false) || json_string_length(item) == 0)
            return refuse(decoder, arena_format(decoder->arena, "[%zu]", i));
        items[i] = json_string_value(item);
    }
    *(struct text_list *)at = (struct text_list){count, items};
    return 0;
}

static int decode_ints(struct decoder *decoder, const struct field *field, const json_t *value,
                       void *at)
{
    if (!is_list(field, value))
        return refuse(decoder, "");
    size_t count = json_array_size(value);
    int64_t *items = arena_array(decoder->arena, count, sizeof *items);
    for (size_t i = 0; i < count; i++) {
        const json_t *item = json_array_get(value, i);
        if (!json_is_integer(item))
            return refuse(decoder, arena_format(decoder->arena, "[%zu]", i));
        items[i] = json_integer_value(item);
    }
    *(struct int_list *)at = (struct int_list){count, items};
    return 0;
}

static int decode_structs(struct decoder *decoder, const struct field *field, const json_t *value,
                          void *at)
{
    if (!is_list(field, value))
        return refuse(decoder, "");
    size_t count = json_array_size(value);
    char *items = arena_array(decoder->arena, count, field->size);
    for (size_t i = 0; i < count; i++) {
        int result = decode_object(decoder, field->members, json_array_get(value, i),
                                   items + i * field->size);
        if (result < 0)
            return refuse(decoder, arena_format(decoder->arena, "[%zu]%s", i, decoder->path));
    }
    *(struct struct_list *)at = (struct struct_list){count, items};
    return 0;
}

static int decode_text_map(struct decoder *decoder, const struct field *field, const json_t *value,
                           void *at)
{
    if (!json_is_object(value) || json_object_size(value) > (size_t)field->max)
        return refuse(decoder, "");
    struct text_pair *items = arena_array(decoder->arena, json_object_size(value), sizeof *items);
    size_t count = 0;
    const char *key;
    json_t *item;
    /* jansson walks through an object only where it is not const; nothing is changed. */
    json_object_foreach ((json_t *)value, key, item) {
        if (!*key || strlen(key) > KEY_BYTES_MAX || !text_is_clean(key, false) ||
            !is_text(item, VALUE_BYTES_MAX, true))
            return refuse(decoder, arena_format(decoder->arena, ".%s", key));
        items[count++] = (struct text_pair){key, json_string_value(item)};
    }
    *(struct text_map *)at = (struct text_map){count, items};
    return 0;
}

static int decode_json(struct decoder *decoder, const struct field *field, const json_t *value,
                       void *at)
{
    (void)decoder;
    (void)field;
    *(const json_t **)at = value;
    return 0;
}

static int decode_field(struct decoder *decoder, const struct field *field, const json_t *value,
                        char *object_at)
{
    static int (*const decoders[])(struct decoder *, const struct field *, const json_t *,
                                   void *) = {
        [FIELD_BOOL] = decode_bool,         [FIELD_INT] = decode_int,
        [FIELD_TEXT] = decode_text,         [FIELD_ENUM] = decode_enum,
        [FIELD_STRUCT] = decode_struct,     [FIELD_TEXTS] = decode_texts,
        [FIELD_INTS] = decode_ints,         [FIELD_STRUCTS] = decode_structs,
        [FIELD_TEXT_MAP] = decode_text_map, [FIELD_JSON] = decode_json,
    };
    if (!value || json_is_null(value))
        return field->nullable ? 0 : refuse(decoder, "");
    return decoders[field->kind](decoder, field, value, object_at + field->offset);
}

static bool has_field(const struct field *fields, const char *name)
{
    for (; fields->name; fields++)
        if (strcmp(fields->name, name) == 0)
            return true;
    return false;
}

/* The members of an object; NULL stands for an empty one. */
static int decode_members(struct decoder *decoder, const struct field *fields, const json_t *object,
                          char *at)
{
    const char *name;
    json_t *value;
    json_object_foreach ((json_t *)object, name, value) {
        if (!has_field(fields, name))
            return refuse(decoder, arena_format(decoder->arena, ".%s", name));
    }
    for (; fields->name; fields++)
        if (decode_field(decoder, fields, json_object_get(object, fields->name), at) < 0)
            return refuse(decoder,
                          arena_format(decoder->arena, ".%s%s", fields->name, decoder->path));
    return 0;
}

static int decode_object(struct decoder *decoder, const struct field *fields, const json_t *object,
                         char *at)
{
    if (!json_is_object(object))
        return refuse(decoder, "");
    return decode_members(decoder, fields, object, at);
}

int decode_parameters(const struct field *fields, const json_t *object, struct arena *arena,
                      void *ret, const char **ret_path)
{
    struct decoder decoder = {arena, ""};
    bool absent = !object || json_is_null(object);
    int result = absent ? decode_members(&decoder, fields, NULL, ret)
                        : decode_object(&decoder, fields, object, ret);
    if (result < 0)
        *ret_path = *decoder.path == '.' ? decoder.path + 1 : decoder.path;
    return result;
}
