import Platform
import Spool
import Testing

/// What a cut cannot show of an intake: that the disk had a worker's rename before the ledger knew of it, and the ledger's
/// word before the files went. Read off the order of the system calls; that SQLite itself waits for the disk is its
/// `synchronous = FULL`, which the power losses try.
@Suite struct IntakeOrderTests {
  @Test func eachFolderIsSyncedThenRememberedThenEmptied() throws {
    let shop = try IntakeTests.shop()
    let plan = FaultPlan()
    #expect(try plan.run { try IntakeTests.takeIn(shop) }.count == 12)
    let records = plan.records
    // What leaves a folder that was taken in: to dead/, or for good.
    let leaving = records.indices.filter {
      [.unlink, .rename].contains(records[$0].call) && records[$0].path.contains("/intake/")
    }
    let folders = Dictionary(grouping: leaving) { FileSystem.parent(of: records[$0].path) }
    #expect(folders.count > 5, "\(folders.keys)")
    for (folder, indices) in folders {
      let synced = try #require(
        records.firstIndex { $0.call == .fsync && $0.path == folder }, "\(folder) is not synced")
      let remembered = try #require(
        records[synced...].firstIndex { $0.call == .write && $0.path == "ledger" }, "\(folder) is not remembered")
      #expect(indices.allSatisfy { $0 > remembered }, "\(folder) is emptied too early")
    }
  }
}
