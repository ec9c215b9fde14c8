#pragma once
/* What the tests of inspections share. Include cmocka first. */
#include "tests/unit/rpc/look.h"

enum { ROOT = 0, MIKE = 1001, ANN = 1002, BEN = 1003, CAT = 1004, DAN = 1005, OPAL = 1006 };

static inline void inspect_add_item(struct rig *rig, const char *item)
{
    char parameters[128];
    (void)snprintf(parameters, sizeof parameters, "{\"item\":\"%s\",\"name\":\"The %s\"}", item,
                   item);
    rig_do(rig, rig_peer(rig, MIKE), "org.kith.Inspection.AddItem", parameters);
}

/* A house that looks at bed-made, floor and no-food. */
static inline int inspect_set_up(void **state)
{
    (void)look_set_up(state);
    inspect_add_item(*state, "bed-made");
    inspect_add_item(*state, "floor");
    inspect_add_item(*state, "no-food");
    return 0;
}

/* An inspection by that user: its number. */
static inline int64_t inspect(struct rig *rig, uid_t uid, const char *parameters)
{
    json_t *reply = rig_must(rig, rig_peer(rig, uid), "org.kith.Inspection.Record", parameters);
    int64_t id = look_int(reply, "inspectionId");
    json_decref(reply);
    return id;
}

/* A method that names an inspection by its number, as that user. */
static inline json_t *inspect_ask(struct rig *rig, uid_t uid, const char *method, int64_t id,
                                  const char *more)
{
    char name[64];
    char parameters[1024];
    (void)snprintf(name, sizeof name, "org.kith.Inspection.%s", method);
    (void)snprintf(parameters, sizeof parameters, "{\"inspectionId\":%lld%s}", (long long)id, more);
    return rig_call(rig, rig_peer(rig, uid), name, parameters);
}

/* The last part of the error's name, "" where there is none; good until the next call. */
static inline const char *inspect_error(struct rig *rig, uid_t uid, const char *method, int64_t id,
                                        const char *more)
{
    static char error[64];
    json_t *reply = inspect_ask(rig, uid, method, id, more);
    const char *name = look_text(reply, "error");
    const char *dot = strrchr(name, '.');
    (void)snprintf(error, sizeof error, "%s", dot ? dot + 1 : name);
    json_decref(reply);
    return error;
}

#define INSPECT_TEST(test) cmocka_unit_test_setup_teardown(test, inspect_set_up, look_tear_down)
