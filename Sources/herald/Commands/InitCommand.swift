import CivilTime
import DemoShop
import Diagnostics
import Platform

let initCommand = Command(
  name: "init", operands: "DIR", summary: "a project to start from",
  details:
    "Writes herald.yaml, the library of campaigns and a dozen made-up rows of each export into a new folder. With "
    + "--demo, a whole made-up shop whose exports are of this moment, its customers spread over the zones so that "
    + "someone is always awake.",
  options: [
    .init(name: "demo", help: "a shop with exports around now"),
    .init(name: "orders", value: "N", help: "how many orders the demo has (default \(DemoShop.usualOrders))"),
    .init(name: "seed", value: "S", help: "another shop (default 1); the same seed and --now give the same bytes"),
    .init(name: "now", value: "T", help: "the instant the demo's exports are made at, instead of the clock"),
  ],
  examples: [
    .init(line: "herald init myshop", says: "the library of campaigns, to change"),
    .init(line: "herald init demo-shop --demo --orders 100000", says: "a made-up shop to try a run on"),
  ],
  takes: 1...1
) { invocation in
  let demo = try invocation.demoShop()
  let directory = invocation.operands[0]
  do throws(Diagnostic) {
    try writeProject(to: directory, demo: demo)
  } catch {
    throw Failure(.cannotCreate, [error])
  }
  let terminal = invocation.terminal
  terminal.print("\(directory)/ is a project: herald.yaml, \(Library.campaignCount) campaigns, exports/")
  if demo == nil {
    terminal.print("try  herald -C \(directory) plan --now 2026-03-02T10:30:00Z   its made-up exports are of that day")
  } else {
    terminal.print("try  herald -C \(directory) plan" + (invocation.value("now").map { " --now \($0)" } ?? ""))
  }
  return .fine
}

extension Library {
  /// Every YAML file of the library but herald.yaml.
  fileprivate static var campaignCount: Int {
    project.count { $0.path.hasSuffix(".yaml") && $0.path != "herald.yaml" && !$0.path.hasSuffix(".test.yaml") }
  }
}

extension Invocation {
  fileprivate func demoShop() throws -> DemoShop? {
    guard has("demo") else {
      for option in ["orders", "seed", "now"] where has(option) {
        throw UsageError(message: "--\(option) goes with --demo")
      }
      return nil
    }
    let orders = try number("orders", 1...100_000_000) ?? DemoShop.usualOrders
    let seed = try number("seed", 0...Int.max) ?? 1
    return DemoShop(orders: orders, seed: UInt64(seed), now: try demoInstant())
  }

  private func number(_ option: String, _ range: ClosedRange<Int>) throws -> Int? {
    guard let text = value(option) else { return nil }
    guard let number = Int(text), range.contains(number) else {
      throw UsageError(message: "--\(option) “\(text)” is no number from \(range.lowerBound) to \(range.upperBound)")
    }
    return number
  }

  private func demoInstant() throws -> Instant {
    let clock = SystemClock.now()
    guard let text = value("now") else {
      // Whole seconds, so that the bytes depend on nothing finer than what can be typed.
      return Instant(seconds: clock.seconds) ?? Instant(microseconds: 0)
    }
    guard let instant = ISOTime.parse(text, zone: .utc) else {
      throw UsageError(message: "--now “\(text)” is no time", advice: "write it as 2026-03-02T10:30:00Z")
    }
    return instant
  }
}
