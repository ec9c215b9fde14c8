#include "daemon/store/note.h"

#include "daemon/store/list.h"
#include "daemon/store/person.h"
#include "daemon/store/query.h"

static const char INSERT[] =
    "insert into note (house, person, at, on_date) values (?1, ?2, ?3, ?4)";
static const char APPEND[] =
    "insert into note_text (note, number, person, at, text, reason) values (?1, ?2, ?3, ?4, ?5,"
    " ?6)";
static const char NUMBER[] = "select count(*) from note_text where note = ?1";
static const char BY_ID[] =
    "select n.id, n.person, n.at, (select count(*) from note_text t where t.note = n.id)"
    " from note n where n.id = ?2 and n.house = ?1";
/* The cross joins keep the notes' order, which their index has; the rest is looked up. */
#define PAGE(on)                                                                                   \
    "select n.id, n.person, n.at, p.handle, " HAS_LEFT(                                            \
        "p.id") ", t.number, t.text"                                                               \
                " from note n cross join person p cross join note_text t"                          \
                " where n.house = ?1 and n.id < ?2" on " and p.id = n.person and t.note = n.id"    \
                " and t.number = (select max(number) from note_text where note = n.id)"            \
                " order by n.id desc limit ?3"
static const char ALL[] = PAGE("");
static const char OF_DAY[] = PAGE(" and n.on_date = ?4");
static const char VERSIONS[] =
    "select t.note, t.number, t.person, t.at, t.text, t.reason, p.handle, " HAS_LEFT(
        "p.id") " from note_text t cross join person p"
                " where t.note = ?1 and p.id = t.person order by t.number";
static const char WRITTEN_BY[] =
    "select note, number, person, at, text, reason from note_text where person = ?1"
    " order by note desc, number desc limit ?2";
static const char COUNT_WRITTEN_BY[] = "select count(*) from note_text where person = ?1";

int note_insert(struct db *db, int64_t house, int64_t person, int64_t at, civil_day on,
                int64_t *ret_id)
{
    struct query q = query_start(db, INSERT);
    query_int(&q, house);
    query_int(&q, person);
    query_int(&q, at);
    query_day(&q, on);
    return query_insert(&q, ret_id);
}

int note_append(struct db *db, struct note_version *version)
{
    int64_t before = 0;
    struct query counted = query_start(db, NUMBER);
    query_int(&counted, version->note);
    int found = list_int(&counted, &before);
    if (found < 0)
        return found;
    version->number = (int)before + 1;
    struct query q = query_start(db, APPEND);
    query_int(&q, version->note);
    query_int(&q, version->number);
    query_int(&q, version->person);
    query_int(&q, version->at);
    query_blob(&q, version->text.data, version->text.length);
    query_blob(&q, version->reason.data, version->reason.length);
    return query_run(&q);
}

int note_by_id(struct db *db, int64_t house, int64_t id, struct note *ret)
{
    struct query q = query_start(db, BY_ID);
    query_int(&q, house);
    query_int(&q, id);
    int found = query_next(&q);
    if (found > 0) {
        *ret = (struct note){.id = column_int(&q)};
        ret->person = column_int(&q);
        ret->at = column_int(&q);
        ret->versions = (int)column_int(&q);
    }
    int failure = query_end(&q);
    return failure < 0 ? failure : found;
}

static struct note_blob read_blob(struct query *q, struct arena *arena)
{
    struct note_blob blob = {0};
    blob.data = column_blob(q, arena, &blob.length);
    return blob;
}

int note_page(struct db *db, int64_t house, civil_day on, int64_t before, size_t limit,
              struct arena *arena, struct note **ret, size_t *ret_count)
{
    struct query q = query_start(db, on == NO_DAY ? ALL : OF_DAY);
    query_int(&q, house);
    query_int(&q, before);
    query_int(&q, (int64_t)limit);
    if (on != NO_DAY)
        query_day(&q, on);
    struct list list = list_start(arena, sizeof(struct note));
    while (query_next(&q) > 0) {
        struct note *note = list_add(&list);
        note->id = column_int(&q);
        note->person = column_int(&q);
        note->at = column_int(&q);
        note->handle = column_text(&q, arena);
        note->has_left = column_bool(&q);
        note->versions = (int)column_int(&q);
        note->text = read_blob(&q, arena);
    }
    *ret = list.items;
    *ret_count = list.count;
    return query_end(&q);
}

static int read_versions(struct query *q, struct arena *arena, bool with_handles,
                         struct note_version **ret, size_t *ret_count)
{
    struct list list = list_start(arena, sizeof(struct note_version));
    while (query_next(q) > 0) {
        struct note_version *version = list_add(&list);
        version->note = column_int(q);
        version->number = (int)column_int(q);
        version->person = column_int(q);
        version->at = column_int(q);
        version->text = read_blob(q, arena);
        version->reason = read_blob(q, arena);
        if (with_handles) {
            version->handle = column_text(q, arena);
            version->has_left = column_bool(q);
        }
    }
    *ret = list.items;
    *ret_count = list.count;
    return query_end(q);
}

int note_versions(struct db *db, int64_t note, struct arena *arena, struct note_version **ret,
                  size_t *ret_count)
{
    struct query q = query_start(db, VERSIONS);
    query_int(&q, note);
    return read_versions(&q, arena, true, ret, ret_count);
}

int note_written_by(struct db *db, int64_t person, size_t limit, struct arena *arena,
                    struct note_version **ret, size_t *ret_count)
{
    struct query q = query_start(db, WRITTEN_BY);
    query_int(&q, person);
    query_int(&q, (int64_t)limit);
    return read_versions(&q, arena, false, ret, ret_count);
}

int note_count_written_by(struct db *db, int64_t person, int64_t *ret)
{
    struct query q = query_start(db, COUNT_WRITTEN_BY);
    query_int(&q, person);
    int found = list_int(&q, ret);
    return found < 0 ? found : 0;
}
