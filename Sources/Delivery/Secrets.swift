package import Diagnostics
import Platform

/// Keys and passwords of gateways: from the environment or from files, never from a command line or a job, never printed.
///
/// A secret `NAME` is, in this order: the variable `NAME`; the file that the variable `NAME_FILE` names; the file `NAME`
/// in the folder that `HERALD_SECRETS_DIR` names, or in systemd's `CREDENTIALS_DIRECTORY`.
package struct Secrets: Sendable {
  package enum Problem: Error, Hashable, Sendable {
    case badName
    case missing
    case empty(source: String)
    case unreadable(file: String, reason: String)
  }

  private let variable: @Sendable (String) -> String?

  private static let folders = ["HERALD_SECRETS_DIR", "CREDENTIALS_DIRECTORY"]
  private static let largest = 64 << 10

  /// - Parameter variable: the value of an environment variable.
  package init(variable: @escaping @Sendable (String) -> String? = { Environment.value($0) }) {
    self.variable = variable
  }

  /// The secret, without line ends behind it; one that is there and empty is a problem.
  package func value(_ name: String) throws(Problem) -> String {
    guard Self.isName(name) else { throw .badName }
    if let value = variable(name) { return try checked(value, "the variable \(name)") }
    if let file = variable(name + "_FILE") { return try checked(read(file), file) }
    for folder in Self.folders {
      guard let folder = variable(folder), !folder.isEmpty else { continue }
      let file = "\(folder)/\(name)"
      if FileSystem.exists(file) { return try checked(read(file), file) }
    }
    throw .missing
  }

  /// The secret; nil if there is none of this name.
  package func optional(_ name: String) throws(Problem) -> String? {
    do throws(Problem) { return try value(name) } catch .missing { return nil }
  }

  /// A variable that is no secret; nil if it is missing or empty.
  func setting(_ name: String) -> String? { variable(name).flatMap { $0.isEmpty ? nil : $0 } }

  /// Letters, digits and underscores, as a variable is called.
  static func isName(_ name: String) -> Bool {
    let isWord = { (byte: UInt8) in
      byte == UInt8(ascii: "_") || (byte | 0x20 >= UInt8(ascii: "a") && byte | 0x20 <= UInt8(ascii: "z"))
    }
    guard let first = name.utf8.first, isWord(first) else { return false }
    return name.utf8.allSatisfy { isWord($0) || ($0 >= UInt8(ascii: "0") && $0 <= UInt8(ascii: "9")) }
  }

  private func read(_ file: String) throws(Problem) -> String {
    do throws(Errno) {
      return String(decoding: try FileSystem.read(file, limit: Self.largest), as: UTF8.self)
    } catch { throw .unreadable(file: file, reason: error.words) }
  }

  private func checked(_ value: String, _ source: String) throws(Problem) -> String {
    var bytes = Substring(value).utf8
    while let last = bytes.last, last == 0x0A || last == 0x0D { bytes.removeLast() }
    guard !bytes.isEmpty else { throw .empty(source: source) }
    return String(Substring(bytes))
  }
}

extension Secrets.Problem {
  /// What to tell the operator about the secret of this name.
  package func diagnostic(_ name: String, at place: SourcePlace? = nil) -> Diagnostic {
    let message: String
    var advice: String?
    switch self {
    case .badName: message = "“\(name)” cannot be the name of a secret: letters, digits and underscores"
    case .missing:
      message = "there is no secret “\(name)”"
      advice =
        "set the variable \(name), or \(name)_FILE to a file that holds it, or put it into the file \(name) in the "
        + "folder that HERALD_SECRETS_DIR names"
    case .empty(let source): message = "the secret “\(name)” is empty: \(source)"
    case .unreadable(let file, let reason): message = "the secret “\(name)” cannot be read: \(file): \(reason)"
    }
    return place?.diagnostic(.error, message, advice: advice) ?? Diagnostic(.error, message, advice: advice)
  }
}
