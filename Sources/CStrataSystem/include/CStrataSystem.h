// epoll behind functions that take plain integers, so that Swift needs no unsafe unions for it.
#ifndef STRATA_SYSTEM_H
#define STRATA_SYSTEM_H

#include <stdint.h>

// Nanoseconds of a clock that never goes back; the cheapest way to ask.
int64_t strata_nanoseconds(void);

#if defined(__linux__)
#include <stdbool.h>

// Returns a new epoll descriptor, or -1.
int strata_epoll_create(void);

// Adds a descriptor (or changes it, when `known`) to be watched for reading and writing.
int strata_epoll_watch(int epoll, int descriptor, bool known, bool read, bool write);

// Stops watching a descriptor.
int strata_epoll_forget(int epoll, int descriptor);

// Waits and fills both arrays: descriptors, and readiness as bits (1 read or broken, 2 write).
int strata_epoll_wait(int epoll, int32_t *descriptors, uint8_t *ready, int capacity,
                      int milliseconds);
#endif

#endif
