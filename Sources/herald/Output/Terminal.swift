import Platform

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// Where the output goes: results on standard output, problems on standard error.
struct Terminal: Sendable {
  /// Standard output, or standard error, is a terminal.
  let isInteractive: Bool
  let errorsAreInteractive: Bool
  /// Neither `NO_COLOR` nor a dumb terminal speaks against colours.
  let wantsColour: Bool

  init() {
    isInteractive = isatty(1) == 1
    errorsAreInteractive = isatty(2) == 1
    wantsColour = Environment.value("NO_COLOR") == nil && Environment.value("TERM") != "dumb"
  }

  var coloursOutput: Bool { isInteractive && wantsColour }
  var coloursErrors: Bool { errorsAreInteractive && wantsColour }
  /// What every terminal has; nil where whoever reads it breaks lines.
  var errorWidth: Int? { errorsAreInteractive ? 80 : nil }

  /// Writes to standard output. A reader that went away (`| head`) ends the program quietly.
  func print(_ text: String) { Self.write(Array((text + "\n").utf8), to: 1) }
  func write(_ bytes: [UInt8]) { Self.write(bytes, to: 1) }
  func error(_ text: String) { Self.write(Array((text + "\n").utf8), to: 2) }

  func bold(_ text: String) -> String { coloursOutput ? "\u{1B}[1m\(text)\u{1B}[0m" : text }
  func dim(_ text: String) -> String { coloursOutput ? "\u{1B}[2m\(text)\u{1B}[0m" : text }

  private static func write(_ bytes: [UInt8], to number: CInt) {
    var rest = bytes[...]
    while !rest.isEmpty {
      let written = unsafe rest.withUnsafeBytes { unsafe Glibc.write(number, $0.baseAddress, $0.count) }
      if written < 0 {
        if errno == EINTR { continue }
        if errno == EPIPE { exit(0) }
        return
      }
      rest = rest.dropFirst(written)
    }
  }
}
