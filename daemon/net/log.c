#include "daemon/net/log.h"

#include <inttypes.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <syslog.h>
#include <unistd.h>

enum { LINE_SIZE = 1024, PREFIX_SIZE = 24 };

/* $JOURNAL_STREAM is DEVICE:INODE (systemd.exec(5)). */
static bool leads_to_journal(int file, const char *journal_stream)
{
    struct stat status;
    char own[64];
    if (!journal_stream || fstat(file, &status) < 0)
        return false;
    (void)snprintf(own, sizeof own, "%ju:%ju", (uintmax_t)status.st_dev, (uintmax_t)status.st_ino);
    return strcmp(own, journal_stream) == 0;
}

void log_init(int file, int level, const char *journal_stream, struct log *ret)
{
    *ret = (struct log){
        .file = file,
        .level = level,
        .journal = leads_to_journal(file, journal_stream),
    };
}

static const char *level_word(int level)
{
    switch (level) {
    case LOG_ERR:
        return "error: ";
    case LOG_WARNING:
        return "warning: ";
    case LOG_DEBUG:
        return "debug: ";
    default:
        return "";
    }
}

/* One write a line, so that lines of several writers do not mix. */
static void write_line(const struct log *log, int level, const char *word, const char *text)
{
    char line[LINE_SIZE + PREFIX_SIZE];
    int length = log->journal ? snprintf(line, sizeof line - 1, "<%d>%s", level, text)
                              : snprintf(line, sizeof line - 1, "kithd: %s%s", word, text);
    if (length < 0)
        return;
    if (length > (int)sizeof line - 2)
        length = (int)sizeof line - 2;
    for (int i = 0; i < length; i++)
        if ((unsigned char)line[i] < ' ' || line[i] == 0x7f)
            line[i] = '?';
    line[length] = '\n';
    /* Nobody could be told that the log itself fails. */
    ssize_t written = write(log->file, line, (size_t)length + 1);
    (void)written;
}

void log_say(const struct log *log, int level, const char *format, ...)
{
    char text[LINE_SIZE];
    va_list arguments;
    if (level > log->level)
        return;
    va_start(arguments, format);
    (void)vsnprintf(text, sizeof text, format, arguments);
    va_end(arguments);
    write_line(log, level, level_word(level), text);
}

void log_refusal(const struct log *log, const char *what, const char *why, const char *remedy)
{
    char text[LINE_SIZE];
    (void)snprintf(text, sizeof text, "%s: %s; %s", what, why, remedy);
    write_line(log, LOG_ERR, "", text);
}
