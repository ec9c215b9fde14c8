#include "daemon/store/audit.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "common/chain.h"
#include "daemon/store/list.h"
#include "daemon/store/query.h"

#define ENTRY "a.seq, a.body, a.hash, a.house, a.noun, a.actor_person, a.was_read"

static const char HEAD[] = "select seq, hash from audit order by seq desc limit 1";
static const char INSERT[] =
    "insert into audit (seq, body, hash, detail, house, noun, actor_person, was_read)"
    " values (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)";
static const char CONCERNS[] =
    "insert into audit_on (seq, person, read_by_other) values (?1, ?2, ?3) on conflict do nothing";
static const char OF_PERSON[] =
    "select " ENTRY " from audit_on o join audit a on a.seq = o.seq"
    " where o.person = ?1 and o.seq < ?2 and (?3 is null or a.house = ?3)"
    " order by o.seq desc limit ?4";
static const char OF_NOUN[] = "select " ENTRY " from audit a where a.noun = ?1 and a.seq < ?2"
                              " order by a.seq desc limit ?3";
static const char OF_HOUSE[] = "select " ENTRY " from audit a where a.house = ?1 and a.noun = ?2"
                               " and a.seq < ?3 order by a.seq desc limit ?4";
static const char FROM[] = "select " ENTRY ", a.detail from audit a"
                           " where a.seq >= ?1 order by a.seq limit ?2";
/* SQLite prefers the primary key, in which the looks stand between everything else. */
static const char READERS[] = "select " ENTRY " from audit_on o indexed by audit_on_read"
                              " join audit a on a.seq = o.seq"
                              " where o.person = ?1 and o.read_by_other"
                              " order by o.seq desc limit ?2";

static const char CHECKPOINT_INSERT[] =
    "insert into checkpoint (seq, at, note, signature) values (?1, ?2, ?3, ?4)";
static const char CHECKPOINTS[] = "select seq, at, note, signature from checkpoint"
                                  " where seq <= ?1 order by seq desc limit ?2";
static const char CHECKPOINT_NEXT[] = "select seq, at, note, signature from checkpoint"
                                      " where seq > ?1 order by seq limit 1";

int audit_head(struct db *db, int64_t *ret_seq, char ret_hash[65])
{
    struct query q = query_start(db, HEAD);
    int found = query_next(&q);
    if (found > 0) {
        *ret_seq = column_int(&q);
        const char *hash = column_borrow(&q);
        (void)snprintf(ret_hash, 65, "%s", hash ? hash : "");
    }
    int failure = query_end(&q);
    if (failure < 0 || found > 0)
        return failure;
    *ret_seq = 0;
    return chain_first(ret_hash);
}

int audit_insert(struct db *db, const struct audit_entry *entry, const void *detail, size_t length)
{
    struct query q = query_start(db, INSERT);
    query_int(&q, entry->seq);
    query_text(&q, entry->body);
    query_text(&q, entry->hash);
    query_blob(&q, detail, length);
    query_id(&q, entry->house);
    query_text(&q, entry->noun);
    query_id(&q, entry->actor_person);
    query_int(&q, entry->was_read);
    return query_run(&q);
}

int audit_concerns(struct db *db, const struct audit_entry *entry, int64_t person)
{
    struct query q = query_start(db, CONCERNS);
    query_int(&q, entry->seq);
    query_int(&q, person);
    query_int(&q, entry->was_read && entry->actor_person != person);
    return query_run(&q);
}

static struct audit_entry *read_entry(struct query *q, struct list *list)
{
    struct audit_entry *entry = list_add(list);
    entry->seq = column_int(q);
    entry->body = column_text(q, list->arena);
    entry->hash = column_text(q, list->arena);
    entry->house = column_int(q);
    entry->noun = column_text(q, list->arena);
    entry->actor_person = column_int(q);
    entry->was_read = column_bool(q);
    return entry;
}

static int add_entries(struct query *q, struct list *list)
{
    while (query_next(q) > 0)
        (void)read_entry(q, list);
    return query_end(q);
}

static int read_entries(struct query *q, struct arena *arena, struct audit_entry **ret,
                        size_t *ret_count)
{
    struct list list = list_start(arena, sizeof(struct audit_entry));
    int failure = add_entries(q, &list);
    *ret = list.items;
    *ret_count = list.count;
    return failure;
}

static int add_of_person(struct db *db, const struct audit_scope *scope, int64_t before,
                         size_t limit, struct list *list)
{
    struct query q = query_start(db, OF_PERSON);
    query_int(&q, scope->person);
    query_int(&q, before);
    query_id(&q, scope->house);
    query_int(&q, (int64_t)limit);
    return add_entries(&q, list);
}

