/*
 * The same load for kithd and for redis, so that what is compared is the servers.
 *
 *     load SOCKET CONNECTIONS SECONDS PER REPLY [UID]  <messages
 *
 * Each connection sends its PER lines of standard input over and over (connection c those from
 * c * PER on), one at a time, and waits for each reply. REPLY is 0 for replies that end with NUL,
 * as Varlink's do; else the size of every reply in bytes. Lines are sent as they are, with a NUL
 * or CRLF behind. With UID, connection c connects as user UID + c (as root). Prints replies a
 * second, the mean size of a reply, and the 50th and 99th percentile of the time to it.
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <time.h>
#include <unistd.h>

enum { CONNECTIONS_MOST = 1000, SAMPLES_MOST = 1 << 22 };

struct message {
    char *text;
    size_t length;
};

struct connection {
    int fd;
    size_t next;
    size_t got; /* bytes of the reply so far */
    double sent_at;
};

static struct message *messages;
static size_t message_count;
static struct connection connections[CONNECTIONS_MOST];
static size_t per;
static size_t reply_size;
static float samples[SAMPLES_MOST];
static size_t sample_count;
static size_t replies;
static size_t bytes_in;

static void die(const char *what)
{
    perror(what);
    exit(1);
}

static double now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static void read_messages(void)
{
    char *line = NULL;
    size_t room = 0;
    ssize_t length;
    while ((length = getline(&line, &room, stdin)) > 0) {
        length--;
        messages = realloc(messages, (message_count + 1) * sizeof *messages);
        char *text = malloc((size_t)length + 2);
        if (!messages || !text)
            die("memory");
        memcpy(text, line, (size_t)length);
        memcpy(text + length, reply_size ? "\r\n" : "\0", 2);
        messages[message_count++] = (struct message){text, (size_t)length + (reply_size ? 2 : 1)};
    }
    free(line);
}

static void open_connection(struct connection *connection, const char *path, uid_t uid)
{
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    (void)snprintf(address.sun_path, sizeof address.sun_path, "%s", path);
    connection->fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (uid && seteuid(uid) < 0)
        die("seteuid");
    if (connect(connection->fd, (struct sockaddr *)&address, sizeof address) < 0)
        die(path);
    if (uid && seteuid(0) < 0)
        die("seteuid");
}

static void send_next(struct connection *connection, size_t index)
{
    const struct message *message =
        &messages[(index * per + connection->next++ % per) % message_count];
    connection->got = 0;
    connection->sent_at = now();
    if (write(connection->fd, message->text, message->length) != (ssize_t)message->length)
        die("write");
}

/* Whether the reply is whole. */
static int take(struct connection *connection)
{
    char buffer[65536];
    ssize_t length = read(connection->fd, buffer, sizeof buffer);
    if (length <= 0)
        die("read");
    if (connection->got == 0 && !reply_size && strncmp(buffer, "{\"error\"", 8) == 0) {
        fprintf(stderr, "load: %.*s\n", (int)length, buffer);
        exit(1);
    }
    connection->got += (size_t)length;
    bytes_in += (size_t)length;
    return reply_size ? connection->got >= reply_size : buffer[length - 1] == '\0';
}

static int ascending(const void *one, const void *other)
{
    float a = *(const float *)one;
    float b = *(const float *)other;
    return (a > b) - (a < b);
}

int main(int argc, char **argv)
{
    if (argc < 6)
        return 2;
    size_t count = strtoul(argv[2], NULL, 10);
    double seconds = strtod(argv[3], NULL);
    uid_t uid = argc > 6 ? (uid_t)strtoul(argv[6], NULL, 10) : 0;
    per = strtoul(argv[4], NULL, 10);
    reply_size = strtoul(argv[5], NULL, 10);
    if (!count || count > CONNECTIONS_MOST || !per)
        return 2;
    read_messages();
    int poll = epoll_create1(EPOLL_CLOEXEC);
    for (size_t i = 0; i < count; i++) {
        open_connection(&connections[i], argv[1], uid ? uid + (uid_t)i : 0);
        struct epoll_event event = {.events = EPOLLIN, .data.u64 = i};
        if (epoll_ctl(poll, EPOLL_CTL_ADD, connections[i].fd, &event) < 0)
            die("epoll");
    }
    double start = now();
    for (size_t i = 0; i < count; i++)
        send_next(&connections[i], i);
    while (now() - start < seconds) {
        struct epoll_event events[64];
        int ready = epoll_wait(poll, events, 64, 1000);
        for (int i = 0; i < ready; i++) {
            size_t index = events[i].data.u64;
            if (!take(&connections[index]))
                continue;
            replies++;
            if (sample_count < SAMPLES_MOST)
                samples[sample_count++] = (float)(now() - connections[index].sent_at);
            send_next(&connections[index], index);
        }
    }
    double took = now() - start;
    qsort(samples, sample_count, sizeof *samples, ascending);
    printf("%.0f %.0f %.3f %.3f\n", (double)replies / took,
           replies ? (double)bytes_in / (double)replies : 0.0,
           sample_count ? (double)samples[sample_count / 2] * 1000 : 0.0,
           sample_count ? (double)samples[sample_count * 99 / 100] * 1000 : 0.0);
    return 0;
}
