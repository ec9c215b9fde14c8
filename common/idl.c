#include "common/idl.h"

#include <errno.h>
#include <string.h>

#include "common/idl_scan.h"

enum { TEXT_MAX = 256 * 1024, DEPTH_MAX = 32, NAMES_MAX = 512 };

struct parser {
    struct idl_scan scan;
    struct idl_fault *fault;
    struct entry *entries;
    struct reference *references;
};

/* A member while it is put together. */
struct entry {
    struct idl_member member;
    int height; /* how many levels of types it holds; 0 unknown, -1 being measured */
    struct entry *next;
};

/* Where a type stands by its name, until the name is looked up. */
struct reference {
    struct idl_type *type;
    int line;
    struct reference *next;
};

static int refuse_at(struct parser *parser, int line, const char *reason)
{
    *parser->fault = (struct idl_fault){line, reason};
    return -EINVAL;
}

static int refuse(struct parser *parser, const char *reason)
{
    return refuse_at(parser, parser->scan.line, reason);
}

/* --- Names --- */

/* [A-Z][A-Za-z0-9]* */
static bool is_member_name(const char *word)
{
    return ascii_is_letter(*word) && *word <= 'Z' && !strchr(word, '_');
}

/* [A-Za-z](_?[A-Za-z0-9])* */
static bool is_field_name(const char *word)
{
    return ascii_is_letter(*word) && !strstr(word, "__") && word[strlen(word) - 1] != '_';
}

/* [A-Za-z]([-]*[A-Za-z0-9])*(\.[A-Za-z0-9]([-]*[A-Za-z0-9])*)+ */
static bool is_interface_name(const char *word)
{
    if (!ascii_is_letter(*word) || !strchr(word, '.'))
        return false;
    for (const char *at = word; *at; at++) {
        char next = at[1];
        if (*at == '.' && !idl_is_alphanumeric(next))
            return false;
        if (*at == '-' && (next == '.' || next == '\0'))
            return false;
    }
    return true;
}

/* --- Types --- */

static int parse_type(struct parser *parser, int depth, struct idl_type *type);

static bool list_has(const struct idl_field *fields, const char *name, int *ret_count)
{
    *ret_count = 0;
    for (; fields; fields = fields->next, ++*ret_count)
        if (strcmp(fields->name, name) == 0)
            return true;
    return false;
}

/* One field, or one name of an enum. The first decides which of the two the list is. */
static int parse_field(struct parser *parser, int depth, struct idl_type *list,
                       struct idl_field *field)
{
    int count;
    field->comment = idl_take_comment(&parser->scan);
    field->line = parser->scan.line;
    field->name = idl_take_word(&parser->scan, "_");
    if (!is_field_name(field->name))
        return refuse(parser, *field->name ? "This is not a field's name." : "A name is missing.");
    if (list_has(list->fields, field->name, &count))
        return refuse(parser, "This name stands in the list already.");
    if (count >= NAMES_MAX)
        return refuse(parser, "The list has more than 512 names.");
    idl_skip(&parser->scan);
    bool typed = *parser->scan.at == ':';
    if (!list->fields)
        list->kind = typed ? IDL_STRUCT : IDL_ENUM;
    if (typed != (list->kind == IDL_STRUCT))
        return refuse(parser, "All names of a list have a type, or none has.");
    if (!typed)
        return 0;
    (void)idl_take(&parser->scan, ":");
    struct idl_type *type = arena_alloc(parser->scan.arena, sizeof *type);
    field->type = type;
    return parse_type(parser, depth + 1, type);
}

/* What stands in round brackets: a struct or an enum. */
static int parse_list(struct parser *parser, int depth, struct idl_type *list)
{
    const struct idl_field **end = &list->fields;
    list->kind = IDL_STRUCT;
    if (!idl_take(&parser->scan, "("))
        return refuse(parser, "'(' is missing.");
    idl_skip(&parser->scan);
    if (idl_take(&parser->scan, ")"))
        return 0;
    for (;;) {
        struct idl_field *field = arena_alloc(parser->scan.arena, sizeof *field);
        int result = parse_field(parser, depth, list, field);
        if (result < 0)
            return result;
        *end = field;
        end = &field->next;
        idl_skip(&parser->scan);
        if (idl_take(&parser->scan, ")"))
            return 0;
        if (!idl_take(&parser->scan, ","))
            return refuse(parser, "',' or ')' is missing.");
        idl_skip(&parser->scan);
    }
}

