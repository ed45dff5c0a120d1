/* The limit: what a C program gets out of libpq.
 *
 * Usage: limit blocking|events WORKLOAD CONNECTIONS SECONDS
 *        limit pipeline WORKLOAD DEPTH SECONDS
 *        limit count WORKLOAD 1 OPERATIONS
 *        limit setup FILE
 *        limit versions
 * `blocking` gives each connection a thread; `events` serves them from one epoll loop a core, as an
 * asynchronous driver does; `pipeline` keeps DEPTH statements under way on one connection, each with
 * a sync of its own; `count` does a number of operations, for counting instructions.
 * Prints: operations, nanoseconds, microseconds of CPU, peak memory in KB, checksum per operation. */
#include <errno.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <time.h>
#include <unistd.h>

#include "workloads.h"

static const struct workload *workload;
static atomic_int is_over;
static pthread_barrier_t start;

struct worker {
    pthread_t thread;
    int connections;
    uint64_t operations, checksum;
};

static uint64_t now(void) {
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (uint64_t)time.tv_sec * 1000000000u + (uint64_t)time.tv_nsec;
}

static uint64_t cpu_time(void) {
    struct rusage usage;
    getrusage(RUSAGE_SELF, &usage);
    return (uint64_t)(usage.ru_utime.tv_sec + usage.ru_stime.tv_sec) * 1000000u +
           (uint64_t)(usage.ru_utime.tv_usec + usage.ru_stime.tv_usec);
}

/* Memory of this program itself: the kernel's own mark would count the one that started it. */
static long peak_memory(void) {
    FILE *file = fopen("/proc/self/status", "r");
    char line[256];
    long peak = 0;
    while (file && fgets(line, sizeof line, file))
        if (sscanf(line, "VmHWM: %ld", &peak) == 1) break;
    if (file) fclose(file);
    return peak;
}

/* A checksum that does not depend on which numbers were bound. */
static uint64_t corrected(uint64_t sum, uint32_t number) {
    if (strcmp(workload->name, "select-int") == 0) return sum - number;
    if (strcmp(workload->name, "primary-key") == 0) return sum - (number * 7919u % 10000u + 1);
    return sum;
}

/* Blocking: a thread for each connection. */

static uint64_t perform(PGconn *connection, uint32_t number) {
    switch (workload->kind) {
    case COPY_IN: return copy_in(connection);
    case BATCH: return insert_batch(connection);
    case QUERY: break;
    }
    char storage[2][4];
    const char *values[2];
    int lengths[2], formats[2];
    bind(workload, number, storage, values, lengths, formats);
    PGresult *result = PQexecPrepared(connection, "s", workload->parameters, values, lengths,
                                      formats, 1);
    if (PQresultStatus(result) != PGRES_TUPLES_OK) fail(PQerrorMessage(connection));
    uint64_t sum = read_result(result);
    PQclear(result);
    return corrected(sum, number);
}

static void *run_blocking(void *context) {
    struct worker *worker = context;
    PGconn *connection = connect_to_server();
    prepare(connection, workload);
    perform(connection, 0);
    pthread_barrier_wait(&start);
    while (!atomic_load_explicit(&is_over, memory_order_relaxed)) {
        worker->checksum += perform(connection, (uint32_t)worker->operations);
        worker->operations++;
    }
    pthread_barrier_wait(&start);
    PQfinish(connection);
    return NULL;
}

/* Events: many connections on one thread. */

struct session {
    PGconn *connection;
    uint32_t number;
};

static void send_query(struct session *session) {
    char storage[2][4];
    const char *values[2];
    int lengths[2], formats[2];
    bind(workload, session->number, storage, values, lengths, formats);
    if (PQsendQueryPrepared(session->connection, "s", workload->parameters, values, lengths, formats,
                            1) != 1 ||
        PQflush(session->connection) < 0)
        fail(PQerrorMessage(session->connection));
}

static int receive(struct session *session, struct worker *worker) {
    if (PQconsumeInput(session->connection) != 1) fail(PQerrorMessage(session->connection));
    while (!PQisBusy(session->connection)) {
        PGresult *result = PQgetResult(session->connection);
        if (!result) {
            worker->operations++;
            session->number++;
            return 1;
        }
        if (PQresultStatus(result) != PGRES_TUPLES_OK) fail(PQerrorMessage(session->connection));
        worker->checksum += corrected(read_result(result), session->number);
        PQclear(result);
    }
    return 0;
}

static void *run_events(void *context) {
    struct worker *worker = context;
    struct session *sessions = calloc((size_t)worker->connections, sizeof *sessions);
    int poller = epoll_create1(EPOLL_CLOEXEC);
    for (int i = 0; i < worker->connections; i++) {
        sessions[i].connection = connect_to_server();
        prepare(sessions[i].connection, workload);
        perform(sessions[i].connection, 0);
        PQsetnonblocking(sessions[i].connection, 1);
        struct epoll_event event = {.events = EPOLLIN, .data.ptr = &sessions[i]};
        epoll_ctl(poller, EPOLL_CTL_ADD, PQsocket(sessions[i].connection), &event);
    }
    pthread_barrier_wait(&start);
    int active = worker->connections;
    for (int i = 0; i < worker->connections; i++) send_query(&sessions[i]);
    while (active > 0) {
        struct epoll_event events[64];
        int count = epoll_wait(poller, events, 64, -1);
        for (int i = 0; i < count; i++) {
            struct session *session = events[i].data.ptr;
            if (!receive(session, worker)) continue;
            if (atomic_load_explicit(&is_over, memory_order_relaxed)) active--;
            else send_query(session);
        }
    }
    pthread_barrier_wait(&start);
    for (int i = 0; i < worker->connections; i++) PQfinish(sessions[i].connection);
    close(poller);
    free(sessions);
    return NULL;
}

