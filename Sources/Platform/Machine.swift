#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// This machine and this process, as names that tell them from others.
package enum Machine {
  package static var processID: Int { Int(getpid()) }

  /// The user that files are made as.
  package static var userID: UInt32 { UInt32(geteuid()) }

  /// As the kernel knows it; `localhost` if it has none.
  package static let hostName: String = {
    var buffer = [CChar](repeating: 0, count: 256)
    guard unsafe gethostname(&buffer, buffer.count - 1) == 0 else { return "localhost" }
    let name = String(decoding: buffer.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
    return name.isEmpty ? "localhost" : name
  }()

  /// Differs after each boot, so that a process id from before it is not taken for a living one.
  package static let bootID: String =
    firstLine("/proc/sys/kernel/random/boot_id") ?? systemControl("kern.bootsessionuuid") ?? "unknown"

  /// Stays with the installation (machine-id(5)); the host's name where there is none.
  package static let machineID: String = firstLine("/etc/machine-id") ?? systemControl("kern.uuid") ?? hostName

  /// When this process started, in the kernel's ticks since boot (proc(5), field 22); elsewhere the time of the first ask.
  package static let processStart: Int64 = {
    if let line = firstLine("/proc/self/stat"), let close = line.lastIndex(of: ")") {
      let fields = line[line.index(after: close)...].split(separator: " ")
      if fields.count > 19, let ticks = Int64(fields[19]) { return ticks }
    }
    return SystemClock.now().seconds
  }()

  private static func firstLine(_ path: String) -> String? {
    guard let bytes = try? FileSystem.read(path, limit: 1 << 16) else { return nil }
    let line = String(decoding: bytes.prefix { $0 != UInt8(ascii: "\n") }, as: UTF8.self)
    return line.isEmpty ? nil : line
  }

  private static func systemControl(_ name: String) -> String? {
    #if canImport(Darwin)
      var size = 0
      guard unsafe sysctlbyname(name, nil, &size, nil, 0) == 0, size > 1 else { return nil }
      var buffer = [UInt8](repeating: 0, count: size)
      guard unsafe sysctlbyname(name, &buffer, &size, nil, 0) == 0 else { return nil }
      return String(decoding: buffer.prefix { $0 != 0 }, as: UTF8.self)
    #else
      return nil
    #endif
  }
}
