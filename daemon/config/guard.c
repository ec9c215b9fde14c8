#include "daemon/config/guard.h"

#include <ctype.h>
#include <errno.h>
#include <stdbool.h>
#include <string.h>

enum token { TOKEN_NONE, TOKEN_NAME, TOKEN_EQUALS, TOKEN_COMMA, TOKEN_OPEN, TOKEN_TEXT };

enum { NAMELESS = -1 };

struct name {
    const char *start;
    size_t length;
    unsigned line;
    unsigned group; /* the brace it stands in; 0: the text itself */
};

/* One open brace, bracket or parenthesis. */
struct level {
    char opener;
    unsigned line;
    unsigned group;
    int owner; /* the setting it belongs to, in `names`; NAMELESS in a list */
};

struct guard {
    const char *at;
    const char *end;
    unsigned line;
    enum token before;
    struct name name; /* the newest, a setting's once '=' follows */
    struct level levels[GUARD_DEPTH_MAX + 1];
    int depth;
    unsigned groups;
    struct name *names;
    int name_count;
    struct arena *arena;
    struct fault *fault;
};

static int refuse(struct guard *guard, unsigned line, const char *key, const char *what)
{
    *guard->fault = (struct fault){.line = line, .key = key, .what = what};
    return -EINVAL;
}

static char peek(const struct guard *guard, ptrdiff_t ahead)
{
    return guard->end - guard->at > ahead ? guard->at[ahead] : '\0';
}

/* As libconfig's scanner has them, in the C locale. */
static bool starts_name(char c)
{
    return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || c == '*';
}

static bool continues_name(char c)
{
    return starts_name(c) || (c >= '0' && c <= '9') || c == '-' || c == '_';
}

static bool is_control(char c)
{
    unsigned char byte = (unsigned char)c;
    return (byte < 0x20 && c != '\t' && c != '\n' && c != '\r') || byte == 0x7F;
}

static int check_characters(struct guard *guard)
{
    unsigned line = 1;
    for (const char *at = guard->at; at < guard->end; at++) {
        if (is_control(*at))
            return refuse(guard, line, NULL, "a control character");
        line += *at == '\n';
    }
    return 0;
}

static bool includes(const char *line, size_t length)
{
    static const char word[] = "@include";
    while (length > 0 && (*line == ' ' || *line == '\t')) {
        line++;
        length--;
    }
    return length >= sizeof word - 1 && memcmp(line, word, sizeof word - 1) == 0;
}

/* By line and not by token: nothing that a comment or a string does may hide one. */
static int check_includes(struct guard *guard)
{
    unsigned line = 1;
    for (const char *at = guard->at; at < guard->end; line++) {
        size_t left = (size_t)(guard->end - at);
        if (includes(at, left))
            return refuse(guard, line, NULL, "@include is not allowed; one text holds everything");
        const char *line_end = memchr(at, '\n', left);
        at = line_end ? line_end + 1 : guard->end;
    }
    return 0;
}

static void skip_line(struct guard *guard)
{
    const char *line_end = memchr(guard->at, '\n', (size_t)(guard->end - guard->at));
    guard->at = line_end ? line_end : guard->end;
}

static int skip_comment(struct guard *guard)
{
    unsigned opened = guard->line;
    for (guard->at += 2; guard->at < guard->end; guard->at++) {
        if (peek(guard, 0) == '*' && peek(guard, 1) == '/') {
            guard->at += 2;
            return 0;
        }
        guard->line += *guard->at == '\n';
    }
    return refuse(guard, opened, NULL, "a comment is opened with /* and not closed");
}

static bool text_may_stand(const struct guard *guard)
{
    char opener = guard->levels[guard->depth].opener;
    bool in_list = opener == '(' || opener == '[';
    return guard->before == TOKEN_EQUALS || guard->before == TOKEN_TEXT ||
           (in_list && (guard->before == TOKEN_OPEN || guard->before == TOKEN_COMMA));
}

static const char *key_of(struct guard *guard, const struct name *name)
{
    const char *path = "";
    for (int i = 1; i <= guard->depth; i++) {
        if (guard->levels[i].owner == NAMELESS)
            continue;
        const struct name *owner = &guard->names[guard->levels[i].owner];
        path = arena_format(guard->arena, "%s%.*s.", path, (int)owner->length, owner->start);
    }
    return arena_format(guard->arena, "%s%.*s", path, (int)name->length, name->start);
}

/* A fault in a value is its setting's. */
static int refuse_value(struct guard *guard, const char *what)
{
    const char *key = guard->before == TOKEN_EQUALS ? key_of(guard, &guard->name) : NULL;
    return refuse(guard, guard->line, key, what);
}

static int take_text(struct guard *guard)
{
    if (!text_may_stand(guard))
        return refuse(guard, guard->line, NULL, "text in quotes stands where none may");
    for (guard->at++; guard->at < guard->end && *guard->at != '\n'; guard->at++) {
        if (*guard->at == '"') {
            guard->at++;
            guard->before = TOKEN_TEXT;
            return 0;
        }
        if (*guard->at != '\\')
            continue;
        char escaped = peek(guard, 1);
        if (escaped == 'x' || escaped == 'X')
            return refuse_value(guard, "\\x is not read; write the character itself");
        guard->at += escaped == '"' || escaped == '\\';
    }
    return refuse_value(guard, "text in quotes does not end on its line");
}

