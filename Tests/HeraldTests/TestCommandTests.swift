import Platform
import TestSupport
import Testing

@testable import herald

/// `herald test` as a person and a build server drive it.
@Suite struct TestCommandTests {
  /// A project below a folder, with a passing and a failing file and a broken one.
  private static func project(_ files: [String: String] = [:]) throws -> TemporaryFolder {
    let folder = try TemporaryFolder()
    try folder.write("shop/herald.yaml", CaseReportTests.house)
    try folder.write("shop/cart.yaml", CaseReportTests.cart)
    try folder.write("shop/call.yaml", CaseReportTests.call)
    for (name, text) in files { try folder.write("shop/" + name, text) }
    return folder
  }

  private static let right = CaseReportTests.given + "  - {name: right, expect: [{}, {}]}\n"
  private static let wrong = CaseReportTests.given + "  - {name: wrong, expect: []}\n"

  @Test func exitsAsTheTestsEnd() throws {
    let good = try Self.project(["cart.test.yaml": Self.right])
    let passed = try HeraldProgram.run("-C", good.path("shop"), "test")
    #expect(passed.code == 0 && passed.output == "1 test of 1 campaign passed\n" && passed.errors.isEmpty, "\(passed)")

    let bad = try Self.project(["cart.test.yaml": Self.right, "call.test.yaml": Self.wrong])
    let failed = try HeraldProgram.run("-C", bad.path("shop"), "test")
    #expect(failed.code == 1 && failed.output.hasSuffix("\n1 of 2 tests of 2 campaigns failed\n"), "\(failed)")
    #expect(failed.output.hasPrefix("call.test.yaml:11:19: failed: a message came where none was expected\n"))

    let broken = try Self.project(["cart.test.yaml": Self.right, "call.test.yaml": "tests: none\n"])
    let refused = try HeraldProgram.run("-C", broken.path("shop"), "test")
    #expect(refused.code == 78 && refused.output == "1 test of 1 campaign passed; 1 file is broken\n", "\(refused)")
    #expect(refused.errors.hasPrefix("call.test.yaml:1:8: error: “tests” must be a list of cases"))
    let checked = try HeraldProgram.run("-C", broken.path("shop"), "check")
    // It also says that there are no exports to check against.
    #expect(checked.code == 78 && checked.errors.hasSuffix(refused.errors), "\(checked)")

    let none = try Self.project()
    let nothing = try HeraldProgram.run("-C", none.path("shop"), "test")
    #expect(nothing.code == 66 && nothing.errors.contains("there are no tests here"), "\(nothing)")
  }

  @Test(arguments: [
    ("cart.test.yaml", 0), ("shop/cart.test.yaml", 0), ("cart.yaml", 0), ("cart", 0), ("call", 1),
    ("call.test.yaml", 1),
    ("late.test.yaml", 78), ("late", 78), ("crat.test.yaml", 66),
  ])
  func aPathNamesAFileOrACampaign(_ path: String, _ code: Int32) throws {
    let late = CaseReportTests.cart.replacing("cart.total", with: "cart.totl")
    let folder = try Self.project([
      "cart.test.yaml": Self.right, "call.test.yaml": Self.wrong, "late.yaml": late, "late.test.yaml": Self.right,
    ])
    let result = try HeraldProgram.run("-C", folder.path("shop"), "test", path)
    #expect(result.code == code, "\(result)")
    if code == 66 {
      #expect(result.errors.contains("there is no test “crat.test.yaml”: did you mean “cart.test.yaml”?"))
    }
  }

  /// `herald test campaigns/a.test.yaml` in the folder above.
  @Test func theProjectIsFoundByThePath() throws {
    let folder = try Self.project(["cart.test.yaml": Self.right])
    for path in ["shop/cart.test.yaml", "shop"] {
      let result = try HeraldProgram.shell("cd '\(folder.path)' && '\(HeraldProgram.path)' test \(path)")
      #expect(result.code == 0 && result.output == "1 test of 1 campaign passed\n", "\(result)")
    }
  }

  @Test func junitGoesToItsFileOrAlone() throws {
    let folder = try Self.project(["cart.test.yaml": Self.right, "call.test.yaml": Self.wrong])
    let file = folder.path("out.xml")
    let result = try HeraldProgram.run("-C", folder.path("shop"), "test", "--junit", file)
    #expect(result.code == 1 && result.output.contains("1 of 2 tests"))
    let alone = try HeraldProgram.run("-C", folder.path("shop"), "test", "--junit", "-")
    let times = /time="[0-9.]+"/
    #expect(alone.output.replacing(times, with: "") == (try folder.read("out.xml")).replacing(times, with: ""))
    #expect(alone.output.hasPrefix("<?xml"))
  }

  /// Nothing of the shop's is read: exports and lists may be missing, and a staging shop's `only_to` does not matter.
  @Test func nothingOfTheShopIsRead() throws {
    let house = CaseReportTests.house + "only_to: nobody@tea.example\nsuppress: {email: {all: gone.csv}}\n"
    let folder = try Self.project(["herald.yaml": house, "cart.test.yaml": Self.right])
    let result = try HeraldProgram.run("-C", folder.path("shop"), "test")
    #expect(result.code == 0, "\(result)")
    #expect(!FileSystem.exists(folder.path("shop/var")))
  }

  /// A campaign that is switched off is tested all the same.
  @Test func aDisabledCampaignIsTested() throws {
    let folder = try Self.project([
      "cart.yaml": CaseReportTests.cart + "enabled: no\n", "cart.test.yaml": Self.right,
    ])
    #expect(try HeraldProgram.run("-C", folder.path("shop"), "test").code == 0)
  }
}
