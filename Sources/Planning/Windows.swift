import Campaigns
import CivilTime

/// When the steps of one campaign are due and closed, seen from one run.
struct Windows: Sendable {
  let steps: [Step]
  private let spans: [Span]
  let begins: Instant?
  let now: Instant
  let lastRun: Instant?

  /// What of a step tells its place: a step itself is many references.
  private struct Span: Sendable {
    var after: TimeSpan
    var before: TimeSpan?
    var skip: Bool
  }

  enum Phase: Hashable, Sendable {
    case notDue
    case open
    /// It closed since the last run: this run says what became of it.
    case justClosed
    case closed
  }

  /// A step's place in time for one start; nil where the calendar ends.
  struct Placed: Hashable, Sendable {
    var step: Int
    var due: Instant
    /// Nil: never.
    var closes: Instant?
    var phase: Phase
  }

  init(_ campaign: Campaign, now: Instant, lastRun: Instant?) {
    steps = campaign.steps
    spans = steps.map { Span(after: $0.after, before: $0.before, skip: $0.skip) }
    begins = campaign.begins
    self.now = now
    self.lastRun = lastRun
  }

  func place(_ step: Int, start: Instant) -> Placed? {
    guard let due = start.adding(spans[step].after) else { return nil }
    let closes = spans[step].before.flatMap { start.adding($0) }
    return Placed(step: step, due: due, closes: closes, phase: phase(due, closes))
  }

  /// Whether any step of a sequence that starts then is of interest to this run.
  func admits(_ start: Instant) -> Bool {
    if let begins, start < begins { return false }
    return spans.indices.contains {
      guard let phase = place($0, start: start)?.phase else { return false }
      return phase == .open || phase == .justClosed
    }
  }

  /// Whether all windows of a sequence that started then have closed: nothing more can come of it.
  func isOver(_ start: Instant) -> Bool {
    steps.indices.allSatisfy { place($0, start: start)?.phase ?? .closed == .closed }
  }

  /// The one step of a sequence that a run is about.
  struct Current {
    var placed: Placed
    var isSent: Bool
    /// A step before it whose window closed unsent, without `skip: ok`.
    var passedStep: String?
  }

  /// The first step that was not sent, if its window is of interest; else the last that was, while its window is open.
  func current(_ start: Instant, isSent: (Int) -> Bool) -> Current? {
    var passed: String?
    var sent: Current?
    for index in spans.indices {
      guard let placed = place(index, start: start) else { continue }
      if isSent(index) {
        if placed.phase == .open { sent = Current(placed: placed, isSent: true, passedStep: nil) }
        continue
      }
      let current = Current(placed: placed, isSent: false, passedStep: passed)
      switch placed.phase {
      case .notDue: return sent
      case .open: return current
      case .justClosed: if !spans[index].skip || index == spans.count - 1 { return current }
      case .closed: if !spans[index].skip { passed = passed ?? steps[index].name }
      }
    }
    return sent
  }

  /// The starts, in microseconds, outside of which no step is of interest: what is pushed into the scan.
  var startRange: ClosedRange<Int64>? {
    var lower = Int64.max
    var upper = Int64.min
    for step in steps {
      guard let last = now.subtracting(step.after) else { continue }
      upper = max(upper, last.microseconds)
      // A step that never closes lets every start in; one that closes, those that close after the last run.
      let earliest = step.before.flatMap { min(now, lastRun ?? now).subtracting($0) }
      lower = min(lower, step.before == nil ? .min : earliest.map(\.microseconds) ?? .min)
    }
    if let begins { lower = max(lower, begins.microseconds) }
    return lower <= upper ? lower...upper : nil
  }

  private func phase(_ due: Instant, _ closes: Instant?) -> Phase {
    if now < due { return .notDue }
    guard let closes, now >= closes else { return .open }
    return lastRun.map { closes > $0 } ?? false ? .justClosed : .closed
  }
}