static int parse_container(struct parser *parser, int depth, struct idl_type *type)
{
    struct idl_type *element = arena_alloc(parser->scan.arena, sizeof *element);
    if (idl_take(&parser->scan, "[]"))
        type->kind = IDL_ARRAY;
    else if (idl_take(&parser->scan, "[string]"))
        type->kind = IDL_MAP;
    else
        return refuse(parser, "After '[' comes ']' or 'string]'.");
    int result = parse_type(parser, depth + 1, element);
    if (result < 0)
        return result;
    type->element = element;
    if (type->kind == IDL_MAP && element->kind == IDL_STRUCT && !element->fields &&
        !element->nullable)
        type->kind = IDL_SET;
    return 0;
}

static int parse_type_word(struct parser *parser, struct idl_type *type)
{
    static const struct {
        const char *word;
        enum idl_kind kind;
    } words[] = {{"bool", IDL_BOOL},     {"int", IDL_INT},       {"float", IDL_FLOAT},
                 {"string", IDL_STRING}, {"object", IDL_OBJECT}, {"any", IDL_ANY}};
    const char *word = idl_take_word(&parser->scan, "_");
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        if (strcmp(word, words[i].word) == 0) {
            type->kind = words[i].kind;
            return 0;
        }
    }
    if (!is_member_name(word))
        return refuse(parser, *word ? "There is no such type." : "A type is missing.");
    type->kind = IDL_NAMED;
    type->name = word;
    struct reference *reference = arena_alloc(parser->scan.arena, sizeof *reference);
    *reference = (struct reference){type, parser->scan.line, parser->references};
    parser->references = reference;
    return 0;
}

static int parse_type(struct parser *parser, int depth, struct idl_type *type)
{
    if (depth > DEPTH_MAX)
        return refuse(parser, "Types are nested more than 32 deep.");
    idl_skip(&parser->scan);
    if (idl_take(&parser->scan, "?")) {
        type->nullable = true;
        idl_skip(&parser->scan);
        if (*parser->scan.at == '?')
            return refuse(parser, "A type is nullable once.");
    }
    if (*parser->scan.at == '[')
        return parse_container(parser, depth, type);
    if (*parser->scan.at == '(')
        return parse_list(parser, depth, type);
    return parse_type_word(parser, type);
}

/* --- Members --- */

/* A list that must be a struct: parameters, replies, errors. */
static int parse_parameters(struct parser *parser, const struct idl_type **ret)
{
    struct idl_type *type = arena_alloc(parser->scan.arena, sizeof *type);
    idl_skip(&parser->scan);
    int line = parser->scan.line;
    int result = parse_list(parser, 1, type);
    if (result < 0)
        return result;
    if (type->kind != IDL_STRUCT)
        return refuse_at(parser, line, "Parameters have types.");
    *ret = type;
    return 0;
}

static int parse_member_kind(struct parser *parser, enum idl_member_kind *ret)
{
    static const char *const keywords[] = {
        [IDL_TYPE] = "type", [IDL_METHOD] = "method", [IDL_ERROR] = "error"};
    const char *word = idl_take_word(&parser->scan, "_");
    for (size_t i = 0; i < sizeof keywords / sizeof *keywords; i++) {
        if (strcmp(word, keywords[i]) == 0) {
            *ret = (enum idl_member_kind)i;
            return 0;
        }
    }
    return refuse(parser, "Here stands 'type', 'method' or 'error'.");
}

static int parse_member(struct parser *parser, struct idl_member *member)
{
    member->comment = idl_take_comment(&parser->scan);
    member->line = parser->scan.line;
    int result = parse_member_kind(parser, &member->kind);
    if (result < 0)
        return result;
    idl_skip(&parser->scan);
    member->name = idl_take_word(&parser->scan, "_");
    if (!is_member_name(member->name))
        return refuse(parser, "The name of a type, a method or an error begins with a capital.");
    if (member->kind == IDL_TYPE) {
        struct idl_type *type = arena_alloc(parser->scan.arena, sizeof *type);
        member->in = type;
        idl_skip(&parser->scan);
        return parse_list(parser, 1, type);
    }
    result = parse_parameters(parser, &member->in);
    if (result < 0 || member->kind == IDL_ERROR)
        return result;
    idl_skip(&parser->scan);
    if (!idl_take(&parser->scan, "->"))
        return refuse(parser, "'->' is missing.");
    return parse_parameters(parser, &member->out);
}

static int add_entry(struct parser *parser, struct entry *entry)
{
    int count = 0;
    struct entry **end = &parser->entries;
    for (; *end; end = &(*end)->next, count++)
        if (strcmp((*end)->member.name, entry->member.name) == 0)
            return refuse_at(parser, entry->member.line, "This name is taken already.");
    if (count >= NAMES_MAX)
        return refuse(parser, "There are more than 512 types, methods and errors.");
    *end = entry;
    return 0;
}

