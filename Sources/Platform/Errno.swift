#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// A system call's error number: an open set, so a struct over the raw value.
package struct Errno: Error, Hashable, Sendable, RawRepresentable {
  package let rawValue: CInt
  package init(rawValue: CInt) { self.rawValue = rawValue }

  package static var current: Errno { Errno(rawValue: errno) }

  package static let noSuchFile = Errno(rawValue: ENOENT)
  package static let exists = Errno(rawValue: EEXIST)
  package static let permission = Errno(rawValue: EACCES)
  package static let notPermitted = Errno(rawValue: EPERM)
  package static let noSpace = Errno(rawValue: ENOSPC)
  package static let quota = Errno(rawValue: EDQUOT)
  package static let tooManyOpenFiles = Errno(rawValue: EMFILE)
  package static let readOnly = Errno(rawValue: EROFS)
  package static let wouldBlock = Errno(rawValue: EWOULDBLOCK)
  package static let interrupted = Errno(rawValue: EINTR)
  package static let crossDevice = Errno(rawValue: EXDEV)
  package static let notEmpty = Errno(rawValue: ENOTEMPTY)
  package static let isDirectory = Errno(rawValue: EISDIR)
  package static let notDirectory = Errno(rawValue: ENOTDIR)
  package static let notExecutable = Errno(rawValue: ENOEXEC)
  package static let tooLarge = Errno(rawValue: EFBIG)
  package static let inputOutput = Errno(rawValue: EIO)
  package static let invalid = Errno(rawValue: EINVAL)
  package static let tooManyLinks = Errno(rawValue: ELOOP)
  package static let noMemory = Errno(rawValue: ENOMEM)
  package static let notSupported = Errno(rawValue: EOPNOTSUPP)
  package static let noSystemCall = Errno(rawValue: ENOSYS)

  /// The C library's words: `No such file or directory`.
  package var words: String {
    guard let text = unsafe strerror(rawValue) else { return "error \(rawValue)" }
    return unsafe String(cString: text)
  }
}
