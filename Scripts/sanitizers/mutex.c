// Lets ThreadSanitizer see how threads hand over a contended Mutex of Swift's on Linux.
//
// An uncontended lock and unlock are atomic operations that the compiler puts into our own code, where
// the sanitizer sees them. With contention they call these functions of libswiftSynchronization, which
// is not built with the sanitizer: the order they make is invisible, and whatever the mutex protects
// looks like a race. Preloaded, this file wraps them and tells the sanitizer of that order. Real races
// are found as before, also those of data that a mutex should protect and does not.

#define _GNU_SOURCE
#include <dlfcn.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

// The sanitizer's, in the test program. Programs that tests start have none and never come here.
extern void __tsan_acquire(void *address) __attribute__((weak));
extern void __tsan_release(void *address) __attribute__((weak));

#define LOCK "$s15Synchronization12_MutexHandleV9_lockSlowyys6UInt32VF"
#define TRY_LOCK "$s15Synchronization12_MutexHandleV12_tryLockSlowSbyF"
#define UNLOCK "$s15Synchronization12_MutexHandleV11_unlockSlowyyF"

#define SWIFT __attribute__((swiftcall))
#define MUTEX __attribute__((swift_context)) void *mutex

typedef SWIFT void (*lock_function)(uint32_t thread, MUTEX);
typedef SWIFT bool (*try_lock_function)(MUTEX);
typedef SWIFT void (*unlock_function)(MUTEX);

SWIFT void lock(uint32_t thread, MUTEX) __asm__(LOCK);
SWIFT bool try_lock(MUTEX) __asm__(TRY_LOCK);
SWIFT void unlock(MUTEX) __asm__(UNLOCK);

static void *wrapped(const char *name) {
    void *function = dlsym(RTLD_NEXT, name);
    if (function == NULL) abort();
    return function;
}

SWIFT void lock(uint32_t thread, MUTEX) {
    ((lock_function)wrapped(LOCK))(thread, mutex);
    if (__tsan_acquire != NULL) __tsan_acquire(mutex);
}

SWIFT bool try_lock(MUTEX) {
    bool is_locked = ((try_lock_function)wrapped(TRY_LOCK))(mutex);
    if (is_locked && __tsan_acquire != NULL) __tsan_acquire(mutex);
    return is_locked;
}

SWIFT void unlock(MUTEX) {
    if (__tsan_release != NULL) __tsan_release(mutex);
    ((unlock_function)wrapped(UNLOCK))(mutex);
}
