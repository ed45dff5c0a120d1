#include "workloads.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define ACCOUNTS 10000u
#define COPY_ROWS 10000
#define BATCH_ROWS 1000

static const struct workload workloads[] = {
    {"pg_type",
     "select typname, typnamespace, typowner, typlen, typbyval, typcategory, typispreferred, "
     "typisdefined, typdelim, typrelid, typelem, typarray "
     "from pg_type where typtypmod = $1 and typisdefined = $2",
     2, QUERY},
    {"series", "select i from generate_series(1, 1000) as i", 0, QUERY},
    {"bytea", "select data from bench_bytes", 0, QUERY},
    {"arrays", "select numbers from bench_arrays", 0, QUERY},
    {"rows", "select id, email, score, created from bench_rows", 0, QUERY},
    {"one-plus-one", "select 1 + 1", 0, QUERY},
    {"select-int", "select $1::int", 1, QUERY},
    {"primary-key", "select balance from bench_accounts where id = $1", 1, QUERY},
    {"copy-in", "copy bench_copy (id, name, score) from stdin with (format binary)", 0, COPY_IN},
    {"batch", "insert into bench_batch (id, name) values ($1, $2)", 2, BATCH},
};

void fail(const char *what) {
    fprintf(stderr, "limit: %s\n", what);
    exit(1);
}

const struct workload *find_workload(const char *name) {
    for (size_t i = 0; i < sizeof workloads / sizeof *workloads; i++)
        if (strcmp(workloads[i].name, name) == 0) return &workloads[i];
    fail("unknown workload");
    return NULL;
}

/* Big-endian numbers. */

