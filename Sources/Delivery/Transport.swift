package import Platform
package import Spool

/// Carries jobs to their recipients: a command, a mail server, a provider's HTTP API, a file.
///
/// One sender thread owns one and calls it for one job at a time; it may keep connections open between jobs. Whoever
/// implements it never throws: an error that is known to have come before anything left is `deferred` or `failed`, and
/// whatever may have arrived is `unknown`. Nothing of the job and no secret ever appears in a reason.
package protocol Transport: AnyObject {
  /// Returns when the outcome is known, or its own time limit has passed.
  func send(_ parcel: borrowing Parcel) -> SendResult
  /// Nothing is due for now, or ever: connections are closed.
  func rest()
}

/// A job in a sender's hands, marked as begun on the disk.
package struct Parcel: ~Copyable {
  package let name: JobName
  package let channel: String
  package let file: JobFile
  /// The job's file, open at its beginning.
  package let input: FileDescriptor
  /// The worker's lock, for a child process to hold: an orphan that still sends is not taken for dead.
  package let lockNumber: Int32

  package init(name: JobName, channel: String, file: JobFile, input: consuming FileDescriptor, lockNumber: Int32) {
    self.name = name
    self.channel = channel
    self.file = file
    self.input = input
    self.lockNumber = lockNumber
  }
}

/// What became of one attempt to send.
package struct SendResult: Hashable, Sendable {
  package var outcome: Outcome
  /// For the receipt, without personal data or secrets; nil where the outcome says it all.
  package var reason: String?
  /// A command's.
  package var exitCode: Int?
  /// What the provider calls the message.
  package var providerID: String?
  /// Of a deferred job: not before so many seconds from now, as the provider asked (`Retry-After`).
  package var retryAfter: Int64?
  /// The transport itself is broken (a missing program, a refused login): the rest of the queue must not be burnt on it.
  package var pausesChannel: Bool

  package init(
    _ outcome: Outcome, reason: String? = nil, exitCode: Int? = nil, providerID: String? = nil,
    retryAfter: Int64? = nil, pausesChannel: Bool = false
  ) {
    self.outcome = outcome
    self.reason = reason
    self.exitCode = exitCode
    self.providerID = providerID
    self.retryAfter = retryAfter
    self.pausesChannel = pausesChannel
  }
}

extension SendResult {
  func receipt(at now: Int64) -> Receipt? {
    guard reason != nil || exitCode != nil || providerID != nil || retryAfter != nil else { return nil }
    let (notBefore, overflow) = now.addingReportingOverflow(retryAfter ?? 0)
    return Receipt(
      at: now, reason: reason, exitCode: exitCode, providerID: providerID,
      notBefore: retryAfter == nil || overflow ? nil : notBefore)
  }
}
