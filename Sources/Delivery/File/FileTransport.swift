import Platform
import Spool

/// Writes each job's line to a file instead of sending it: for dry drains and for looking. It counts as sent.
///
/// A line is appended in one write, so that several drains may write to one file. Nothing waits for the disk before the
/// outcome is recorded.
final class FileTransport: Transport {
  private let target: FileTarget
  private var file: FileDescriptor?

  init(_ target: FileTarget) { self.target = target }

  func send(_ parcel: borrowing Parcel) -> SendResult {
    do throws(Errno) {
      switch target {
      case .folder(let folder): try FileSystem.replace("\(folder)/\(parcel.name.id).json", with: parcel.file.bytes)
      case .file(let path): try append(parcel.file.bytes, to: path)
      }
      return SendResult(.sent)
    } catch {
      return SendResult(.deferred, reason: "the file could not be written: \(error.words)", pausesChannel: true)
    }
  }

  func rest() { file = nil }

  private func append(_ line: [UInt8], to path: String) throws(Errno) {
    if file == nil { file = try FileDescriptor(opening: path, .append) }
    try file?.writeAll(line)
  }
}
