#pragma once
/* Watching what happens, and what has come of it. Include cmocka first. */
#include "common/bytes.h"
#include "common/varlink.h"
#include "tests/unit/rpc/look.h"

static inline void watch(struct rig *rig, struct peer *peer, const char *parameters)
{
    struct bytes message = {0};
    varlink_write_call(&message, "org.kith.Event.Watch", parameters,
                       parameters ? strlen(parameters) : 0, true);
    peer_feed(peer, message.data, message.length);
    bytes_clear(&message);
    rig_run(rig);
}

/* All that has come to a watcher since: the texts of its events in one row, "" for an answer
 * without any, NULL for no answer at all. A static buffer. */
static inline const char *heard(struct peer *peer)
{
    static char row[4096];
    size_t used = 0;
    int answers = 0;
    row[0] = '\0';
    for (json_t *reply; (reply = rig_reply(peer)); json_decref(reply), answers++) {
        assert_true(json_is_true(look(reply, "continues")));
        const json_t *events = look(reply, "parameters.events");
        assert_true(json_is_array(events));
        for (size_t i = 0; i < json_array_size(events); i++) {
            used += (size_t)snprintf(row + used, sizeof row - used, "%s%s", used ? " " : "",
                                     look_text(json_array_get(events, i), "text"));
            assert_true(used < sizeof row);
        }
    }
    return answers ? row : NULL;
}
