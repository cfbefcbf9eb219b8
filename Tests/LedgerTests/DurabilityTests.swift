import TestSupport
import Testing

@testable import Ledger

@Suite struct DurabilityTests {
  /// With `synchronous = NORMAL` a power loss takes back commits: whole batches went out twice.
  @Test func commitsWaitForTheDisk() throws {
    let folder = try TemporaryFolder()
    let ledger = try LedgerStore.open(folder.path("ledger.sqlite"), heraldID: "shop")
    let modes = try ledger.withConnection { connection throws(LedgerProblem) in
      [
        try connection.first("PRAGMA journal_mode") { $0.text(0) },
        try connection.first("PRAGMA synchronous") { $0.text(0) },
      ]
    }
    #expect(modes == ["wal", "2"])
  }
}
