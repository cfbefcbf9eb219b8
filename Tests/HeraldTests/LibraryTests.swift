import CivilTime
import Foundation
import JSON
import TestSupport
import Testing

/// The library as people meet it: made up, planned and tested by the program.
@Suite struct LibraryTests {
  static let campaigns: [String] = {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: HeraldProgram.root + "/campaigns")) ?? []
    return names.filter { $0.hasSuffix(".yaml") && !$0.hasSuffix(".test.yaml") && $0 != "herald.yaml" }
      .map { String($0.dropLast(".yaml".count)) }.sorted()
  }()

  /// On a Wednesday night, a Friday afternoon, a Sunday morning and a Monday, by the clock of UTC.
  @Test(arguments: ["2026-03-04T01:00:00Z", "2026-03-06T15:20:00Z", "2026-03-08T10:40:00Z", "2026-03-09T21:00:00Z"])
  func eachCampaignSendsInADemo(_ now: String) throws {
    let folder = try TemporaryFolder()
    let shop = folder.path("shop")
    try #require(try HeraldProgram.run("init", shop, "--demo", "--orders", "500", "--now", now).code == 0)
    let plan = try HeraldProgram.run("-C", shop, "plan", "--now", now, "--decisions", "-")
    #expect(plan.code == 0, "\(plan.errors)")
    let sent = Set(
      plan.output.split(separator: "\n").filter { $0.contains("\"outcome\":\"sent\"") }
        .compactMap { try? JSONValue.parse(Array($0.utf8))["campaign"]?.string })
    #expect(Self.campaigns.count >= 20)
    for campaign in Self.campaigns { #expect(sent.contains(campaign), "\(campaign) sends nothing at \(now)") }
  }

  @Test func itsTestsPass() throws {
    let result = try HeraldProgram.run("-C", HeraldProgram.root + "/campaigns", "test")
    #expect(result.code == 0, "\(result.output)\(result.errors)")
  }

  @Test(arguments: campaigns)
  func eachCampaignSaysWhatItIsAndHasTests(_ campaign: String) throws {
    let base = HeraldProgram.root + "/campaigns/" + campaign
    let text = try String(contentsOfFile: base + ".yaml", encoding: .utf8)
    #expect(text.hasPrefix("# "))
    let tests = try String(contentsOfFile: base + ".test.yaml", encoding: .utf8)
    #expect(tests.components(separatedBy: "\n  - name: ").count > 3)
  }
}
