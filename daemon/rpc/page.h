#pragma once
/*
 * Lists: `limit`, `after` and `next`. The cursor is the sort key itself, so what is added meanwhile
 * never shifts a page.
 */
#include <stddef.h>

#include "common/decode.h"
#include "daemon/rpc/call.h"

enum { PAGE_DEFAULT = 100 };

/* How many to read: one more than asked for, to know whether there is a next page. */
size_t page_read(struct optional_int limit);

/* How many of the `count` read to show. */
size_t page_show(struct optional_int limit, size_t count);

/* Writes `next`: `last`, the key of the last one shown, where more were read than shown. */
void page_next(struct call *call, struct optional_int limit, size_t count, const char *last);

/* A cursor that is a number, `otherwise` where it is absent. 0, or InvalidParameter's outcome. */
int page_number(struct call *call, const char *after, int64_t otherwise, int64_t *ret_number);

/* A list by days: a cursor is the last one's day and number, such as 2026-11-27/12; where it is
 * absent both stay as they are. 0, or InvalidParameter's outcome. */
int page_day_number(struct call *call, const char *after, civil_day *ret_day, int64_t *ret_number);

/* Writes such a cursor; in the slice's arena. */
const char *page_write_day_number(struct call *call, civil_day day, int64_t number);
