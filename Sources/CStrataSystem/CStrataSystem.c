#include "CStrataSystem.h"

#include <time.h>

int64_t strata_nanoseconds(void) {
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (int64_t)time.tv_sec * 1000000000 + time.tv_nsec;
}

#if defined(__linux__)
#include <sys/epoll.h>

int strata_epoll_create(void) { return epoll_create1(EPOLL_CLOEXEC); }

int strata_epoll_watch(int epoll, int descriptor, bool known, bool read, bool write) {
    struct epoll_event event = {0};
    event.data.fd = descriptor;
    event.events = (read ? EPOLLIN : 0) | (write ? EPOLLOUT : 0);
    return epoll_ctl(epoll, known ? EPOLL_CTL_MOD : EPOLL_CTL_ADD, descriptor, &event);
}

int strata_epoll_forget(int epoll, int descriptor) {
    return epoll_ctl(epoll, EPOLL_CTL_DEL, descriptor, 0);
}

int strata_epoll_wait(int epoll, int32_t *descriptors, uint8_t *ready, int capacity,
                      int milliseconds) {
    struct epoll_event events[64];
    int count = epoll_wait(epoll, events, capacity < 64 ? capacity : 64, milliseconds);
    for (int i = 0; i < count; i++) {
        descriptors[i] = events[i].data.fd;
        ready[i] = (events[i].events & ~(uint32_t)EPOLLOUT ? 1 : 0) |
                   (events[i].events & EPOLLOUT ? 2 : 0);
    }
    return count;
}
#endif
