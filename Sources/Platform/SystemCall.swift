/// The system calls that pass through the seam, by what they do.
package enum SystemCall: String, Hashable, Sendable, CaseIterable {
  case open, create, close, read, write, stat, list, space, resolve, lock, watch
  case fsync, fdatasync, syncfs, truncate
  case makeDirectory, rename, exchange, link, unlink, removeDirectory, setTimes, setMode
  case spawn

  /// Whether the call changes what a later process finds: these are the points at which a crash can matter.
  package var isMutating: Bool {
    switch self {
    case .open, .close, .read, .stat, .list, .space, .resolve, .lock, .watch: false
    case .create, .write, .fsync, .fdatasync, .syncfs, .truncate, .makeDirectory, .rename, .exchange, .link, .unlink,
      .removeDirectory, .setTimes, .setMode, .spawn:
      true
    }
  }
}