static uint16_t read16(const char *bytes) {
    uint16_t value;
    memcpy(&value, bytes, sizeof value);
    return __builtin_bswap16(value);
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

static char *write16(char *bytes, uint16_t value) {
    value = __builtin_bswap16(value);
    memcpy(bytes, &value, sizeof value);
    return bytes + sizeof value;
}

static char *write32(char *bytes, uint32_t value) {
    value = __builtin_bswap32(value);
    memcpy(bytes, &value, sizeof value);
    return bytes + sizeof value;
}

static char *write64(char *bytes, uint64_t value) {
    value = __builtin_bswap64(value);
    memcpy(bytes, &value, sizeof value);
    return bytes + sizeof value;
}

void bind(const struct workload *workload, uint32_t number, char storage[2][4], const char *values[2],
          int lengths[2], int formats[2]) {
    for (int i = 0; i < workload->parameters; i++) {
        values[i] = storage[i];
        lengths[i] = 4;
        formats[i] = 1;
    }
    if (strcmp(workload->name, "pg_type") == 0) {
        write32(storage[0], (uint32_t)-1);
        storage[1][0] = 1;
        lengths[1] = 1;
    } else if (strcmp(workload->name, "primary-key") == 0) {
        write32(storage[0], number * 7919u % ACCOUNTS + 1);
    } else if (workload->parameters == 1) {
        write32(storage[0], number);
    }
}

/* Copies the value, as a driver that hands out native strings does. */
static uint64_t copy_value(const char *value, int length) {
    static _Thread_local char buffer[4096];
    memcpy(buffer, value, (size_t)length < sizeof buffer ? (size_t)length : sizeof buffer);
    __asm__ volatile("" : : "r"(buffer) : "memory");
    return (uint64_t)length;
}

static uint64_t read_array(const char *bytes) {
    uint32_t dimensions = read32(bytes);
    if (dimensions != 1) return 0;
    uint32_t count = read32(bytes + 12);
    static _Thread_local int32_t numbers[1024];
    const char *element = bytes + 20;
    uint64_t sum = 0;
    for (uint32_t i = 0; i < count && i < 1024; i++, element += 8) {
        numbers[i] = (int32_t)read32(element + 4);
        sum += (uint64_t)numbers[i];
    }
    __asm__ volatile("" : : "r"(numbers) : "memory");
    return sum;
}

static uint64_t read_value(Oid type, const char *value, int length) {
    switch (type) {
    case 16:   /* bool */
        return (uint64_t)value[0];
    case 18:   /* "char" */
        return 1;
    case 21:   /* int2 */
        return (uint64_t)(int16_t)read16(value);
    case 23:   /* int4 */
        return (uint64_t)(int32_t)read32(value);
    case 26:   /* oid */
        return (uint64_t)read32(value);
    case 20: /* int8 */
        return read64(value);
    case 1184: /* timestamptz, in seconds: the sum of microseconds would overflow */
        return read64(value) / 1000000u;
    case 701: { /* float8 */
        uint64_t bits = read64(value);
        double number;
        memcpy(&number, &bits, sizeof number);
        return (uint64_t)number;
    }
    case 1007: /* int4[] */
        return read_array(value);
    default: return copy_value(value, length);
    }
}

uint64_t read_result(const PGresult *result) {
    int rows = PQntuples(result), columns = PQnfields(result);
    Oid types[16];
    for (int column = 0; column < columns; column++) types[column] = PQftype(result, column);
    uint64_t sum = 0;
    for (int row = 0; row < rows; row++)
        for (int column = 0; column < columns; column++)
            if (!PQgetisnull(result, row, column))
                sum += read_value(types[column], PQgetvalue(result, row, column),
                                  PQgetlength(result, row, column));
    return sum;
}

/* The rows of COPY and of the batch: a number, a name, and for COPY a fraction of the number. */

static char *write_name(char *bytes, uint32_t number) {
    char name[32];
    int length = snprintf(name, sizeof name, "name %u", number);
    bytes = write32(bytes, (uint32_t)length);
    memcpy(bytes, name, (size_t)length);
    return bytes + length;
}

uint64_t copy_in(PGconn *connection) {
    static _Thread_local char buffer[65536];
    static const char header[] = "PGCOPY\n\377\r\n\0\0\0\0\0\0\0\0\0";
    PGresult *result = PQexec(connection, find_workload("copy-in")->sql);
    if (PQresultStatus(result) != PGRES_COPY_IN) fail(PQerrorMessage(connection));
    PQclear(result);
    memcpy(buffer, header, 19);
    char *end = buffer + 19;
    for (uint32_t row = 0; row < COPY_ROWS; row++) {
        if (end - buffer > (long)sizeof buffer - 128) {
            if (PQputCopyData(connection, buffer, (int)(end - buffer)) != 1)
                fail(PQerrorMessage(connection));
            end = buffer;
        }
        end = write16(end, 3);
        end = write32(write32(end, 4), row);
        end = write_name(end, row);
        double score = row / 3.0;
        uint64_t bits;
        memcpy(&bits, &score, sizeof bits);
        end = write64(write32(end, 8), bits);
    }
    end = write16(end, 0xffff);
    if (PQputCopyData(connection, buffer, (int)(end - buffer)) != 1 ||
        PQputCopyEnd(connection, NULL) != 1)
        fail(PQerrorMessage(connection));
    result = PQgetResult(connection);
    if (PQresultStatus(result) != PGRES_COMMAND_OK) fail(PQerrorMessage(connection));
    uint64_t count = strtoull(PQcmdTuples(result), NULL, 10);
    PQclear(result);
    while ((result = PQgetResult(connection))) PQclear(result);
    return count;
}

static void read_batch_results(PGconn *connection, int wanted) {
    for (int i = 0; i < wanted; i++) {
        PGresult *result = PQgetResult(connection);
        if (PQresultStatus(result) != PGRES_COMMAND_OK) fail(PQerrorMessage(connection));
        PQclear(result);
        PQgetResult(connection);
    }
}

uint64_t insert_batch(PGconn *connection) {
    if (PQenterPipelineMode(connection) != 1) fail(PQerrorMessage(connection));
    char number[4], name[64];
    const char *values[] = {number, name};
    int formats[] = {1, 1};
    for (uint32_t row = 0; row < BATCH_ROWS; row++) {
        write32(number, row);
        int lengths[] = {4, snprintf(name, sizeof name, "name %u", row)};
        if (PQsendQueryPrepared(connection, "s", 2, values, lengths, formats, 1) != 1)
            fail(PQerrorMessage(connection));
    }
    if (PQpipelineSync(connection) != 1) fail(PQerrorMessage(connection));
    read_batch_results(connection, BATCH_ROWS);
    PGresult *sync = PQgetResult(connection);
    if (PQresultStatus(sync) != PGRES_PIPELINE_SYNC) fail("no sync after the batch");
    PQclear(sync);
    if (PQexitPipelineMode(connection) != 1) fail(PQerrorMessage(connection));
    return BATCH_ROWS;
}

PGconn *connect_to_server(void) {
    const char *url = getenv("DATABASE_URL");
    PGconn *connection = PQconnectdb(url ? url : "");
    if (PQstatus(connection) != CONNECTION_OK) fail(PQerrorMessage(connection));
    return connection;
}

static void execute(PGconn *connection, const char *sql) {
    PGresult *result = PQexec(connection, sql);
    if (PQresultStatus(result) != PGRES_COMMAND_OK) fail(PQerrorMessage(connection));
    PQclear(result);
}

void prepare(PGconn *connection, const struct workload *workload) {
    if (workload->kind == COPY_IN) {
        execute(connection, "create temp table bench_copy (id int, name text, score float8) "
                            "on commit delete rows");
        return;
    }
    if (workload->kind == BATCH)
        execute(connection,
                "create temp table bench_batch (id int, name text) on commit delete rows");
    PGresult *result = PQprepare(connection, "s", workload->sql, 0, NULL);
    if (PQresultStatus(result) != PGRES_COMMAND_OK) fail(PQerrorMessage(connection));
    PQclear(result);
    /* libpq reads 16 KB at a time until a large message made its buffer grow; a C program that
     * cares does this, so the limit does it too. */
    PQclear(PQexec(connection, "select repeat(' ', 150000)"));
}
