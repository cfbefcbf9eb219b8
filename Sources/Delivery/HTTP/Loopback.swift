/// Hosts that never leave this machine.
enum Loopback {
  /// - Parameter authority: a host, with or without a port.
  static func isLocal(_ authority: some StringProtocol) -> Bool {
    let host = authority.lowercased()
    let name = host.hasPrefix("[") ? String(host.prefix { $0 != "]" }) + "]" : String(host.prefix { $0 != ":" })
    return name == "localhost" || name == "[::1]" || name.hasPrefix("127.")
  }
}
