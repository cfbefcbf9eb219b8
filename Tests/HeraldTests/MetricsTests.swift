import Foundation
import TestSupport
import Testing

@testable import herald

/// `metrics:` in Prometheus' text format, read by a parser that knows its grammar.
@Suite struct MetricsTests {
  struct Sample: Hashable {
    var name: String
    var labels: [String: String]
    var value: Double
  }

  struct Malformed: Error { var line: String }

  /// Strict: a family is HELP, TYPE, then its samples together; no sample twice; a newline at the end.
  static func parse(_ text: String) throws -> [Sample] {
    guard text.hasSuffix("\n") else { throw Malformed(line: "no newline at the end") }
    var samples: [Sample] = []
    var (helped, typed, family) = (Set<String>(), Set<String>(), "")
    for line in text.dropLast().split(separator: "\n", omittingEmptySubsequences: false).map(String.init) {
      let words = line.split(separator: " ", maxSplits: 3).map(String.init)
      if line.hasPrefix("# HELP ") {
        guard words.count == 4, helped.insert(words[2]).inserted else { throw Malformed(line: line) }
        family = words[2]
      } else if line.hasPrefix("# TYPE ") {
        guard words.count == 4, words[2] == family, ["gauge", "counter"].contains(words[3]),
          typed.insert(words[2]).inserted
        else { throw Malformed(line: line) }
      } else {
        let sample = try sample(line)
        guard sample.name == family, typed.contains(family),
          !samples.contains(where: { $0.name == sample.name && $0.labels == sample.labels })
        else { throw Malformed(line: line) }
        samples.append(sample)
      }
    }
    return samples
  }

  private static func sample(_ line: String) throws -> Sample {
    let pattern = /([a-zA-Z_:][a-zA-Z0-9_:]*)(?:\{(.*)\})? (\S+)/
    guard let match = line.wholeMatch(of: pattern), let value = Double(match.3) else { throw Malformed(line: line) }
    var labels: [String: String] = [:]
    var rest = match.2.map(String.init) ?? ""
    while !rest.isEmpty {
      guard let label = rest.prefixMatch(of: /([a-zA-Z_][a-zA-Z0-9_]*)="((?:[^"\\\n]|\\["\\n])*)"(?:,|$)/) else {
        throw Malformed(line: line)
      }
      let text = label.2.replacing("\\n", with: "\n").replacing("\\\"", with: "\"").replacing("\\\\", with: "\\")
      guard labels.updateValue(String(text), forKey: String(label.1)) == nil else { throw Malformed(line: line) }
      rest.removeSubrange(label.range)
    }
    return Sample(name: String(match.1), labels: labels, value: value)
  }

  static func shop() throws -> Shop {
    let shop = try Shop()
    try shop.write("herald.yaml", Shop.house + "metrics: out/herald.prom\n")
    return shop
  }

  private func value(_ samples: [Sample], _ name: String, _ labels: [String: String] = [:]) -> Double? {
    samples.first { $0.name == name && $0.labels == labels }?.value
  }

  @Test func aRunWritesThem() throws {
    let shop = try Self.shop()
    #expect(try shop.at(Shop.now, "run").code == 0)
    let samples = try Self.parse(try shop.folder.read("out/herald.prom"))
    #expect(value(samples, "herald_run_exit_code") == 0)
    let time = try #require(value(samples, "herald_run_timestamp_seconds"))
    #expect(abs(time - Date().timeIntervalSince1970) < 60)
    #expect(value(samples, "herald_candidates", ["campaign": "late", "outcome": "sent"]) == 1)
    #expect(value(samples, "herald_candidates", ["campaign": "late", "outcome": "no-match"]) == 1)
    #expect(value(samples, "herald_candidates", ["campaign": "late", "outcome": "stale-data"]) == 0)
    #expect(value(samples, "herald_jobs_spooled_total") == 1)
    #expect(value(samples, "herald_queue_jobs", ["channel": "email"]) == 1)
    #expect(value(samples, "herald_export_rows", ["entity": "order"]) == 2)
    #expect(value(samples, "herald_rejected_rows", ["entity": "order"]) == 0)
    #expect(value(samples, "herald_export_age_seconds", ["entity": "order"]) != nil)
    #expect(value(samples, "herald_problems") == 0)
    let attributes = try FileManager.default.attributesOfItem(atPath: shop.folder.path("out/herald.prom"))
    #expect(attributes[.posixPermissions] as? Int == 0o644, "the exporter is another account")
    #expect(try FileManager.default.contentsOfDirectory(atPath: shop.folder.path("out")) == ["herald.prom"])
    // A run with nothing to do counts on.
    #expect(try shop.at("2026-03-02T12:15:00Z", "run").code == 0)
    let next = try Self.parse(try shop.folder.read("out/herald.prom"))
    #expect(value(next, "herald_jobs_spooled_total") == 1)
    #expect(value(next, "herald_candidates", ["campaign": "late", "outcome": "already-sent"]) == 1)
  }

  @Test func inTheStateFolderTheyAreForTheirOwnerOnly() throws {
    let shop = try Shop()
    try shop.write("herald.yaml", Shop.house + "metrics: var/herald.prom\n")
    #expect(try shop.at(Shop.now, "run").code == 0)
    let attributes = try FileManager.default.attributesOfItem(atPath: shop.folder.path("var/herald.prom"))
    #expect(attributes[.posixPermissions] as? Int == 0o600)
  }

  @Test func aProblemStandsInThemAlsoWhileItIsNotTold() throws {
    let shop = try Self.shop()
    try FileManager.default.removeItem(atPath: shop.folder.path("customers.csv"))
    for (time, code) in [("2026-03-02T12:00:00Z", 1.0), ("2026-03-02T12:15:00Z", 0)] {
      _ = try shop.at(time, "run")
      let samples = try Self.parse(try shop.folder.read("out/herald.prom"))
      #expect(value(samples, "herald_problems") == 1 && value(samples, "herald_run_exit_code") == code)
    }
  }

  @Test func aRunThatFailsWritesItsCode() throws {
    let shop = try Self.shop()
    _ = try shop.at(Shop.now, "run")
    #expect(try shop.at("2026-03-02T10:00:00Z", "run").code == 75)
    let samples = try Self.parse(try shop.folder.read("out/herald.prom"))
    #expect(value(samples, "herald_run_exit_code") == 75)
    #expect(value(samples, "herald_queue_jobs", ["channel": "email"]) == 1)
  }

  @Test func labelsAreEscaped() throws {
    var text = MetricsText()
    let nasty = "a\"b\\c\nd, e=\"f\"}"
    text.add("x_total", .counter, "Two\nlines \\ here.", [.init(1.5, [("name", nasty), ("other", "y")])])
    let samples = try Self.parse(String(decoding: text.bytes, as: UTF8.self))
    #expect(samples == [Sample(name: "x_total", labels: ["name": nasty, "other": "y"], value: 1.5)])
    #expect(throws: Malformed.self) { try Self.parse("x 1\n") }
  }
}
