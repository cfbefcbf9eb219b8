import Campaigns
import Diagnostics
import Platform
import Testing

/// The projects that the contract comes with load without a problem.
@Suite struct SharedProjectTests {
  @Test(.enabled(if: Shared.has("examples"), "no examples beside the package")) func examples() throws {
    var files: [String: String] = ["holidays.txt": "2026-01-01  # New Year\n\n2026-04-03\n"]
    for name in try Shared.names("examples") where name.hasSuffix(".yaml") {
      files[name] = try Shared.text("examples/\(name)")
    }
    let loaded = loadProject(files: files)
    #expect(loaded.diagnostics.filter { $0.severity == .error } == [])
    let project = try #require(loaded.project)
    #expect(
      project.campaigns.map(\.id) == [
        "abandoned-cart", "delayed-dispatch", "delayed-shipment", "high-value-late", "post-sale-survey",
      ])
    #expect(project.broken.isEmpty)
    let later = Set(
      loaded.diagnostics.filter { $0.message.contains("not enforced") }.map { $0.message.prefix { $0 != ":" } })
    #expect(later.isEmpty)
  }

  @Test(
    .enabled(if: Shared.has("bench/project"), "no benchmark beside the package"),
    arguments: ["bench/project", "data/olist"])
  func folder(_ name: String) throws {
    let loaded = loadProject(directory: Shared.root + "/" + name, state: nil)
    #expect(loaded.diagnostics == [])
    #expect(loaded.project?.broken.isEmpty == true)
    #expect(loaded.project?.state == Shared.root + "/" + name + "/var")
  }
}

/// The folder of the contract: beside the package, or beside the suites that `HERALD_SUITES` names.
enum Shared {
  static let root: String = {
    if let suites = Environment.value("HERALD_SUITES") { return FileSystem.parent(of: suites) }
    let package = FileSystem.parent(of: FileSystem.parent(of: FileSystem.parent(of: #filePath)))
    return FileSystem.parent(of: package) + "/shared"
  }()

  static func has(_ name: String) -> Bool { FileSystem.exists(root + "/" + name) }

  static func names(_ directory: String) throws -> [String] { try FileSystem.sortedNames(root + "/" + directory) }

  static func text(_ path: String) throws -> String {
    String(decoding: try FileDescriptor(opening: root + "/" + path, .read).readToEnd(), as: UTF8.self)
  }
}
