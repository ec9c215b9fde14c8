#pragma once
/*
 * A client on a stage: what it types is given, the daemon's answers are laid out beforehand, and
 * what it sent and printed is read afterwards. The daemon is the other end of a socket pair.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "client/client.h"

/* Friday, 4 pm in New York. */
#define STAGE_HELLO(more)                                                                          \
    "{\"parameters\":{\"version\":\"0.1\",\"now\":\"2026-11-27T16:00:00-05:00\",\"zone\":"         \
    "\"America/New_York\",\"failedLogins\":0," more "}}"
#define STAGE_MIKE                                                                                 \
    STAGE_HELLO("\"house\":\"maple\",\"houses\":[\"maple\"],\"person\":\"mike\","                  \
                "\"account\":\"person\",\"roles\":[\"resident\"]")

struct stage {
    struct client client;
    int daemon;
    char *out;
    char *err;
    size_t out_size;
    size_t err_size;
    char asked[65536]; /* what the daemon got, a call a line */
};

static inline void stage_begin(struct stage *stage)
{
    int pair[2];
    *stage = (struct stage){.daemon = -1};
    assert_int_equal(socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, pair), 0);
    stage->daemon = pair[1];
    stage->client.out = open_memstream(&stage->out, &stage->out_size);
    stage->client.err = open_memstream(&stage->err, &stage->err_size);
    stage->client.socket_path = "/nowhere";
    session_open(&stage->client.session, pair[0]);
}

/* An answer of the daemon's, in the order of the calls. */
static inline void stage_answer(struct stage *stage, const char *reply)
{
    ssize_t length = (ssize_t)strlen(reply) + 1;
    assert_int_equal(send(stage->daemon, reply, (size_t)length, MSG_NOSIGNAL), length);
}

/* Runs a command: words with blanks between, and `_` for a blank within a word. */
static inline enum outcome stage_run(struct stage *stage, const char *line)
{
    enum { WORDS_MAX = 32 };
    char *words[WORDS_MAX];
    char *copy = strdup(line);
    char *rest = copy;
    int count = 0;
    for (char *word; count < WORDS_MAX && (word = strsep(&rest, " "));) {
        for (char *blank; (blank = strchr(word, '_'));)
            *blank = ' ';
        if (*word)
            words[count++] = word;
    }
    enum outcome outcome = client_run(&stage->client, count, words);
    fflush(stage->client.out);
    fflush(stage->client.err);
    free(copy);
    return outcome;
}

/* What the daemon got since the last time, Hello left out. */
static inline const char *stage_asked(struct stage *stage)
{
    static const char hello[] = "{\"method\":\"org.kith.Server.Hello\"";
    ssize_t got = recv(stage->daemon, stage->asked, sizeof stage->asked - 1, MSG_DONTWAIT);
    size_t length = got > 0 ? (size_t)got : 0;
    for (size_t i = 0; i < length; i++)
        if (!stage->asked[i])
            stage->asked[i] = '\n';
    stage->asked[length] = '\0';
    bool greets = strncmp(stage->asked, hello, sizeof hello - 1) == 0;
    return stage->asked + (greets ? strcspn(stage->asked, "\n") + 1 : 0);
}

static inline void stage_end(struct stage *stage)
{
    session_close(&stage->client.session);
    close(stage->daemon);
    fclose(stage->client.out);
    fclose(stage->client.err);
    free(stage->out);
    free(stage->err);
}
