/* org.varlink.service: what every Varlink service says of itself. */
#include "org.varlink.service.h"

#include <string.h>

#include "common/embed.h"
#include "daemon/rpc/noun.h"

int service_get_info(struct call *call)
{
    struct reply *reply = &call->reply;
    reply_text(reply, "vendor", "kith");
    reply_text(reply, "product", "kithd");
    reply_text(reply, "version", VERSION);
    reply_text(reply, "url", "");
    reply_list(reply, "interfaces");
    for (const struct noun *const *noun = nouns; *noun; noun++)
        reply_text(reply, NULL, (*noun)->interface);
    reply_list_end(reply);
    return 0;
}

enum service_outcome { SERVICE_NO_INTERFACE = 1, SERVICE_OUTCOMES };

int service_get_interface_description(struct call *call,
                                      const struct service_get_interface_description_in *in)
{
    for (const struct noun *const *noun = nouns; *noun; noun++) {
        if (strcmp((*noun)->interface, in->interface) != 0)
            continue;
        const char *file = arena_format(call->arena, "%s.varlink", in->interface);
        reply_text(&call->reply, "description", embedded_find(embedded_texts, file));
        return 0;
    }
    call_say(call, "interface", in->interface);
    return SERVICE_NO_INTERFACE;
}

static const struct row rows[] = {
    {&service_get_info_method, READ, NULL, RIGHT_OPEN, false},
    {&service_get_interface_description_method, READ, NULL, RIGHT_OPEN, false},
};

static const struct refusal refusals[SERVICE_OUTCOMES] = {
    [SERVICE_NO_INTERFACE] = {"org.varlink.service.InterfaceNotFound", NULL},
};

const struct noun service_noun = {
    .interface = service_interface,
    .rows = rows,
    .row_count = COUNT(rows),
    .refusals = refusals,
    .refusal_count = COUNT(refusals),
    .audit_right = RIGHT_SERVER_RUN,
};
