/* Any bytes as kith.conf: a fault that names its file, or settings that hold their ranges.
 * issue 2: "configuration" */
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "daemon/config/settings.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void expect(bool holds)
{
    if (!holds)
        abort();
}

static void expect_in_range(const struct settings *settings)
{
    expect(*settings->socket_path == '/' && strlen(settings->socket_path) <= 107);
    expect(*settings->store_database == '/' && *settings->store_keys == '/');
    expect(*settings->store_zoneinfo == '/');
    expect(settings->limits_connections >= 8 && settings->limits_connections <= 4096);
    expect(settings->limits_buffer_bytes >= 1 << 23 && settings->limits_buffer_bytes <= 1 << 29);
    expect(settings->kiosk_idle_seconds >= 10 && settings->kiosk_idle_seconds <= 3600);
    expect(settings->log_level <= SETTINGS_LOG_DEBUG);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct arena arena = {0};
    struct settings settings;
    struct settings_fault fault = {0};
    char *text = arena_copy(&arena, size > 0 ? (const char *)data : "", size);
    if (settings_parse(text, size, "kith.conf", &arena, &settings, &fault) == 0)
        expect_in_range(&settings);
    else
        expect(fault.text && strncmp(fault.text, "kith.conf:", 10) == 0);
    arena_clear(&arena);
    return 0;
}
