/* A whole daemon is asked every cell of access.table: what the table says is what callers get. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "daemon/rpc/internal.h"
#include "tests/support/rig.h"
#include "tests/unit/rpc/access.h"

static bool takes(const struct row *row, const char *name)
{
    for (const struct field *field = row->method->fields; field && field->name; field++)
        if (strcmp(field->name, name) == 0)
            return true;
    return false;
}

/* --- What each method is given, by its own description ---------------------------------------- */

static const char *person_in(const struct column *column, enum situation situation)
{
    return situation == SELF          ? column_name(column)
           : situation == OTHER_HOUSE ? "oda"
           : situation == FORMER      ? "dan"
                                      : "ann";
}

static json_t *members_for(const struct field *fields);

/* Something that the field's kind and bounds let through. */
static json_t *value_for(const struct field *field)
{
    switch (field->kind) {
    case FIELD_BOOL:
        return json_false();
    case FIELD_INT:
        return json_integer(field->min);
    case FIELD_TEXT:
        return json_string(field->form == FORM_DATE   ? "2026-12-01"
                           : field->form == FORM_TIME ? "20:00"
                                                      : "x");
    case FIELD_ENUM:
        return json_string(field->names[0]);
    case FIELD_STRUCT:
        return members_for(field->members);
    case FIELD_TEXTS:
    case FIELD_STRUCTS:
        return json_array();
    case FIELD_TEXT_MAP:
    case FIELD_JSON:
        break;
    }
    return json_object();
}

static void set_member(json_t *object, const char *name, json_t *value)
{
    assert_int_equal(json_object_set_new(object, name, value), 0);
}

/* Only what must be there. */
static json_t *members_for(const struct field *fields)
{
    json_t *object = json_object();
    for (const struct field *field = fields; field->name; field++)
        if (!field->nullable)
            set_member(object, field->name, value_for(field));
    return object;
}

/* That, and where the method can say so the house and the person that the situation is about. */
static json_t *parameters_for(const struct row *row, const struct column *column,
                              enum situation situation)
{
    json_t *object = members_for(row->method->fields);
    const char *target = row->target ? row->target->parameter : NULL;
    bool aims_at_person = target && strcmp(target, "person") == 0;
    const char *somebody = situation == OTHER_HOUSE ? "oda" : "ann";
    const char *person = aims_at_person ? person_in(column, situation) : somebody;
    if (takes(row, "house"))
        set_member(object, "house", json_string(situation == OTHER_HOUSE ? "oak" : "maple"));
    if (takes(row, "person"))
        set_member(object, "person", json_string(person));
    return object;
}

/* A call whose parameters are refused never comes as far as the question who may. */
static void assert_decodes(const struct row *row, const json_t *parameters)
{
    struct arena arena = {0};
    const char *path = "";
    const struct method *method = row->method;
    void *in = arena_alloc(&arena, method->size ? method->size : 1);
    if (decode_parameters(method->fields, parameters, &arena, in, &path) < 0)
        fail_msg("%s: nothing to try for %s", method->name, path);
    arena_clear(&arena);
}

/* --- A whole daemon, asked ------------------------------------------------------------------ */

enum answer { ADMITTED, DENIED, HIDDEN };

/* Whether the daemon let the call through to its handler, whatever came of it there. */
static enum answer answer_of(const json_t *reply)
{
    const char *error = json_string_value(json_object_get(reply, "error"));
    const json_t *fields = json_object_get(reply, "parameters");
    const char *kind = json_string_value(json_object_get(fields, "kind"));
    if (!error)
        return ADMITTED;
    if (strcmp(error, "org.varlink.service.PermissionDenied") == 0)
        return DENIED;
    /* Nobody comes to have an import without Begin, which this walk calls for everybody. */
    if (strcmp(error, "org.kith.Import.NotBegun") == 0)
        return DENIED;
    bool hidden = strcmp(error, "org.kith.Server.NotFound") == 0 &&
                  (strcmp(kind, "house") == 0 || strcmp(kind, "person") == 0);
    return hidden ? HIDDEN : ADMITTED;
}

/* A house that one may not see cannot be named, so nothing in it is reached. */
static enum answer expected_of(const struct row *row, const struct column *column,
                               enum situation situation)
{
    bool named = takes(row, "house") && situation == OTHER_HOUSE;
    if (named && !may(column, RIGHT_HOUSE_SEE, OTHER_HOUSE))
        return HIDDEN;
    if (takes(row, "house") && column->role == ROLE_ANYBODY)
        return HIDDEN;
    if (allowed(row, column, situation))
        return ADMITTED;
    /* What nobody named is refused, not missing. */
    if (!row->target || !row->target->parameter)
        return DENIED;
    return may(column, row->target->see, situation) ? DENIED : HIDDEN;
}

