// swift-tools-version: 6.2
import PackageDescription

/// Every target of ours: Swift 6 mode (the tools version's default) with strict memory safety.
let strict: [SwiftSetting] = [
  .strictMemorySafety(),
  .enableUpcomingFeature("InternalImportsByDefault"),
  .enableUpcomingFeature("MemberImportVisibility"),
]

/// A library of the OS: a module map and a shim header.
func system(_ name: String, pkgConfig: String? = nil, apt: String? = nil, brew: String? = nil) -> Target {
  .systemLibrary(
    name: name, pkgConfig: pkgConfig,
    providers: [apt.map { .apt([$0]) }, brew.map { .brew([$0]) }].compactMap { $0 })
}

func module(_ name: String, _ dependencies: [Target.Dependency], resources: [Resource] = []) -> Target {
  .target(name: name, dependencies: dependencies, resources: resources, swiftSettings: strict)
}

func tests(_ name: String, _ dependencies: [Target.Dependency]) -> Target {
  .testTarget(name: "\(name)Tests", dependencies: dependencies + ["TestSupport"], swiftSettings: strict)
}

let package = Package(
  name: "herald",
  platforms: [.macOS(.v15)],
  products: [
    .executable(name: "herald", targets: ["herald"]),
    .library(name: "Spool", targets: ["Spool"]),
  ],
  targets: [
    system("CSQLite", pkgConfig: "sqlite3", apt: "libsqlite3-dev", brew: "sqlite"),
    system("CYAML", pkgConfig: "yaml-0.1", apt: "libyaml-dev", brew: "libyaml"),
    system("CZlib", pkgConfig: "zlib", apt: "zlib1g-dev", brew: "zlib"),
    system("CCurl", pkgConfig: "libcurl", apt: "libcurl4-openssl-dev", brew: "curl"),
    system("CScan"),
    system("CShims"),

    module("Diagnostics", []),
    module("Platform", ["CShims"]),
    module("CivilTime", ["Platform", "Diagnostics"]),
    module("JSON", []),
    module("Tables", ["Platform", "Diagnostics", "CivilTime", "JSON", "CZlib", "CScan"]),
    module("Rules", ["Diagnostics", "CivilTime"]),
    module("Templates", ["Diagnostics", "CivilTime", "JSON"]),
    module("Campaigns", ["Platform", "Diagnostics", "CivilTime", "Tables", "Rules", "Templates", "CYAML"]),
    module("Planning", ["Platform", "Diagnostics", "CivilTime", "JSON", "Tables", "Rules", "Templates", "Campaigns"]),
    module("Ledger", ["Platform", "Diagnostics", "CSQLite"]),
    module("Spool", ["Platform", "Diagnostics", "JSON"]),
    module("Delivery", ["Platform", "Diagnostics", "CivilTime", "JSON", "Templates", "Spool", "CCurl"]),
    module("DemoShop", ["Platform", "Diagnostics", "CivilTime"], resources: [.embedInCode("Project")]),
    .executableTarget(
      name: "herald",
      dependencies: [
        "Platform", "Diagnostics", "CivilTime", "JSON", "Tables", "Rules", "Templates", "Campaigns", "Planning",
        "Ledger", "Spool", "Delivery", "DemoShop",
      ],
      swiftSettings: strict),

    .target(
      name: "TestSupport", dependencies: ["Platform", "Diagnostics"], path: "Tests/TestSupport", swiftSettings: strict),
    .executableTarget(
      name: "fuzz",
      dependencies: ["Platform", "Diagnostics", "CivilTime", "Tables", "Rules", "Templates", "Campaigns", "DemoShop"],
      path: "Tests/Fuzz", swiftSettings: strict),
    .executableTarget(
      name: "spool-worker", dependencies: ["Spool"], path: "Tests/Examples/SpoolWorker", swiftSettings: strict),
    tests("Fuzz", ["fuzz"]),
    .executableTarget(
      name: "spool-bench", dependencies: ["Platform", "Spool", "Delivery"], path: "Tests/Bench/SpoolBench",
      swiftSettings: strict),
    .executableTarget(
      name: "ledger-bench", dependencies: ["Platform", "Ledger", "CSQLite"], path: "Tests/Bench/LedgerBench",
      swiftSettings: strict),
    tests("Platform", ["Platform"]),
    tests("Diagnostics", ["Diagnostics"]),
    tests("CivilTime", ["CivilTime"]),
    tests("JSON", ["JSON"]),
    tests("Tables", ["Tables", "Platform", "Diagnostics", "CivilTime", "JSON", "CScan", "CZlib"]),
    tests("Rules", ["Rules", "CivilTime", "JSON"]),
    tests("Templates", ["Templates", "Diagnostics", "CivilTime", "JSON"]),
    tests("Campaigns", ["Campaigns", "Rules", "Templates", "Tables", "CivilTime", "JSON"]),
    tests(
      "Planning",
      ["Planning", "Campaigns", "Rules", "Templates", "Tables", "CivilTime", "Diagnostics", "Platform"]),
    tests("Ledger", ["Ledger", "Platform", "Diagnostics"]),
    tests("Spool", ["Spool", "Platform", "Diagnostics", "JSON", "Ledger"]),
    tests("Delivery", ["Delivery", "Spool", "Platform", "Diagnostics", "JSON"]),
    tests("DemoShop", ["DemoShop", "Platform", "Diagnostics", "CivilTime"]),
    tests(
      "Herald",
      [
        "herald", "spool-worker", "CShims", "Campaigns", "Diagnostics", "Planning", "Platform", "JSON", "Ledger",
        "Spool",
      ]),
  ])
