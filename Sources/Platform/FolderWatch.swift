import CShims

/// Wakes a waiter when a name appears in a folder, or goes (inotify(7)).
///
/// Only ever a hint: it never wakes anybody where the system has none, or none left, and does not see what happens deeper.
/// So whoever waits for it also looks again after a while.
package struct FolderWatch: ~Copyable {
  private let descriptor: FileDescriptor

  /// Starts at once: what changes from now on ends the next wait.
  package init(_ folders: [String]) {
    let path = folders.first ?? ""
    #if os(Linux)
      let number = try? Syscalls.perform(.watch, path) { herald_inotify_init() }
      descriptor = FileDescriptor(adopting: number ?? -1, path: path)
      guard let number else { return }
      for folder in folders {
        _ = try? Syscalls.perform(.watch, folder) { unsafe herald_inotify_add_names(number, folder) }
      }
    #else
      descriptor = FileDescriptor(adopting: -1, path: path)
    #endif
  }

  /// For `Waiting.wait`.
  package var number: CInt { descriptor.number }

  /// Forgets what has been seen; the next wait ends with what comes after this.
  package borrowing func clear() {
    guard number >= 0 else { return }
    var count = 1
    while count > 0 {
      unsafe withUnsafeTemporaryAllocation(byteCount: 4096, alignment: 8) { buffer in
        count = unsafe (try? descriptor.read(into: buffer)) ?? 0
      }
    }
  }
}