static void ask(struct rig *rig, struct peer *peer, const struct row *row,
                const struct column *column, enum situation situation)
{
    static const char *const said[] = {"admitted", "denied", "hidden"};
    json_t *parameters = parameters_for(row, column, situation);
    assert_decodes(row, parameters);
    char *text = json_dumps(parameters, JSON_COMPACT);
    json_t *reply = rig_call(rig, peer, row->method->name, text);
    assert_non_null(reply);
    enum answer answer = answer_of(reply);
    enum answer expected = expected_of(row, column, situation);
    if (answer != expected)
        fail_msg("%s %s by %s (%c): %s, not %s", row->method->name, text, column_name(column),
                 letters[situation], said[answer], said[expected]);
    json_decref(reply);
    json_decref(parameters);
    free(text);
}

/* Without a house or person to name there is one way to call it. */
static bool is_tried(const struct row *row, const struct column *column, enum situation situation)
{
    if (row->target == &target_self)
        return situation == SELF;
    if (situation == SELF && !is_person(column))
        return false;
    if (row->target && strcmp(row->target->kind, "person") == 0)
        return true;
    if (row->target && takes(row, "house"))
        return situation == SAME_HOUSE || situation == OTHER_HOUSE;
    return situation == (row->target ? SAME_HOUSE : OTHER_HOUSE);
}

/* A caller for each column, by the calls with which a house makes them. */
static void furnish_column(struct rig *rig, struct peer *root, const struct column *column)
{
    char text[256];
    const char *name = column_name(column);
    if (!is_person(column))
        return;
    (void)snprintf(text, sizeof text, "{\"house\":\"maple\",\"handle\":\"%s\",\"name\":\"X\"}",
                   name);
    rig_do(rig, root, "org.kith.Person.Add", text);
    (void)snprintf(text, sizeof text,
                   "{\"kind\":\"person\",\"house\":\"maple\",\"person\":\"%s\",\"uid\":%u}", name,
                   (unsigned)column->uid);
    rig_do(rig, root, "org.kith.Account.Add", text);
    if (column->standing == LIVES_HERE) {
        struct peer *mike = rig_peer(rig, 1001);
        (void)snprintf(text, sizeof text, "{\"person\":\"%s\"}", name);
        rig_do(rig, mike, "org.kith.Person.Admit", text);
        peer_free(mike);
    }
    bool office = role_kind(column->role) == ROLE_OFFICE;
    (void)snprintf(text, sizeof text, "{\"house\":\"maple\",\"person\":\"%s\",\"%s\":\"%s\"}", name,
                   office ? "office" : "role", name);
    if (office)
        rig_do(rig, root, "org.kith.Office.Appoint", text);
    else if (role_kind(column->role) == ROLE_GRANTED)
        rig_do(rig, root, "org.kith.Account.Grant", text);
}

/* From now on every call is undone whatever comes of it, so that each finds the same house. */
static void put_all_on_trial(struct turn *turn)
{
    struct row *rows = arena_array(&turn->arena, turn->entry_count, sizeof *rows);
    for (size_t i = 0; i < turn->entry_count; i++) {
        rows[i] = *turn->entries[i].row;
        rows[i].access = TRIAL;
        turn->entries[i].row = &rows[i];
    }
}

static struct rig *furnished(void)
{
    struct rig *rig = rig_new();
    rig_furnish(rig);
    struct peer *root = rig_peer(rig, 0);
    struct peer *olga = rig_peer(rig, 1007);
    rig_do(rig, olga, "org.kith.Person.Add", "{\"handle\":\"oda\",\"name\":\"Oda O\"}");
    rig_do(rig, olga, "org.kith.Person.Admit", "{\"person\":\"oda\"}");
    for (size_t c = 0; c < COUNT(columns); c++)
        furnish_column(rig, root, &columns[c]);
    peer_free(root);
    peer_free(olga);
    put_all_on_trial(rig->turn);
    return rig;
}

/* How many calls that took. */
static size_t walk(struct rig *rig, const struct column *column)
{
    size_t calls = 0;
    struct peer *peer = rig_peer(rig, column->uid);
    for (const struct noun *const *noun = nouns; *noun; noun++)
        for (size_t i = 0; i < (*noun)->row_count; i++)
            for (int situation = 0; situation < SITUATIONS; situation++)
                if (is_tried(&(*noun)->rows[i], column, (enum situation)situation)) {
                    ask(rig, peer, &(*noun)->rows[i], column, (enum situation)situation);
                    calls++;
                }
    peer_free(peer);
    return calls;
}

/* issue 2: "walks every method x every role, office ... x {self, same house, other house, former}"
 */
static void the_daemon_answers_every_cell_as_the_table_says(void **state)
{
    (void)state;
    struct rig *rig = furnished();
    size_t calls = 0;
    size_t rows = 0;
    for (const struct noun *const *noun = nouns; *noun; noun++)
        rows += (*noun)->row_count;
    for (size_t c = 0; c < COUNT(columns); c++)
        calls += walk(rig, &columns[c]);
    rig_free(rig);
    print_message("# %zu methods, %zu callers, %zu calls\n", rows, COUNT(columns), calls);
    assert_true(calls > rows * COUNT(columns));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_daemon_answers_every_cell_as_the_table_says),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
