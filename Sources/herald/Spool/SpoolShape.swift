import Campaigns
import JSON
import Platform
import Spool

let spoolShapeCommand = Command(
  name: "spool shape", summary: "how long the queue has waited, by channel: where it is stuck",
  details:
    "Two small tables: jobs that are due, by the minutes that they have waited (up to 5, 10, 20 …), and jobs for later, by "
    + "the minutes until they are due. A queue that flows is full on the left. By names alone, so it is quick.",
  options: [SpoolOptions.channel, SpoolOptions.json],
  examples: [.init(line: "herald spool shape", says: "is anything late?")],
  takes: 0...0
) { invocation in try SpoolShape(SpoolDesk(invocation)).run() }

/// One `spool shape`.
struct SpoolShape {
  let desk: SpoolDesk
  private let now = SystemClock.now().seconds

  init(_ desk: SpoolDesk) { self.desk = desk }

  func run() throws -> ExitCode {
    let wanted = try desk.channels()
    var shapes: [Shape] = []
    try failing {
      for channel in try desk.folder.channels() where wanted?.contains(channel) ?? true {
        shapes.append(try desk.folder.shape(channel, now: now))
      }
    }
    if desk.invocation.has("json") {
      for shape in shapes { desk.terminal.print(line(shape)) }
      return .fine
    }
    let places = ["claimed", "held", "dead"]
    print("due, by minutes waited", shapes, \.due)
    if shapes.contains(where: { $0.laterCount > 0 }) {
      desk.terminal.print("")
      print("for later, by minutes until due", shapes.filter { $0.laterCount > 0 }, \.later)
    }
    try tellRest(shapes, places)
    return .fine
  }

  private func print(_ title: String, _ shapes: [Shape], _ counts: KeyPath<Shape, [Int]>) {
    desk.terminal.print(desk.terminal.bold(title))
    let bounds = Shape.bounds.map { String($0) } + ["\(Shape.bounds.last ?? 0)+"]
    var table = TextTable(header: ["channel", "total"] + bounds)
    for shape in shapes { table.add(cells(shape.channel, shape[keyPath: counts])) }
    if shapes.count > 1 {
      let sums = bounds.indices.map { column in shapes.reduce(0) { $0 + $1[keyPath: counts][column] } }
      table.add(cells("all", sums))
    }
    for line in table.lines() { desk.terminal.print(line) }
  }

  /// Nothing is easier to overlook than a nought in a row of numbers: it is a dot.
  private func cells(_ name: String, _ counts: [Int]) -> [String] {
    [name, Self.short(counts.reduce(0, +))] + counts.map { $0 == 0 ? "." : Self.short($0) }
  }

  /// Six places at most, so that ten columns fit a terminal: `99,999`, `1234k`.
  private static func short(_ count: Int) -> String { count < 100_000 ? grouped(count) : "\(count / 1000)k" }

  /// What the queue does not show, a line for each channel that has any.
  private func tellRest(_ shapes: [Shape], _ places: [String]) throws {
    for shape in shapes {
      let backlog = try failing { try desk.folder.backlog(shape.channel) }
      let counts = zip([backlog.claimed, backlog.held, backlog.dead], ["with a worker", "held", "dead"])
      let says = counts.filter { $0.0 > 0 }.map { "\(grouped($0.0)) \($0.1)" }
      if !says.isEmpty { desk.terminal.print("\(shape.channel): " + says.joined(separator: ", ")) }
      if let pause = desk.folder.pause(of: shape.channel) {
        desk.terminal.print(PauseWords(pause, shape.channel, now: now, zone: desk.project.zone).text)
      } else if shape.dueCount > 0, backlog.workersAlive == 0 {
        desk.terminal.print("\(shape.channel): no worker is alive")
      }
    }
  }

  private func line(_ shape: Shape) -> String {
    var writer = JSONWriter()
    writer.object { out in
      out.text("channel", shape.channel)
      out.key("due")
      counts(shape.due, &out)
      out.key("later")
      counts(shape.later, &out)
      out.key("v")
      out.number(1)
    }
    return String(decoding: writer.bytes, as: UTF8.self)
  }

  /// `[{"count":3,"minutes":5},…]`, the last without an end.
  private func counts(_ counts: [Int], _ out: inout JSONWriter) {
    out.array { list in
      for (column, count) in counts.enumerated() {
        list.object { cell in
          cell.key("count")
          cell.number(count)
          cell.key("minutes")
          if column < Shape.bounds.count { cell.number(Shape.bounds[column]) } else { cell.null() }
        }
      }
    }
  }
}
