// What Swift's Glibc module leaves out: variadic calls, macros and calls that are newer than its headers' defaults.
// On Linux no header may lead to <sys/select.h> (stdlib.h, sys/ioctl.h and sys/inotify.h do): with _GNU_SOURCE its fd_set
// is another than that module's.
#ifndef HERALD_SHIMS_H
#define HERALD_SHIMS_H
#ifndef _GNU_SOURCE
#define _GNU_SOURCE 1
#endif
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdint.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

static inline int herald_open(const char *path, int flags, unsigned mode) { return open(path, flags, (mode_t)mode); }
static inline int herald_openat(int dir, const char *path, int flags, unsigned mode) { return openat(dir, path, flags, (mode_t)mode); }

// A dirent's name is an array inside the struct, as long as the name: Swift would copy all of its declared length.
static inline const char *herald_dirent_name(const struct dirent *entry) { return entry->d_name; }
static inline unsigned char herald_dirent_type(const struct dirent *entry) { return entry->d_type; }

#ifdef __linux__
#include <sys/syscall.h>
// renameat2: RENAME_NOREPLACE (1) and RENAME_EXCHANGE (2), by number, for libcs without the wrapper.
static inline int herald_rename_flags(int from_dir, const char *from, int to_dir, const char *to, unsigned flags) {
  return (int)syscall(SYS_renameat2, from_dir, from, to_dir, to, flags);
}
static inline int herald_syncfs(int fd) { return (int)syscall(SYS_syncfs, fd); }
// A filesystem goes down as if the power had failed (EXT4_IOC_SHUTDOWN and XFS_IOC_GOINGDOWN, one number): 1 writes
// its journal out first, 2 nothing.
static inline int herald_shut_filesystem_down(int fd, uint32_t how) {
  return (int)syscall(SYS_ioctl, fd, 0x8004587Dul, &how);
}
// A file in memory without a name; 1 is MFD_CLOEXEC.
static inline int herald_memory_file(void) { return (int)syscall(SYS_memfd_create, "herald", 1u); }
// inotify by number: IN_NONBLOCK and IN_CLOEXEC are open's.
static inline int herald_inotify_init(void) { return (int)syscall(SYS_inotify_init1, O_NONBLOCK | O_CLOEXEC); }
// Names that appear in a folder (IN_CREATE, IN_MOVED_TO), and names that go (IN_DELETE); IN_ONLYDIR.
static inline int herald_inotify_add_names(int fd, const char *folder) {
  return (int)syscall(SYS_inotify_add_watch, fd, folder, 0x100u | 0x80u | 0x200u | 0x01000000u);
}
#else
#include <stdlib.h>
static inline int herald_rename_flags(int from_dir, const char *from, int to_dir, const char *to, unsigned flags) {
  return renameatx_np(from_dir, from, to_dir, to, flags == 1 ? 0x4 /* RENAME_EXCL */ : flags == 2 ? 0x2 /* RENAME_SWAP */ : 0);
}
static inline int herald_syncfs(int fd) { sync(); return fcntl(fd, F_FULLFSYNC); }
static inline int herald_shut_filesystem_down(int fd, uint32_t how) { (void)fd; (void)how; errno = ENOTSUP; return -1; }
static inline int herald_memory_file(void) {
  char name[] = "/tmp/herald.XXXXXX";
  int fd = mkstemp(name);
  if (fd >= 0) { unlink(name); fcntl(fd, F_SETFD, FD_CLOEXEC); }
  return fd;
}
#endif
#endif
