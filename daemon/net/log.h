#pragma once
/*
 * Lines for whoever runs the machine: ids, never names. Levels are those of syslog(3): LOG_ERR,
 * LOG_WARNING, LOG_INFO, LOG_DEBUG.
 */
#include <stdbool.h>

struct log {
    int file;     /* borrowed */
    int level;    /* the least serious that is written */
    bool journal; /* it leads to systemd's journal, which reads a level from "<3>" in front */
};

/*
 * `journal_stream` is $JOURNAL_STREAM, or NULL; it tells which file leads to the journal, and is
 * inherited also by those whose own output does not.
 */
void log_init(int file, int level, const char *journal_stream, struct log *ret);

/* One line, cut at 1,000 bytes; control characters become '?'. */
void log_say(const struct log *log, int level, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

/* Why the daemon does not run: "kithd: what: why; remedy". */
void log_refusal(const struct log *log, const char *what, const char *why, const char *remedy);