static int add_of_noun(struct db *db, const struct audit_nouns *nouns, int64_t before, size_t limit,
                       struct list *list)
{
    struct query q = query_start(db, nouns->house ? OF_HOUSE : OF_NOUN);
    if (nouns->house)
        query_int(&q, nouns->house);
    query_text(&q, nouns->noun);
    query_int(&q, before);
    query_int(&q, (int64_t)limit);
    return add_entries(&q, list);
}

static int newest_first(const void *one, const void *other)
{
    int64_t a = ((const struct audit_entry *)one)->seq;
    int64_t b = ((const struct audit_entry *)other)->seq;
    return (a < b) - (a > b);
}

/*
 * Each way by which an entry may come to be readable has an index of its own, so each gives its
 * newest few; what they give together is sorted here. No way scans the record.
 */
int audit_page(struct db *db, const struct audit_scope *scope, int64_t before, size_t limit,
               struct arena *arena, struct audit_entry **ret, size_t *ret_count)
{
    struct list list = list_start(arena, sizeof(struct audit_entry));
    int failure = scope->person ? add_of_person(db, scope, before, limit, &list) : 0;
    for (size_t i = 0; failure == 0 && i < scope->noun_count; i++)
        failure = add_of_noun(db, &scope->nouns[i], before, limit, &list);
    if (failure < 0)
        return failure;
    struct audit_entry *entries = list.items;
    size_t count = 0;
    if (list.count)
        qsort(entries, list.count, sizeof *entries, newest_first);
    for (size_t i = 0; i < list.count && count < limit; i++)
        if (count == 0 || entries[count - 1].seq != entries[i].seq)
            entries[count++] = entries[i];
    *ret = entries;
    *ret_count = count;
    return 0;
}

int audit_from(struct db *db, int64_t from, size_t limit, struct arena *arena,
               struct audit_entry **ret, size_t *ret_count)
{
    struct list list = list_start(arena, sizeof(struct audit_entry));
    struct query q = query_start(db, FROM);
    query_int(&q, from);
    query_int(&q, (int64_t)limit);
    while (query_next(&q) > 0) {
        struct audit_entry *entry = read_entry(&q, &list);
        entry->detail = column_blob(&q, arena, &entry->detail_length);
    }
    *ret = list.items;
    *ret_count = list.count;
    return query_end(&q);
}

int audit_readers(struct db *db, int64_t person, size_t limit, struct arena *arena,
                  struct audit_entry **ret, size_t *ret_count)
{
    struct query q = query_start(db, READERS);
    query_int(&q, person);
    query_int(&q, (int64_t)limit);
    return read_entries(&q, arena, ret, ret_count);
}

int checkpoint_insert(struct db *db, const struct signed_note *checkpoint)
{
    struct query q = query_start(db, CHECKPOINT_INSERT);
    query_int(&q, checkpoint->seq);
    query_int(&q, checkpoint->at);
    query_text(&q, checkpoint->note);
    query_blob(&q, checkpoint->signature, 64);
    return query_run(&q);
}

static int read_checkpoints(struct query *q, struct arena *arena, struct signed_note **ret,
                            size_t *ret_count)
{
    struct list list = list_start(arena, sizeof(struct signed_note));
    while (query_next(q) > 0) {
        struct signed_note *checkpoint = list_add(&list);
        checkpoint->seq = column_int(q);
        checkpoint->at = column_int(q);
        checkpoint->note = column_text(q, arena);
        size_t length = 0;
        const unsigned char *signature = column_blob(q, arena, &length);
        unsigned char *padded = arena_alloc(arena, 64);
        if (signature)
            memcpy(padded, signature, length < 64 ? length : 64);
        checkpoint->signature = padded;
    }
    *ret = list.items;
    *ret_count = list.count;
    return query_end(q);
}

int checkpoint_list(struct db *db, int64_t up_to, size_t limit, struct arena *arena,
                    struct signed_note **ret, size_t *ret_count)
{
    struct query q = query_start(db, CHECKPOINTS);
    query_int(&q, up_to);
    query_int(&q, (int64_t)limit);
    return read_checkpoints(&q, arena, ret, ret_count);
}

int checkpoint_next(struct db *db, int64_t after, struct arena *arena, struct signed_note *ret)
{
    struct signed_note *found = NULL;
    size_t count = 0;
    struct query q = query_start(db, CHECKPOINT_NEXT);
    query_int(&q, after);
    int failure = read_checkpoints(&q, arena, &found, &count);
    if (failure < 0 || count == 0)
        return failure;
    *ret = found[0];
    return 1;
}

int checkpoint_newest(struct db *db, struct arena *arena, struct signed_note *ret)
{
    struct signed_note *found = NULL;
    size_t count = 0;
    int failure = checkpoint_list(db, INT64_MAX, 1, arena, &found, &count);
    if (failure == 0)
        *ret = count ? found[0] : (struct signed_note){0};
    return failure;
}