/* Pipeline: many statements under way on one connection. */

static void *run_pipeline(void *context) {
    struct worker *worker = context;
    struct session session = {connect_to_server(), 0};
    prepare(session.connection, workload);
    PQsetnonblocking(session.connection, 1);
    PQenterPipelineMode(session.connection);
    int poller = epoll_create1(EPOLL_CLOEXEC);
    struct epoll_event event = {.events = EPOLLIN};
    epoll_ctl(poller, EPOLL_CTL_ADD, PQsocket(session.connection), &event);
    pthread_barrier_wait(&start);
    int under_way = 0, wanted = worker->connections;
    uint32_t answered = 0;
    for (;;) {
        int over = atomic_load_explicit(&is_over, memory_order_relaxed);
        for (; !over && under_way < wanted; under_way++) {
            send_query(&session);
            session.number++;
            if (PQpipelineSync(session.connection) != 1) fail(PQerrorMessage(session.connection));
        }
        if (under_way == 0) break;
        PQflush(session.connection);
        epoll_wait(poller, &event, 1, -1);
        if (PQconsumeInput(session.connection) != 1) fail(PQerrorMessage(session.connection));
        while (under_way > 0 && !PQisBusy(session.connection)) {
            PGresult *result = PQgetResult(session.connection);
            if (!result) continue;
            if (PQresultStatus(result) == PGRES_PIPELINE_SYNC) {
                under_way--;
                worker->operations++;
            } else {
                worker->checksum += corrected(read_result(result), answered++);
            }
            PQclear(result);
        }
    }
    pthread_barrier_wait(&start);
    PQfinish(session.connection);
    close(poller);
    return NULL;
}

static int print_versions(void) {
    PGconn *connection = connect_to_server();
    int client = PQlibVersion(), server = PQserverVersion(connection);
    printf("libpq %d.%d, PostgreSQL %d.%d\n", client / 10000, client % 10000, server / 10000,
           server % 10000);
    PQfinish(connection);
    return 0;
}

/* Runs the SQL of a file, once: makes the tables. */
static int set_up(const char *path) {
    static char sql[65536];
    FILE *file = fopen(path, "r");
    if (!file || fread(sql, 1, sizeof sql - 1, file) == 0) fail("cannot read the set-up file");
    fclose(file);
    PGconn *connection = connect_to_server();
    PGresult *result = PQexec(connection, sql);
    if (PQresultStatus(result) != PGRES_COMMAND_OK) fail(PQerrorMessage(connection));
    PQclear(result);
    result = PQexec(connection, "vacuum analyze");
    if (PQresultStatus(result) != PGRES_COMMAND_OK) fail(PQerrorMessage(connection));
    PQclear(result);
    PQfinish(connection);
    return 0;
}

static int count_operations(long count) {
    PGconn *connection = connect_to_server();
    prepare(connection, workload);
    uint64_t sum = 0;
    for (long i = 0; i < count; i++) sum += perform(connection, (uint32_t)i);
    printf("%ld 0 0 0 %llu\n", count, (unsigned long long)(count ? sum / (uint64_t)count : 0));
    PQfinish(connection);
    return 0;
}

int main(int argc, char **argv) {
    if (argc == 2 && strcmp(argv[1], "versions") == 0) return print_versions();
    if (argc == 3 && strcmp(argv[1], "setup") == 0) return set_up(argv[2]);
    if (argc != 5) fail("usage: limit blocking|events|pipeline|count WORKLOAD CONNECTIONS SECONDS");
    workload = find_workload(argv[2]);
    int connections = atoi(argv[3]);
    double seconds = atof(argv[4]);
    if (strcmp(argv[1], "count") == 0) return count_operations((long)seconds);

    int is_blocking = strcmp(argv[1], "blocking") == 0, is_events = strcmp(argv[1], "events") == 0;
    long cores = sysconf(_SC_NPROCESSORS_ONLN);
    int threads = is_blocking ? connections : 1;
    if (is_events) threads = connections < cores ? connections : (int)cores;

    struct worker *workers = calloc((size_t)threads, sizeof *workers);
    pthread_barrier_init(&start, NULL, (unsigned)threads + 1);
    for (int i = 0; i < threads; i++) {
        workers[i].connections = is_blocking ? 1
                                 : is_events ? connections / threads + (i < connections % threads)
                                             : connections;
        pthread_create(&workers[i].thread, NULL,
                       is_blocking ? run_blocking
                       : is_events ? run_events
                                   : run_pipeline,
                       &workers[i]);
    }
    pthread_barrier_wait(&start);
    uint64_t began = now(), busy = cpu_time();
    struct timespec wait = {(time_t)seconds, (long)((seconds - (double)(time_t)seconds) * 1e9)};
    while (nanosleep(&wait, &wait) != 0 && errno == EINTR) {}
    atomic_store(&is_over, 1);
    pthread_barrier_wait(&start);
    uint64_t ended = now(), spent = cpu_time() - busy;

    uint64_t operations = 0, checksum = 0;
    for (int i = 0; i < threads; i++) {
        pthread_join(workers[i].thread, NULL);
        operations += workers[i].operations;
        checksum += workers[i].checksum;
    }
    free(workers);
    printf("%llu %llu %llu %ld %llu\n", (unsigned long long)operations,
           (unsigned long long)(ended - began), (unsigned long long)spent, peak_memory(),
           (unsigned long long)(operations ? checksum / operations : 0));
    return 0;
}