static int take_name(struct guard *guard)
{
    struct name *name = &guard->name;
    *name = (struct name){.start = guard->at, .line = guard->line};
    while (guard->at < guard->end && continues_name(*guard->at))
        guard->at++;
    name->length = (size_t)(guard->at - name->start);
    name->group = guard->levels[guard->depth].group;
    guard->before = TOKEN_NAME;
    if (name->length > GUARD_NAME_MAX)
        return refuse(guard, guard->line, NULL,
                      arena_format(guard->arena, "a name of more than %d letters", GUARD_NAME_MAX));
    return 0;
}

static int take_number(struct guard *guard)
{
    const char *start = guard->at;
    while (guard->at < guard->end && *guard->at >= '0' && *guard->at <= '9')
        guard->at++;
    ptrdiff_t digits = guard->at - start;
    bool is_long = peek(guard, 0) == 'L';
    if (digits > GUARD_LONG_DIGITS_MAX)
        return refuse_value(guard, arena_format(guard->arena, "a number of more than %d digits",
                                                GUARD_LONG_DIGITS_MAX));
    if (digits > GUARD_DIGITS_MAX && !is_long)
        return refuse_value(guard, arena_format(guard->arena,
                                                "a number of more than %d digits, and no L behind",
                                                GUARD_DIGITS_MAX));
    guard->before = TOKEN_NONE;
    return 0;
}

/* A name and its '=' are there: a setting. */
static int add_setting(struct guard *guard)
{
    const struct name *name = &guard->name;
    for (int i = 0; i < guard->name_count; i++) {
        const struct name *earlier = &guard->names[i];
        if (earlier->group == name->group && earlier->length == name->length &&
            memcmp(earlier->start, name->start, name->length) == 0)
            return refuse(
                guard, name->line, key_of(guard, name),
                arena_format(guard->arena, "is set twice, first on line %u", earlier->line));
    }
    if (guard->name_count == GUARD_NAMES_MAX)
        return refuse(guard, name->line, NULL,
                      arena_format(guard->arena, "more than %d settings", GUARD_NAMES_MAX));
    guard->names[guard->name_count++] = *name;
    return 0;
}

static int open_level(struct guard *guard)
{
    if (guard->depth == GUARD_DEPTH_MAX)
        return refuse(
            guard, guard->line, NULL,
            arena_format(guard->arena, "braces stand more than %d deep", GUARD_DEPTH_MAX));
    struct level *level = &guard->levels[++guard->depth];
    *level = (struct level){.opener = *guard->at, .line = guard->line, .group = ++guard->groups};
    level->owner = guard->before == TOKEN_EQUALS ? guard->name_count - 1 : NAMELESS;
    guard->before = TOKEN_OPEN;
    guard->at++;
    return 0;
}

static int take_sign(struct guard *guard)
{
    char sign = *guard->at;
    if (sign == '{' || sign == '(' || sign == '[')
        return open_level(guard);
    bool is_setting = (sign == '=' || sign == ':') && guard->before == TOKEN_NAME;
    guard->at++;
    guard->line += sign == '\n';
    /* Blanks say nothing, and '-' is a part of the number behind it. */
    if (isspace((unsigned char)sign) || sign == '-' || sign == '+')
        return 0;
    guard->before = is_setting ? TOKEN_EQUALS : sign == ',' ? TOKEN_COMMA : TOKEN_NONE;
    /* A closing sign of the wrong kind is libconfig's to refuse. */
    if ((sign == '}' || sign == ')' || sign == ']') && guard->depth > 0)
        guard->depth--;
    return is_setting ? add_setting(guard) : 0;
}

static int take_token(struct guard *guard)
{
    char c = *guard->at;
    if (c == '#' || (c == '/' && peek(guard, 1) == '/')) {
        skip_line(guard);
        return 0;
    }
    if (c == '/' && peek(guard, 1) == '*')
        return skip_comment(guard);
    if (c == '"')
        return take_text(guard);
    if (starts_name(c))
        return take_name(guard);
    return c >= '0' && c <= '9' ? take_number(guard) : take_sign(guard);
}

int guard_check(const char *text, size_t length, struct arena *arena, struct fault *ret_fault)
{
    struct guard guard = {.line = 1, .arena = arena, .fault = ret_fault};
    if (length > GUARD_TEXT_MAX)
        return refuse(&guard, 0, NULL, arena_format(arena, "longer than %d bytes", GUARD_TEXT_MAX));
    guard.at = text;
    guard.end = text + length;
    guard.names = arena_array(arena, GUARD_NAMES_MAX, sizeof *guard.names);
    int r = check_characters(&guard);
    if (r == 0)
        r = check_includes(&guard);
    while (r == 0 && guard.at < guard.end)
        r = take_token(&guard);
    if (r == 0 && guard.depth > 0)
        r = refuse(
            &guard, guard.levels[guard.depth].line, NULL,
            arena_format(arena, "a %c is opened and not closed", guard.levels[guard.depth].opener));
    return r;
}
