package import Campaigns
import Diagnostics
import Platform

/// Addresses that must not be written to: `suppress` of herald.yaml, read whole, `only_to`, and what providers reported.
///
/// A file that cannot be read holds its channel back: who does not know whom to spare, spares everybody.
struct SuppressionList: Sendable {
  private var addresses: [Key: Set<String>] = [:]
  private let onlyTo: Set<String>?
  private let history: (any History)?
  /// By channel: why its list is not to be had.
  private(set) var problems: [String: Diagnostic] = [:]

  private struct Key: Hashable {
    var channel: String
    /// Nil: for every purpose.
    var purpose: Purpose?
  }

  /// - Parameter history: knows what providers reported.
  init(_ project: Project, history: (any History)? = nil) {
    self.history = history
    onlyTo = project.onlyTo
    for list in project.suppressions {
      let channel = project.channels[list.channel]
      let path = Self.path(list, project)
      do throws(Errno) {
        // A FIFO or a device would read as a list of nobody.
        guard try FileSystem.status(path).kind == .regular else { throw .invalid }
        let bytes = try FileSystem.read(path, limit: 1 << 30)
        addresses[Key(channel: channel.name, purpose: list.purpose), default: []].formUnion(
          Self.addresses(in: bytes, channel.addressKind))
      } catch {
        problems[channel.name] = Diagnostic(
          .error, "the suppression list cannot be read: \(error == .invalid ? "it is no file" : error.words)",
          advice: "nothing goes out by \(channel.name) until it is there", file: list.path)
      }
    }
  }

  /// Whether the address, in its normal form, is spared from messages of that purpose on that channel.
  func holds(_ address: String, channel: String, purpose: Purpose) -> Bool {
    if let onlyTo, !onlyTo.contains(address.lowercased()) { return true }
    if problems[channel] != nil { return true }
    if [nil, purpose].contains(where: { addresses[Key(channel: channel, purpose: $0)]?.contains(address) ?? false }) {
      return true
    }
    return report(on: address, channel: channel, purpose: purpose) != nil
  }

  /// Whether the channel has no list, nor anybody a report about it: then none of its addresses has to be asked for.
  func sparesNobody(channel: String) -> Bool {
    onlyTo == nil && problems[channel] == nil && !addresses.keys.contains { $0.channel == channel }
      && !(history?.hasReports ?? false)
  }

  /// What a provider reported of the address.
  func report(on address: String, channel: String, purpose: Purpose) -> ReportedSuppression? {
    history?.reportedSuppression(of: address, channel: channel, purpose: purpose)
  }

  static func path(_ list: Suppression, _ project: Project) -> String {
    list.path.hasPrefix("/") ? list.path : project.directory + "/" + list.path
  }

  /// Every cell of the file that is an address: what else the export has in its columns does no harm.
  private static func addresses(in bytes: [UInt8], _ kind: AddressKind) -> Set<String> {
    let separators = Set("\n\r,;\t\"|".utf8)
    var found: Set<String> = []
    for cell in bytes.split(whereSeparator: separators.contains) {
      let text = String(decoding: cell, as: UTF8.self)
      if let address = Address.normalise(text, as: kind) { found.insert(address) }
    }
    return found
  }
}

/// The suppression lists of herald.yaml, for a look at one address.
package struct SuppressionLookup {
  private let list: SuppressionList

  package init(_ project: Project) {
    var everybody = project
    everybody.onlyTo = nil
    list = SuppressionList(everybody)
  }

  /// Whether a list names the address for that purpose; not where a list cannot be read.
  package func holds(_ address: String, channel: String, purpose: Purpose) -> Bool {
    list.problems[channel] == nil && list.holds(address, channel: channel, purpose: purpose)
  }
}
