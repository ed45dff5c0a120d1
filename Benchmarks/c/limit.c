/* The limit: what a blocking C program gets out of libpq with one connection.
 *
 * Usage: limit serial|rows OPERATIONS
 * Connects as DATABASE_URL or libpq's own variables say, runs the workload once to warm up and then
 * OPERATIONS times, and prints: operations, nanoseconds, checksum. `limit versions` prints libpq's
 * and the server's. */
#include <libpq-fe.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define WARM_UP 50

/* The statements stand in Sources/Client/Workloads.swift in the same words. */
static const char *SERIAL = "select $1::int";
static const char *ROWS =
    "select i::int8, 'user' || i || '@example.org', i::float8 / 3, "
    "timestamptz '2020-01-01 00:00:00+00' + i * interval '1 minute' "
    "from generate_series(1, 1000) i";

static void fail(const char *what) {
    fprintf(stderr, "limit: %s\n", what);
    exit(1);
}

static uint64_t now(void) {
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (uint64_t)time.tv_sec * 1000000000u + (uint64_t)time.tv_nsec;
}

static uint32_t read32(const char *bytes) {
    uint32_t value;
    memcpy(&value, bytes, sizeof value);
    return __builtin_bswap32(value);
}

static uint64_t read64(const char *bytes) {
    uint64_t value;
    memcpy(&value, bytes, sizeof value);
    return __builtin_bswap64(value);
}

static void prepare(PGconn *connection, const char *sql) {
    PGresult *result = PQprepare(connection, "s", sql, 0, NULL);
    if (PQresultStatus(result) != PGRES_COMMAND_OK) fail(PQerrorMessage(connection));
    PQclear(result);
}

/* One round trip: a parameter there, a value back. */
static uint64_t serial(PGconn *connection, uint32_t number) {
    uint32_t parameter = __builtin_bswap32(number);
    const char *values[] = {(const char *)&parameter};
    int lengths[] = {sizeof parameter}, formats[] = {1};
    PGresult *result = PQexecPrepared(connection, "s", 1, values, lengths, formats, 1);
    if (PQresultStatus(result) != PGRES_TUPLES_OK) fail(PQerrorMessage(connection));
    uint64_t sum = PQgetisnull(result, 0, 0) ? 0 : read32(PQgetvalue(result, 0, 0));
    PQclear(result);
    return sum;
}

/* Reads every byte of a text, as any use of it would; the sum of lengths is the checksum. */
static volatile uint32_t sink;

static uint64_t touch(const char *text) {
    uint32_t hash = 2166136261u;
    size_t length = strlen(text);
    for (size_t i = 0; i < length; i++) hash = (hash ^ (unsigned char)text[i]) * 16777619u;
    sink = hash;
    return length;
}

/* A thousand rows of four columns, every value read after asking whether it is NULL. */
static uint64_t rows(PGconn *connection) {
    PGresult *result = PQexecPrepared(connection, "s", 0, NULL, NULL, NULL, 1);
    if (PQresultStatus(result) != PGRES_TUPLES_OK) fail(PQerrorMessage(connection));
    uint64_t sum = 0;
    int count = PQntuples(result);
    for (int row = 0; row < count; row++) {
        if (!PQgetisnull(result, row, 0)) sum += read64(PQgetvalue(result, row, 0));
        if (!PQgetisnull(result, row, 1)) sum += touch(PQgetvalue(result, row, 1));
        if (!PQgetisnull(result, row, 2)) {
            uint64_t bits = read64(PQgetvalue(result, row, 2));
            double value;
            memcpy(&value, &bits, sizeof value);
            sum += (uint64_t)value;
        }
        if (!PQgetisnull(result, row, 3)) sum += read64(PQgetvalue(result, row, 3));
    }
    PQclear(result);
    return sum;
}

static PGconn *connect_to_server(void) {
    const char *url = getenv("DATABASE_URL");
    PGconn *connection = PQconnectdb(url ? url : "");
    if (PQstatus(connection) != CONNECTION_OK) fail(PQerrorMessage(connection));
    return connection;
}

static int print_versions(void) {
    PGconn *connection = connect_to_server();
    int client = PQlibVersion(), server = PQserverVersion(connection);
    printf("libpq %d.%d, PostgreSQL %d.%d\n", client / 10000, client % 10000, server / 10000,
           server % 10000);
    PQfinish(connection);
    return 0;
}

int main(int argc, char **argv) {
    if (argc == 2 && strcmp(argv[1], "versions") == 0) return print_versions();
    if (argc != 3) fail("usage: limit serial|rows OPERATIONS");
    int is_rows = strcmp(argv[1], "rows") == 0;
    if (!is_rows && strcmp(argv[1], "serial") != 0) fail("unknown workload");
    long count = atol(argv[2]);

    PGconn *connection = connect_to_server();
    prepare(connection, is_rows ? ROWS : SERIAL);

    for (long i = 0; i < WARM_UP; i++) is_rows ? rows(connection) : serial(connection, 0);
    uint64_t sum = 0, began = now();
    for (long i = 0; i < count; i++)
        sum += is_rows ? rows(connection) : serial(connection, (uint32_t)i);
    uint64_t ended = now();
    printf("%ld %llu %llu\n", count, (unsigned long long)(ended - began), (unsigned long long)sum);
    PQfinish(connection);
    return 0;
}
