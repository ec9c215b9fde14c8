#include "daemon/rpc/call.h"

#include <stdlib.h>
#include <string.h>
#include <syslog.h>

#include "common/text.h"
#include "daemon/rpc/internal.h"
#include "daemon/store/event.h"

static struct said *say(struct call *call, const char *field)
{
    struct said *said = arena_alloc(call->arena, sizeof *said);
    said->field = field;
    said->next = call->said;
    call->said = said;
    return said;
}

void call_say(struct call *call, const char *field, const char *value)
{
    if (value)
        say(call, field)->text = arena_text(call->arena, value);
}

void call_say_int(struct call *call, const char *field, int64_t value)
{
    say(call, field)->number = value;
}

void call_say_list(struct call *call, const char *field, const char *const *values, size_t count)
{
    static const char *const nothing[] = {NULL};
    struct said *said = say(call, field);
    said->list = values ? values : nothing;
    said->count = count;
}

void call_say_raw(struct call *call, const char *field, const char *json)
{
    say(call, field)->raw = json;
}

int call_not_found(struct call *call, const char *kind, const char *name)
{
    return call_not_found_near(call, kind, name, NULL, 0);
}

int call_not_found_near(struct call *call, const char *kind, const char *name,
                        const char *const *names, size_t count)
{
    call_say(call, "kind", kind);
    call_say(call, "name", name);
    call_say(call, "nearest", text_nearest(name, names, count));
    return OUTCOME_NOT_FOUND;
}

int call_conflict(struct call *call, const char *kind, const char *name, const char *message)
{
    call_say(call, "kind", kind);
    call_say(call, "name", name);
    call_say(call, "message", message);
    return OUTCOME_CONFLICT;
}

int call_invalid(struct call *call, const char *parameter)
{
    call_say(call, "parameter", parameter);
    return OUTCOME_INVALID;
}

int call_impossible(struct call *call, const char *parameter, const char *message)
{
    call_say(call, "parameter", parameter);
    call_say(call, "message", message);
    return OUTCOME_IMPOSSIBLE;
}

static int32_t offset_at(const struct call *call, int64_t utc)
{
    return call->zone ? zone_offset(call->zone, utc) : 0;
}

civil_day call_day_of(const struct call *call, int64_t utc)
{
    return civil_from_seconds(utc + offset_at(call, utc)).day;
}

civil_day call_today(const struct call *call)
{
    return call_day_of(call, call->now.wall);
}

const char *call_instant(const struct call *call, int64_t utc)
{
    char *text = arena_alloc(call->arena, CIVIL_INSTANT_SIZE);
    civil_format_instant(utc, offset_at(call, utc), text);
    return text;
}

const char *call_date(const struct call *call, civil_day day)
{
    char *text = arena_alloc(call->arena, CIVIL_DATE_SIZE);
    civil_format(day, text);
    return text;
}

int64_t call_due(const struct call *call, civil_day day, int minute)
{
    int64_t local = civil_to_seconds(civil_at_minute(day, minute));
    return call->zone ? zone_to_utc(call->zone, local, NULL) : local;
}

const struct zone *call_zone(struct call *call, const char *name)
{
    return turn_zone(call->turn, name);
}

bool call_zones_settled(const struct call *call)
{
    return call->turn->zones_settled;
}

void call_settle_zones(struct call *call, bool settled)
{
    call->turn->zones_settled = settled;
}

void call_log(struct call *call, const char *line)
{
    bytes_add(&call->turn->lines, line, strlen(line) + 1);
}

civil_day call_day(const char *date, civil_day otherwise)
{
    civil_day day = otherwise;
    if (date)
        (void)civil_parse(date, &day);
    return day;
}

void call_concerns(struct call *call, int64_t person)
{
    for (struct concern *known = call->concerns; known; known = known->next)
        if (known->person == person)
            return;
    struct concern *concern = arena_alloc(call->arena, sizeof *concern);
    concern->person = person;
    concern->next = call->concerns;
    call->concerns = concern;
}

int call_event(struct call *call, const char *kind, const char *audience, int64_t person,
               const char *subject, const char *on_date)
{
    struct event event = {
        .at = call->now.wall,
        .house = call->house.id,
        .kind = kind,
        .audience = audience,
        .person = person,
        .subject = subject,
        .on_date = on_date,
    };
    return event_insert(call->db, &event);
}

void call_after_commit(struct call *call, void (*act)(void *context, int64_t value), void *context,
                       int64_t value)
{
    struct deed deed = {act, context, value};
    bytes_add(&call->turn->deeds, &deed, sizeof deed);
}

void call_damaged(struct call *call, const char *why)
{
    struct turn *turn = call->turn;
    if (!turn->damage)
        turn->world.log(turn->world.context, LOG_ERR, why);
    turn->damage = why;
    db_refuse_writes(call->db);
}

int call_record(struct call *call, const char *outcome)
{
    return record_call((struct request *)call, outcome);
}

static void begin_session(void *context, int64_t account)
{
    struct peer *peer = context;
    peer->session = account;
    peer->session_used_at = peer->turn->now.boot;
}

void call_begin_session(struct call *call, int64_t account)
{
    call_after_commit(call, begin_session, call->peer, account);
}

int call_later(struct call *call, void (*run)(void *data), const void *data, size_t size)
{
    struct work *work = calloc(1, sizeof *work);
    if (!work)
        abort();
    work->data = malloc(size);
    if (!work->data)
        abort();
    memcpy(work->data, data, size);
    work->run = run;
    work->size = size;
    work->call = call;
    if (call->turn->world.submit(call->turn->world.context, work))
        return CALL_LATER;
    explicit_bzero(work->data, size);
    free(work->data);
    free(work);
    return OUTCOME_BUSY;
}

void *call_work_data(const struct call *call)
{
    return call->work->data;
}
