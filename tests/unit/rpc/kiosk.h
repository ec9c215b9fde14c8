#pragma once
/* People at the kitchen computer, for tests. Include cmocka first. */
#include "common/varlink.h"
#include "tests/unit/rpc/callers.h"

/* Long enough to stand nowhere by chance. */
#define ANNS_PIN  "947261803512"
#define BENS_PIN  "550917364208"
#define WRONG_PIN "316408527193"

#define LOGIN "org.kith.Account.Login"

/* ann and ben have PINs; cat has an account without one. */
static inline int kiosk_set_up(void **state)
{
    struct rig *rig = rig_new();
    rig_furnish(rig);
    struct peer *mike = rig_peer(rig, MIKE);
    struct peer *ben = rig_peer(rig, BEN);
    rig_do(rig, mike, "org.kith.Account.SetPin", "{\"person\":\"ann\",\"pin\":\"" ANNS_PIN "\"}");
    rig_do(rig, ben, "org.kith.Account.SetPin", "{\"pin\":\"" BENS_PIN "\"}");
    peer_free(mike);
    peer_free(ben);
    *state = rig;
    return 0;
}

static inline const char *log_in(struct rig *rig, struct peer *peer, const char *person,
                                 const char *pin)
{
    char parameters[128];
    (void)snprintf(parameters, sizeof parameters, "{\"person\":\"%s\",\"pin\":\"%s\"}", person,
                   pin);
    return rig_try(rig, peer, LOGIN, parameters);
}

/* What costs the worker nothing, because nobody has a PIN of one letter, and counts all the same.
 */
static inline void fail_times(struct rig *rig, struct peer *peer, const char *person, int times)
{
    for (int i = 0; i < times; i++)
        assert_string_equal(log_in(rig, peer, person, "x"), "LoginFailed");
}

static inline void pass(struct rig *rig, int64_t seconds)
{
    rig->now.wall += seconds;
    rig->now.boot += seconds;
}

/* Who the connection is, as Hello tells it: a handle, or the kind of account. */
static inline const char *who(struct rig *rig, struct peer *peer)
{
    static char name[64];
    json_t *hello = rig_must(rig, peer, "org.kith.Server.Hello", NULL);
    const char *person = look_text(hello, "person");
    (void)snprintf(name, sizeof name, "%s", *person ? person : look_text(hello, "account"));
    json_decref(hello);
    return name;
}

static inline void feed(struct peer *peer, const char *method, const char *parameters, bool more)
{
    struct bytes message = {0};
    varlink_write_call(&message, method, parameters, strlen(parameters), more);
    peer_feed(peer, message.data, message.length);
    bytes_clear(&message);
}

static inline void feed_login(struct peer *peer, const char *person, const char *pin)
{
    char parameters[128];
    (void)snprintf(parameters, sizeof parameters, "{\"person\":\"%s\",\"pin\":\"%s\"}", person,
                   pin);
    feed(peer, LOGIN, parameters, false);
}

/* The last part of the next reply's error; "" where it has none, "(nothing)" where none came. */
static inline const char *answer(struct peer *peer)
{
    static char name[128];
    json_t *reply = rig_reply(peer);
    const char *error = look_text(reply, "error");
    const char *dot = strrchr(error, '.');
    (void)snprintf(name, sizeof name, "%s", !reply ? "(nothing)" : dot ? dot + 1 : error);
    json_decref(reply);
    return name;
}

static inline size_t count_work(const struct rig *rig)
{
    size_t count = 0;
    for (const struct work *work = rig->queued; work; work = work->next)
        count++;
    return count;
}

static inline void disable(struct rig *rig, const char *uid)
{
    char sql[96];
    char parameters[64];
    struct peer *root = rig_peer(rig, ROOT);
    (void)snprintf(sql, sizeof sql, "select id from account where uid = %s and disabled_at is null",
                   uid);
    (void)snprintf(parameters, sizeof parameters, "{\"accountId\":%lld}",
                   (long long)look_record(rig, sql));
    rig_do(rig, root, "org.kith.Account.Disable", parameters);
    peer_free(root);
}

#define KIOSK_TEST(test) cmocka_unit_test_setup_teardown(test, kiosk_set_up, look_tear_down)
