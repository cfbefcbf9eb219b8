/// What the cases of a suite that others wrote came to: printed as one line in one form, which `.ci/test` repeats at its
/// end.
///
///     var figures = ConformanceFigures("cel-cases")
///     figures.agree()
///     figures.differ("int(1.9): 2")
///     figures.print()  // cel-cases: 1 agree, 0 refused, 1 differ
package struct ConformanceFigures: Sendable {
  package let suite: String
  package private(set) var agreeing = 0
  /// Rightly: outside our subset, or a case that says that it is to be refused.
  package private(set) var refused = 0
  /// Each case that came to something else, in words.
  package private(set) var differing: [String] = []

  package init(_ suite: String) { self.suite = suite }

  package mutating func agree() { agreeing += 1 }
  package mutating func refuse() { refused += 1 }
  package mutating func differ(_ what: String) { differing.append(what) }

  /// One case that must be what was expected.
  package mutating func count(_ agrees: Bool, _ what: @autoclosure () -> String) {
    if agrees { agree() } else { differ(what()) }
  }

  package var line: String { "\(suite): \(agreeing) agree, \(refused) refused, \(differing.count) differ" }

  /// In one write, so that tests beside it do not come between.
  package func print() {
    Swift.print((differing.map { "\(suite) differs: \($0)" } + [line]).joined(separator: "\n"))
  }
}
