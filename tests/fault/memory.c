#include "tests/fault/memory.h"

#include <jansson.h>
#include <sqlite3.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

void *__real_malloc(size_t size);
void *__real_calloc(size_t count, size_t size);
void *__real_realloc(void *old, size_t size);
char *__real_strdup(const char *text);
void __real_json_set_alloc_funcs(json_malloc_t take, json_free_t give_back);
void __wrap_json_set_alloc_funcs(json_malloc_t take, json_free_t give_back);
int __real_vasprintf(char **ret, const char *format, va_list args)
    __attribute__((format(printf, 2, 0)));
int __real___vasprintf_chk(char **ret, int flag, const char *format, va_list args)
    __attribute__((format(printf, 3, 0)));
void __real_free(void *pointer);

void *__wrap_malloc(size_t size);
void *__wrap_calloc(size_t count, size_t size);
void *__wrap_realloc(void *old, size_t size);
char *__wrap_strdup(const char *text);
int __wrap_vasprintf(char **ret, const char *format, va_list args)
    __attribute__((format(printf, 2, 0)));
int __wrap___vasprintf_chk(char **ret, int flag, const char *format, va_list args)
    __attribute__((format(printf, 3, 0)));
void __wrap_free(void *pointer);

/* An allocator is told nothing but a size, so what it counts must stand somewhere by itself. */
static struct {
    atomic_bool armed;
    atomic_uint_fast64_t first;
    atomic_uint_fast64_t last;
    atomic_uint_fast64_t requests;
    struct memory_hits *hits;
    atomic_int_fast64_t live;
    sqlite3_mem_methods sqlite;
    json_malloc_t json_take; /* the daemon's own */
    bool json_asks;          /* through it */
} memory;

/* Whether this request is one of those that fail. */
static bool strikes(enum memory_user user)
{
    if (!memory.armed)
        return false;
    uint64_t number = ++memory.requests;
    memory.hits->requests = number;
    if (number < memory.first || number > memory.last)
        return false;
    if (memory.hits->failures++ == 0)
        memory.hits->first = user;
    return true;
}

static void *count(void *pointer)
{
    memory.live += pointer != NULL;
    return pointer;
}

void *memory_take(enum memory_user user, size_t size)
{
    return strikes(user) ? NULL : count(__real_malloc(size));
}

void *memory_retake(enum memory_user user, void *old, size_t size)
{
    if (strikes(user))
        return NULL;
    return old ? __real_realloc(old, size) : count(__real_malloc(size));
}

void memory_give_back(void *pointer)
{
    memory.live -= pointer != NULL;
    __real_free(pointer);
}

/* --- Our own --- */

void *__wrap_malloc(size_t size)
{
    return memory_take(memory.json_asks ? MEMORY_JSON : MEMORY_OURS, size);
}

void *__wrap_calloc(size_t number, size_t size)
{
    return strikes(MEMORY_OURS) ? NULL : count(__real_calloc(number, size));
}

void *__wrap_realloc(void *old, size_t size)
{
    return memory_retake(MEMORY_OURS, old, size);
}

char *__wrap_strdup(const char *text)
{
    return strikes(MEMORY_OURS) ? NULL : count(__real_strdup(text));
}

int __wrap_vasprintf(char **ret, const char *format, va_list args)
{
    if (strikes(MEMORY_OURS))
        return -1;
    int length = __real_vasprintf(ret, format, args);
    (void)count(length < 0 ? NULL : *ret);
    return length;
}

/* The same, as _FORTIFY_SOURCE has it. */
int __wrap___vasprintf_chk(char **ret, int flag, const char *format, va_list args)
{
    if (strikes(MEMORY_OURS))
        return -1;
    int length = __real___vasprintf_chk(ret, flag, format, args);
    (void)count(length < 0 ? NULL : *ret);
    return length;
}

void __wrap_free(void *pointer)
{
    memory_give_back(pointer);
}

/* --- jansson's and SQLite's --- */

static void *json_take(size_t size)
{
    memory.json_asks = true;
    void *taken = memory.json_take(size);
    memory.json_asks = false;
    return taken;
}

void __wrap_json_set_alloc_funcs(json_malloc_t take, json_free_t give_back)
{
    memory.json_take = take;
    __real_json_set_alloc_funcs(json_take, give_back);
}

static void *sqlite_take(int size)
{
    return strikes(MEMORY_SQLITE) ? NULL : count(memory.sqlite.xMalloc(size));
}

static void *sqlite_retake(void *old, int size)
{
    return strikes(MEMORY_SQLITE) ? NULL : memory.sqlite.xRealloc(old, size);
}

static void sqlite_give_back(void *pointer)
{
    memory.live -= pointer != NULL;
    memory.sqlite.xFree(pointer);
}

void memory_install(void)
{
    /* The same numbers in every run: the order in an object's table is part of them. */
    json_object_seed(1);
    (void)sqlite3_config(SQLITE_CONFIG_GETMALLOC, &memory.sqlite);
    sqlite3_mem_methods methods = memory.sqlite;
    methods.xMalloc = sqlite_take;
    methods.xRealloc = sqlite_retake;
    methods.xFree = sqlite_give_back;
    (void)sqlite3_config(SQLITE_CONFIG_MALLOC, &methods);
}

/* --- What the tests ask --- */

void memory_arm(uint64_t first, uint64_t last, struct memory_hits *hits)
{
    *hits = (struct memory_hits){0};
    memory.hits = hits;
    memory.requests = 0;
    memory.first = first ? first : UINT64_MAX;
    memory.last = last;
    memory.armed = true;
}

void memory_lift(void)
{
    memory.first = UINT64_MAX;
}

void memory_disarm(void)
{
    memory.armed = false;
}

int64_t memory_live(void)
{
    return memory.live;
}
