#include "daemon/rpc/page.h"

#include <string.h>

#include "common/text.h"

static size_t page_limit(struct optional_int limit)
{
    return limit.present ? (size_t)limit.value : PAGE_DEFAULT;
}

size_t page_read(struct optional_int limit)
{
    return page_limit(limit) + 1;
}

size_t page_show(struct optional_int limit, size_t count)
{
    return count < page_limit(limit) ? count : page_limit(limit);
}

void page_next(struct call *call, struct optional_int limit, size_t count, const char *last)
{
    if (count > page_limit(limit))
        reply_text(&call->reply, "next", last);
}

int page_number(struct call *call, const char *after, int64_t otherwise, int64_t *ret_number)
{
    int64_t number = otherwise;
    if (after && text_to_int(after, 0, INT64_MAX, &number) < 0)
        return call_invalid(call, "after");
    *ret_number = number;
    return 0;
}

int page_day_number(struct call *call, const char *after, civil_day *ret_day, int64_t *ret_number)
{
    enum { DAY = CIVIL_DATE_SIZE - 1 };
    if (after && (strlen(after) <= DAY || after[DAY] != '/' ||
                  civil_parse(arena_copy(call->arena, after, DAY), ret_day) < 0 ||
                  text_to_int(after + DAY + 1, 0, INT64_MAX, ret_number) < 0))
        return call_invalid(call, "after");
    return 0;
}

const char *page_write_day_number(struct call *call, civil_day day, int64_t number)
{
    return arena_format(call->arena, "%s/%lld", call_date(call, day), (long long)number);
}