static int parse_members(struct parser *parser)
{
    int line = parser->scan.line;
    idl_skip(&parser->scan);
    if (!*parser->scan.at)
        return refuse(parser, "There is no type, method or error.");
    while (*parser->scan.at) {
        if (parser->scan.line == line)
            return refuse(parser, "A new line is missing.");
        struct entry *entry = arena_alloc(parser->scan.arena, sizeof *entry);
        int result = parse_member(parser, &entry->member);
        if (result == 0)
            result = add_entry(parser, entry);
        if (result < 0)
            return result;
        line = parser->scan.line;
        idl_skip(&parser->scan);
    }
    return 0;
}

static int parse_interface(struct parser *parser, struct idl *idl)
{
    idl_skip(&parser->scan);
    idl->comment = idl_take_comment(&parser->scan);
    if (strcmp(idl_take_word(&parser->scan, "_"), "interface") != 0)
        return refuse(parser, "A description begins with 'interface'.");
    idl_skip(&parser->scan);
    idl->name = idl_take_word(&parser->scan, ".-");
    if (!is_interface_name(idl->name))
        return refuse(parser, "An interface's name is such as org.example.thing.");
    return parse_members(parser);
}

/* --- What names stand for --- */

static struct entry *find_type(const struct parser *parser, const char *name)
{
    for (struct entry *entry = parser->entries; entry; entry = entry->next)
        if (entry->member.kind == IDL_TYPE && strcmp(entry->member.name, name) == 0)
            return entry;
    return NULL;
}

static int resolve(struct parser *parser)
{
    for (struct reference *at = parser->references; at; at = at->next) {
        const struct entry *entry = find_type(parser, at->type->name);
        if (!entry)
            return refuse_at(parser, at->line, "This type is not defined.");
        at->type->named = entry->member.in;
    }
    return 0;
}

static int measure_entry(struct parser *parser, struct entry *entry, int depth);

/* How many structs stand within each other by value; -EINVAL where there is no end to it. */
static int measure_type(struct parser *parser, const struct idl_type *type, int depth)
{
    int height = 0;
    if (type->nullable)
        return 0;
    if (type->kind == IDL_NAMED)
        return measure_entry(parser, find_type(parser, type->name), depth);
    if (type->kind != IDL_STRUCT)
        return 0;
    for (const struct idl_field *field = type->fields; field; field = field->next) {
        int inner = measure_type(parser, field->type, depth + 1);
        if (inner < 0)
            return inner;
        if (inner > height)
            height = inner;
    }
    return height + 1;
}

static int measure_entry(struct parser *parser, struct entry *entry, int depth)
{
    if (entry->height > 0)
        return entry->height;
    if (entry->height < 0)
        return refuse_at(parser, entry->member.line, "This type contains itself.");
    entry->height = -1;
    int height = depth > DEPTH_MAX ? depth : measure_type(parser, entry->member.in, depth);
    if (height > DEPTH_MAX)
        return refuse_at(parser, entry->member.line, "Types are nested more than 32 deep.");
    if (height >= 0)
        entry->height = height;
    return height;
}

static int measure(struct parser *parser)
{
    for (struct entry *entry = parser->entries; entry; entry = entry->next) {
        int height = entry->member.kind == IDL_TYPE ? measure_entry(parser, entry, 0) : 0;
        if (height < 0)
            return height;
        entry->member.next = entry->next ? &entry->next->member : NULL;
    }
    return 0;
}

int idl_parse(const char *text, struct arena *arena, struct idl *ret, struct idl_fault *ret_fault)
{
    struct parser parser = {.fault = ret_fault};
    size_t length = strnlen(text, TEXT_MAX + 1);
    if (length > TEXT_MAX)
        return refuse_at(&parser, 1, "The description is larger than 256 KiB.");
    struct idl idl = {.text = arena_copy(arena, text, length)};
    parser.scan =
        (struct idl_scan){.arena = arena, .at = idl.text, .line = 1, .line_is_fresh = true};
    int result = parse_interface(&parser, &idl);
    if (result == 0)
        result = resolve(&parser);
    if (result == 0)
        result = measure(&parser);
    if (result < 0)
        return result;
    idl.members = &parser.entries->member;
    *ret = idl;
    return 0;
}

const struct idl_member *idl_find(const struct idl *idl, enum idl_member_kind kind,
                                  const char *name)
{
    for (const struct idl_member *member = idl->members; member; member = member->next)
        if (member->kind == kind && strcmp(member->name, name) == 0)
            return member;
    return NULL;
}
