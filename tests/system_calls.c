/* Stands between a program and the system where it writes: counts its calls, kills it at one of them, or lets them fail.
 *
 * CALLS_UNDER    only calls that concern files whose path begins so
 * CALLS_COUNT    file that is given the number of calls when the program ends
 * CALLS_KILL_AT  number of the call before which the program is killed
 * CALLS_TEAR     when set, half of what that call would write is written first
 * CALLS_FAIL     calls that fail, as "fsync=5 pwrite=28": name and errno
 * CALLS_WHILE    file that must be there for them to fail
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/types.h>
#include <unistd.h>

static atomic_long calls;

#define REAL(name) (__typeof__(&name))dlsym(RTLD_NEXT, #name)

static int is_under(const char *path) {
  const char *under = getenv("CALLS_UNDER");
  return under && strncmp(path, under, strlen(under)) == 0;
}

static int is_meant(int file) {
  char link[64], path[PATH_MAX];
  snprintf(link, sizeof link, "/proc/self/fd/%d", file);
  ssize_t length = readlink(link, path, sizeof path - 1);
  if (length < 0) return 0;
  path[length] = 0;
  return is_under(path);
}

static int fault_of(const char *name) {
  const char *faults = getenv("CALLS_FAIL"), *during = getenv("CALLS_WHILE");
  if (!faults || (during && access(during, F_OK) != 0)) return 0;
  char sign[32];
  int length = snprintf(sign, sizeof sign, "%s=", name);
  const char *found = strstr(faults, sign);
  return found ? atoi(found + length) : 0;
}

/* Whether this call is the one at which the program is to die. */
static int is_last(void) {
  const char *last = getenv("CALLS_KILL_AT");
  return atomic_fetch_add(&calls, 1) + 1 == (last ? atol(last) : 0);
}

static void die(void) {
  kill(getpid(), SIGKILL);
  for (;;) pause();
}

static int fails(const char *name) {
  if (is_last()) die();
  int fault = fault_of(name);
  if (fault) errno = fault;
  return fault;
}

static ssize_t written(const char *name, ssize_t (*half)(int, const void *, size_t, off64_t), int file,
                       const void *bytes, size_t count, off64_t place) {
  if (is_last()) {
    if (getenv("CALLS_TEAR")) half(file, bytes, count / 2, place);
    die();
  }
  int fault = fault_of(name);
  if (fault) {
    errno = fault;
    return -1;
  }
  return half(file, bytes, count, place);
}

static ssize_t real_pwrite(int file, const void *bytes, size_t count, off64_t place) {
  return (REAL(pwrite64))(file, bytes, count, place);
}

static ssize_t real_write(int file, const void *bytes, size_t count, off64_t place) {
  (void)place;
  return (REAL(write))(file, bytes, count);
}

ssize_t pwrite64(int file, const void *bytes, size_t count, off64_t place) {
  return is_meant(file) ? written("pwrite", real_pwrite, file, bytes, count, place)
                        : real_pwrite(file, bytes, count, place);
}

ssize_t pwrite(int file, const void *bytes, size_t count, off_t place) { return pwrite64(file, bytes, count, place); }

ssize_t write(int file, const void *bytes, size_t count) {
  return is_meant(file) ? written("write", real_write, file, bytes, count, 0) : real_write(file, bytes, count, 0);
}

int fsync(int file) { return is_meant(file) && fails("fsync") ? -1 : (REAL(fsync))(file); }

int fdatasync(int file) { return is_meant(file) && fails("fsync") ? -1 : (REAL(fdatasync))(file); }

int ftruncate64(int file, off64_t size) {
  return is_meant(file) && fails("truncate") ? -1 : (REAL(ftruncate64))(file, size);
}

int ftruncate(int file, off_t size) { return ftruncate64(file, size); }

int unlink(const char *path) { return is_under(path) && fails("unlink") ? -1 : (REAL(unlink))(path); }

int rename(const char *from, const char *to) {
  return is_under(to) && fails("rename") ? -1 : (REAL(rename))(from, to);
}

int mkdir(const char *path, mode_t mode) { return is_under(path) && fails("mkdir") ? -1 : (REAL(mkdir))(path, mode); }

int open64(const char *path, int flags, ...) {
  mode_t mode = 0;
  if (flags & (O_CREAT | O_TMPFILE)) {
    va_list rest;
    va_start(rest, flags);
    mode = va_arg(rest, mode_t);
    va_end(rest);
  }
  int is_for_writing = (flags & O_ACCMODE) != O_RDONLY;
  return is_for_writing && is_under(path) && fails("open") ? -1 : (REAL(open64))(path, flags, mode);
}

int open(const char *path, int flags, ...) {
  mode_t mode = 0;
  if (flags & (O_CREAT | O_TMPFILE)) {
    va_list rest;
    va_start(rest, flags);
    mode = va_arg(rest, mode_t);
    va_end(rest);
  }
  return open64(path, flags, mode);
}

__attribute__((destructor)) static void tell(void) {
  const char *count = getenv("CALLS_COUNT");
  if (!count || !atomic_load(&calls)) return;
  FILE *file = fopen(count, "w");
  if (!file) return;
  fprintf(file, "%ld", atomic_load(&calls));
  fclose(file);
}
