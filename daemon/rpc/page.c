#include "daemon/rpc/page.h"

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

int64_t page_number(const char *after)
{
    int64_t number = 0;
    if (after)
        (void)text_to_int(after, 0, INT64_MAX, &number);
    return number;
}
