// Lets ThreadSanitizer see how a continuation hands over to a task that need not sleep.
//
// Who resumes a continuation tells the sanitizer of it, and the runtime takes note where it wakes the
// task. A task that was answered between its registration and its suspension goes on at once, without
// that note: the atomic operation that orders the two is in libswift_Concurrency, which is not built
// with the sanitizer, and whatever was written for the answer looks like a race. Preloaded, this file
// takes note wherever a task goes on after `swift_continuation_await`. Real races are found as before.

#define _GNU_SOURCE
#include <dlfcn.h>
#include <pthread.h>
#include <stdint.h>
#include <stdlib.h>

// The sanitizer's, in the test program. Programs that tests start have none and need none.
extern void __tsan_acquire(void *address) __attribute__((weak));

// The runtime tells the sanitizer of a resumption under the address of the task.
extern void *swift_task_getCurrent(void) __attribute__((swiftcall));

#define ASYNC __attribute__((swiftasynccall))

// The beginning of what the compiler lays out for every continuation.
struct continuation {
    void *parent;
    ASYNC void (*resume)(__attribute__((swift_async_context)) struct continuation *);
};

typedef ASYNC void (*await_function)(struct continuation *);

ASYNC void swift_continuation_await(struct continuation *continuation);

// What each awaited continuation goes on with, since there is no room for it in the continuation.
struct entry {
    struct continuation *continuation;
    ASYNC void (*resume)(__attribute__((swift_async_context)) struct continuation *);
    struct entry *next;
};

#define BUCKETS 1024

static struct entry *buckets[BUCKETS];
static pthread_mutex_t buckets_lock = PTHREAD_MUTEX_INITIALIZER;

static struct entry **bucket_of(struct continuation *continuation) {
    return &buckets[((uintptr_t)continuation >> 4) % BUCKETS];
}

static void keep(struct continuation *continuation) {
    struct entry *entry = malloc(sizeof *entry);
    if (entry == NULL) abort();
    struct entry **bucket = bucket_of(continuation);
    entry->continuation = continuation;
    entry->resume = continuation->resume;
    pthread_mutex_lock(&buckets_lock);
    entry->next = *bucket;
    *bucket = entry;
    pthread_mutex_unlock(&buckets_lock);
}

static void restore(struct continuation *continuation) {
    pthread_mutex_lock(&buckets_lock);
    struct entry **place = bucket_of(continuation);
    while (*place != NULL && (*place)->continuation != continuation) place = &(*place)->next;
    struct entry *entry = *place;
    if (entry == NULL) abort();
    *place = entry->next;
    pthread_mutex_unlock(&buckets_lock);
    continuation->resume = entry->resume;
    free(entry);
}

ASYNC static void go_on(__attribute__((swift_async_context)) struct continuation *continuation) {
    restore(continuation);
    __tsan_acquire(swift_task_getCurrent());
    __attribute__((musttail)) return continuation->resume(continuation);
}

ASYNC void swift_continuation_await(struct continuation *continuation) {
    await_function wait = (await_function)dlsym(RTLD_NEXT, "swift_continuation_await");
    if (wait == NULL) abort();
    if (__tsan_acquire != NULL) {
        keep(continuation);
        continuation->resume = go_on;
    }
    __attribute__((musttail)) return wait(continuation);
}
