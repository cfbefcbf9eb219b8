import CShims

/// Names inside a directory that is held open: no path to walk, and the same directory even if it is moved meanwhile.
extension FileDescriptor {
  /// Moves a name of this directory into another, or to another name of its own. `EEXIST` if the new name is taken
  /// (`RENAME_NOREPLACE`); `ENOENT` if the old one is gone, or the other directory has been removed.
  package borrowing func renameNoReplace(
    _ name: String, to other: borrowing FileDescriptor, as new: String
  ) throws(Errno) {
    try rename(name, other.number, new, flags: 1)
  }

  /// As `renameNoReplace`, but it replaces what has the new name.
  package borrowing func rename(_ name: String, to other: borrowing FileDescriptor, as new: String) throws(Errno) {
    try rename(name, other.number, new, flags: 0)
  }

  private borrowing func rename(_ name: String, _ other: CInt, _ new: String, flags: UInt32) throws(Errno) {
    let number = number
    _ = try Syscalls.perform(.rename, path + "/" + name) {
      unsafe herald_rename_flags(number, name, other, new, flags)
    }
  }
}
