// System calls that Swift's Glibc overlay does not export: epoll and eventfd.
#ifndef STRATA_SYSTEM_H
#define STRATA_SYSTEM_H

#if defined(__linux__)
#include <sys/epoll.h>
#include <sys/eventfd.h>
#endif

#endif
