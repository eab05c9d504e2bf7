/* What a program does to the files of one folder, counted, written down, and ended before any step.
 *
 * Preloaded (LD_PRELOAD), it stands between SQLite and the C library. A step is a write, a sync, a cut or an unlink of a file in
 * CRASH_FOLDER. `crash_before` = n ends the process with SIGKILL before step n (from 0); with `crash_torn`, a write is done by
 * half first. With CRASH_LOG every step is appended to that file: one line, then the bytes of a write.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

long crash_before = -1;
long crash_torn = 0;
static long step = 0;

static int concerns(int fd, const char *path, char *name) {
    const char *folder = getenv("CRASH_FOLDER");
    char link[64];
    ssize_t size;
    if (folder == NULL) return 0;
    if (path != NULL) {
        snprintf(name, PATH_MAX, "%s", path);
    } else {
        snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
        size = readlink(link, name, PATH_MAX - 1);
        if (size < 0) return 0;
        name[size] = 0;
    }
    return strncmp(name, folder, strlen(folder)) == 0;
}

static void append(const char *line, const void *data, size_t size) {
    const char *log = getenv("CRASH_LOG");
    int fd = log == NULL ? -1 : open(log, O_WRONLY | O_CREAT | O_APPEND, 0600);
    if (fd < 0) return;
    if (syscall(SYS_write, fd, line, strlen(line)) < 0 || (size && syscall(SYS_write, fd, data, size) < 0)) abort();
    close(fd);
}

/* Whether this step is the last: the caller does what is to be done of it, and dies. */
static int before(char verb, int fd, const char *path, long at, const void *data, size_t size) {
    char name[PATH_MAX], line[PATH_MAX + 64];
    if (!concerns(fd, path, name)) return 0;
    if (crash_before >= 0 && step++ == crash_before) return 1;
    snprintf(line, sizeof line, "%c %ld %zu %s\n", verb, at, size, name);
    append(line, data, size);
    return 0;
}

static void die(void) { kill(getpid(), SIGKILL); }

#define REAL(name) __typeof__(name) *real = (__typeof__(name) *)dlsym(RTLD_NEXT, #name)

ssize_t pwrite64(int fd, const void *data, size_t size, off64_t at) {
    REAL(pwrite64);
    if (before('W', fd, NULL, (long)at, data, size)) {
        if (crash_torn) real(fd, data, size / 2, at);
        die();
    }
    return real(fd, data, size, at);
}

ssize_t pwrite(int fd, const void *data, size_t size, off_t at) {
    return pwrite64(fd, data, size, at);
}

ssize_t write(int fd, const void *data, size_t size) {
    REAL(write);
    if (before('W', fd, NULL, (long)lseek(fd, 0, SEEK_CUR), data, size)) {
        if (crash_torn) real(fd, data, size / 2);
        die();
    }
    return real(fd, data, size);
}

int fsync(int fd) {
    REAL(fsync);
    if (before('S', fd, NULL, 0, NULL, 0)) die();
    return real(fd);
}

int fdatasync(int fd) {
    REAL(fdatasync);
    if (before('S', fd, NULL, 0, NULL, 0)) die();
    return real(fd);
}

int ftruncate64(int fd, off64_t size) {
    REAL(ftruncate64);
    if (before('T', fd, NULL, (long)size, NULL, 0)) die();
    return real(fd, size);
}

int ftruncate(int fd, off_t size) {
    return ftruncate64(fd, size);
}

int unlink(const char *path) {
    REAL(unlink);
    if (before('U', -1, path, 0, NULL, 0)) die();
    return real(path);
}
