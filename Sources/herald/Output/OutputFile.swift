import Diagnostics
import Platform

/// A file that a person named for a result: written beside its place and renamed when whole, so that a reader never sees
/// half of it. `-` is standard output.
final class OutputFile {
  private enum Target {
    case terminal(Terminal)
    case file(path: String, temporary: String)
  }

  private let target: Target
  private var buffer: [UInt8] = []
  private var descriptor: FileDescriptor?

  init(_ path: String, _ terminal: Terminal) throws {
    guard path != "-" else {
      target = .terminal(terminal)
      return
    }
    // A device or a pipe cannot be replaced; it is written as it is.
    let isSpecial = (try? FileSystem.status(path)).map { $0.kind != .regular } ?? false
    let temporary = isSpecial ? path : path + ".part"
    target = .file(path: path, temporary: temporary)
    do throws(Errno) {
      descriptor = try FileDescriptor(opening: temporary, .replace, mode: 0o600)
    } catch {
      throw Failure(
        .cannotCreate, "cannot write \(path): \(error.words)", advice: "name a file in a folder that you may write to")
    }
  }

  func write(_ bytes: [UInt8]) throws {
    // What is large is not copied first.
    if buffer.isEmpty, bytes.count >= 1 << 18 {
      buffer = bytes
      return try flush()
    }
    buffer += bytes
    if buffer.count >= 1 << 18 { try flush() }
  }

  func finish() throws {
    try flush()
    guard case .file(let path, let temporary) = target, path != temporary else { return }
    do throws(Errno) { try FileSystem.rename(temporary, to: path) } catch {
      throw Failure(.cannotCreate, "cannot write \(path): \(error.words)")
    }
  }

  private func flush() throws {
    defer { buffer.removeAll(keepingCapacity: true) }
    switch target {
    case .terminal(let terminal): terminal.write(buffer)
    case .file(let path, _):
      do throws(Errno) { try descriptor?.writeAll(buffer) } catch {
        throw Failure(.inputOutput, "cannot write \(path): \(error.words)")
      }
    }
  }
}
