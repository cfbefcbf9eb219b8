import JSON

/// What a worker says became of a job: which folder of `done/` its file goes to.
public enum Outcome: String, Hashable, Sendable, CaseIterable {
  case sent, failed, deferred, unknown

  var place: Place {
    switch self {
    case .sent: .sent
    case .failed: .failed
    case .deferred: .deferred
    case .unknown: .unknown
    }
  }
}

/// What there is to say beyond the outcome. Written beside the job before the job is moved.
public struct Receipt: Hashable, Sendable {
  /// Seconds since 1970.
  public var at: Int64
  /// For people, without personal data.
  public var reason: String?
  /// The command's exit code.
  public var exitCode: Int?
  /// What the provider calls the message.
  public var providerID: String?
  /// Of a deferred job: the next attempt is not before this, in seconds since 1970, whatever the usual wait.
  public var notBefore: Int64?

  /// At `at` seconds since 1970.
  public init(
    at: Int64, reason: String? = nil, exitCode: Int? = nil, providerID: String? = nil, notBefore: Int64? = nil
  ) {
    self.at = at
    self.reason = reason
    self.exitCode = exitCode
    self.providerID = providerID
    self.notBefore = notBefore
  }

  /// As it was written, by us or by a worker in another language. Nil for a file that is torn or is no receipt: its job's
  /// outcome is where the job lies.
  package init?(_ bytes: [UInt8]) {
    guard bytes.last == UInt8(ascii: "\n"), let line = try? JSONValue.parse(bytes), line.members != nil else {
      return nil
    }
    self.init(
      at: line["at"]?.string.flatMap(UTCText.seconds) ?? 0, reason: line["reason"]?.string,
      exitCode: line["exit"]?.int.map(Int.init(clamping:)), providerID: line["provider_id"]?.string,
      notBefore: line["not_before"]?.string.flatMap(UTCText.seconds))
  }

  func line(_ name: JobName, _ outcome: Outcome) -> [UInt8] {
    var out = JSONWriter()
    out.object { o in
      o.key("at")
      o.string(UTCText.text(at))
      o.key("attempt")
      o.number(name.attempt)
      if let exitCode {
        o.key("exit")
        o.number(exitCode)
      }
      o.key("id")
      o.string(name.id)
      if let notBefore {
        o.key("not_before")
        o.string(UTCText.text(notBefore))
      }
      o.key("outcome")
      o.string(outcome.rawValue)
      if let providerID {
        o.key("provider_id")
        o.string(providerID)
      }
      if let reason {
        o.key("reason")
        o.string(reason)
      }
      o.key("schema")
      o.string("herald.receipt/1")
    }
    return out.bytes + [UInt8(ascii: "\n")]
  }
}
