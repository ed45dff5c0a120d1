/* What is measured. The statements stand in Sources/Client and python/peers.py in the same words. */
#ifndef WORKLOADS_H
#define WORKLOADS_H

#include <libpq-fe.h>
#include <stdint.h>

/* How an operation of a workload is carried out. */
enum kind { QUERY, COPY_IN, BATCH };

struct workload {
    const char *name;
    const char *sql;
    /* Parameters of a query; each is one number, sent as int4, or a bool. */
    int parameters;
    enum kind kind;
};

const struct workload *find_workload(const char *name);

/* Fills the parameters for the operation with this number. */
void bind(const struct workload *workload, uint32_t number, char storage[2][4], const char *values[2],
          int lengths[2], int formats[2]);

/* Reads every value of a result into a native one and returns the sum over them. */
uint64_t read_result(const PGresult *result);

/* One COPY of 10,000 rows, or one batch of 1,000 inserts, blocking. */
uint64_t copy_in(PGconn *connection);
uint64_t insert_batch(PGconn *connection);

void prepare(PGconn *connection, const struct workload *workload);
PGconn *connect_to_server(void);
void fail(const char *what);

#endif
