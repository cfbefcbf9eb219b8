import CivilTime
import DemoShop
import Diagnostics
import Platform
import TestSupport
import Testing

@Suite struct LibraryTests {
  /// The repository's `campaigns/`, found from this file.
  private static let campaigns = FileSystem.parent(of: #filePath) + "/../../campaigns"

  @Test func libraryIsTheRepositorysCampaigns() throws {
    for file in Library.files {
      #expect(try FileSystem.read(Self.campaigns + "/" + file.path) == file.bytes, "\(file.path)")
    }
  }

  @Test(arguments: ["", "exports/", "gateways/", "snippets/"])
  func nothingIsLeftOut(_ folder: String) throws {
    let there = try FileSystem.sortedNames(Self.campaigns + "/" + folder)
      .filter { name in [".yaml", ".csv", ".liquid", ".http", ".txt"].contains { name.hasSuffix($0) } }
    let embedded = Library.files.map(\.path).filter { path in
      folder.isEmpty ? !path.contains("/") : path.hasPrefix(folder)
    }
    #expect(there.map { folder + $0 } == embedded.sorted())
  }

  @Test func aProjectIsWrittenWhole() throws {
    let folder = try TemporaryFolder()
    try writeProject(to: folder.path("shop"), demo: nil)
    for file in Library.files {
      #expect(try FileSystem.read(folder.path("shop/" + file.path)) == file.bytes, "\(file.path)")
    }
  }

  @Test func aDemoHasTheCampaignsAndItsOwnExports() throws {
    let folder = try TemporaryFolder()
    try FileSystem.makeDirectory(folder.path("empty"))
    try writeProject(to: folder.path("empty"), demo: DemoShop(orders: 40, seed: 1, now: DemoShopTests.now))
    for file in Library.project {
      #expect(try FileSystem.read(folder.path("empty/" + file.path)) == file.bytes, "\(file.path)")
    }
    for file in Library.exports {
      #expect(try FileSystem.read(folder.path("empty/" + file.path)) != file.bytes, "\(file.path)")
    }
  }

  @Test func columnsOfADemoAreThoseOfTheLibrary() throws {
    let folder = try TemporaryFolder()
    try DemoShop(orders: 20, seed: 1, now: DemoShopTests.now).write(to: folder.path)
    for file in Library.exports {
      let name = String(file.path.dropFirst("exports/".count))
      let header = String(decoding: file.bytes.prefix { $0 != 10 }, as: UTF8.self)
      #expect(try folder.read(name).split(separator: "\n").first.map(String.init) == header, "\(name)")
    }
  }

  @Test func aFolderInUseIsRefused() throws {
    let folder = try TemporaryFolder()
    try folder.write("mine.txt", "mine")
    let error = #expect(throws: Diagnostic.self) { try writeProject(to: folder.path, demo: nil) }
    #expect(error?.message == "the folder is not empty")
    #expect(error?.advice != nil)
    #expect(try FileSystem.sortedNames(folder.path) == ["mine.txt"])
  }

  @Test func aFileInItsPlaceIsRefused() throws {
    let folder = try TemporaryFolder()
    let file = try folder.write("shop", "mine")
    #expect(throws: Diagnostic.self) { try writeProject(to: file, demo: nil) }
    #expect(try folder.read("shop") == "mine")
  }
}
