import Foundation
import JSON
import TestSupport
import Testing

/// `var/runs/<id>/`: what a run was made of and what it decided.
@Suite struct RunRecordTests {
  private func runs(_ shop: Shop) -> [String] {
    ((try? FileManager.default.contentsOfDirectory(atPath: shop.path + "/var/runs")) ?? []).sorted()
  }

  private func manifest(_ shop: Shop, _ id: String) throws -> JSONValue {
    try JSONValue.parse(try shop.folder.read("var/runs/\(id)/manifest.json"))
  }

  @Test func aRunThatDecidesLeavesOneAndASilentOneNone() throws {
    let shop = try Shop()
    _ = try shop.at(Shop.now, "run")
    #expect(runs(shop) == ["20260302T120000Z-1"])
    _ = try shop.at("2026-03-02T12:15:00Z", "run")
    #expect(runs(shop).count == 1)
    let manifest = try manifest(shop, "20260302T120000Z-1")
    #expect(manifest["now"]?.string == Shop.now && manifest["v"]?.int == 1)
    #expect(manifest["counts"]?["late"]?["sent"]?.int == 1 && manifest["counts"]?["late"]?["no-match"]?.int == 1)
    #expect(manifest["herald"]?.string?.isEmpty == false && manifest["tzdata"]?.string?.isEmpty == false)
    #expect(manifest["files"]?["late.yaml"]?.string?.count == 26 && manifest["files"]?["herald.yaml"] != nil)
    let order = manifest["exports"]?.array?.first { $0["entity"]?.string == "order" }
    #expect(order?["rows"]?.int == 2 && order?["rejected"]?.int == 0)
    #expect(order?["files"]?.array?.first?["path"]?.string == "orders.csv")
    #expect(manifest["milliseconds"]?["plan"]?.double ?? -1 >= 0)
    #expect(manifest["batch"]?.string?.count == 26)
    #expect(!(try shop.folder.read("var/runs/20260302T120000Z-1/manifest.json")).contains("@"), "nobody's address")
  }

  /// The scan rules O2 out by its row; what is in the file is what plan says of the rest.
  @Test func theDecisionsAreGzipThatOthersRead() throws {
    let shop = try Shop()
    _ = try shop.at(Shop.now, "run")
    let path = shop.path + "/var/runs/20260302T120000Z-1/decisions.jsonl.gz"
    let unpacked = try HeraldProgram.shell("gzip -dc '\(path)'")
    #expect(unpacked.code == 0, "\(unpacked)")
    let lines = try unpacked.output.split(separator: "\n").map { try JSONValue.parse(String($0)) }
    #expect(lines.count == 1)
    #expect(lines.first?["outcome"]?.string == "sent" && lines.first?["subject"]?["key"]?.string == "O1")
    #expect(
      lines.first?.members?.map(\.key) == [
        "campaign", "channel", "customer", "due", "next", "outcome", "reason", "step", "subject", "v",
      ])
  }

  @Test func explainShowsWhatThatRunSaw() throws {
    let shop = try Shop()
    _ = try shop.at(Shop.now, "run")
    // The next run sees the order told, and the one after it delivered.
    try shop.write(
      "orders.csv",
      ExportGuardTests.header + "O1,anna@x.example,2026-03-01T10:00:00Z,\nO3,anna@x.example,2026-03-01T11:00:00Z,\n"
        + "O4,nobody,2026-03-01T11:00:00Z,\n")
    _ = try shop.at("2026-03-02T12:15:00Z", "run")
    let first = try shop.herald("explain", "order", "O1", "--run", "20260302T120000Z-1")
    #expect(first.code == 0 && first.output.contains("late: sent for order O1, step 1d"), "\(first)")
    let last = try shop.herald("explain", "order", "O1", "--run", "last")
    #expect(last.output.contains("late: already-sent") && last.output.contains("2026-03-02T12:15:00"), "\(last)")
    #expect(try shop.herald("explain", "order", "O4", "--run", "last").output.contains("unreachable"))
    let customer = try shop.herald("explain", "customer", "anna@x.example", "--run", "last", "--json")
    #expect(customer.output.split(separator: "\n").count == 2, "\(customer)")
    let ruledOut = try shop.herald("explain", "order", "O2", "--run", "20260302T120000Z-1")
    #expect(ruledOut.code == 66 && ruledOut.errors.contains("manifest.json"), "\(ruledOut)")
    let several = try shop.herald("explain", "order", "O1", "--run", "2026")
    #expect(several.code == 66 && several.errors.contains("2 runs"), "\(several)")
    #expect(try shop.herald("explain", "order", "O1", "--run", "1999").code == 66)
    for line in (first.output + last.output).split(separator: "\n") { #expect(line.count <= 80, "\(line)") }
  }

  @Test func aProblemIsOnRecordToo() throws {
    let shop = try Shop()
    try FileManager.default.removeItem(atPath: shop.folder.path("customers.csv"))
    #expect(try shop.at(Shop.now, "run").code == 1)
    let id = try #require(runs(shop).first)
    let manifest = try manifest(shop, id)
    #expect(manifest["problems"]?.array?.compactMap(\.string) == ["unusable/customer"])
    #expect(manifest["batch"] == .null)
  }

  /// A crash while the record is written loses it, and nothing else: see `CrashTests`. Its folder is passed over.
  @Test func halfARecordIsNone() throws {
    let shop = try Shop()
    try shop.write("var/runs/20260301T000000Z-9/.decisions.jsonl.gz", "half")
    _ = try shop.at(Shop.now, "run")
    #expect(try shop.herald("explain", "order", "O1", "--run", "last").code == 0)
    #expect(try shop.herald("explain", "order", "O1", "--run", "20260301").code == 66)
  }

  @Test func aRecordThatCannotBeWrittenIsSaidAndTheJobsGo() throws {
    let shop = try Shop()
    try shop.write("var/runs", "a file")
    let run = try shop.at(Shop.now, "run")
    #expect(run.code == 1 && run.errors.contains("cannot keep the run's record"), "\(run)")
    #expect(shop.jobs().count == 1)
  }
}
