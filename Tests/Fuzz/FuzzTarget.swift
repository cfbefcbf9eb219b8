/// A reader of what others write, to be fed with anything.
protocol FuzzTarget: SendableMetatype {
  /// For the command line.
  static var name: String { get }
  static var language: FuzzLanguage { get }

  /// - Parameter scratch: a folder of its own.
  init(scratch: String) throws

  /// Reads the bytes to the end. What else it decides comes from `dice`, which comes from the bytes.
  mutating func run(_ bytes: [UInt8], _ dice: inout Dice) throws(Finding)
}

/// What cases are made of.
struct FuzzLanguage {
  /// Right texts, made up by us.
  var seeds: [String]
  var binarySeeds: [[UInt8]] = []
  var words: [String]
  var nests: [Mutator.Nest]
}

/// A case that came to something wrong without a crash.
struct Finding: Error {
  var message: String
  init(_ message: String) { self.message = message }
}

enum FuzzTargets {
  static let all: [any FuzzTarget.Type] = [RuleTarget.self, TemplateTarget.self, ProjectTarget.self, TableTarget.self]

  /// By name; `broken` is there to test the machinery.
  static func named(_ name: String) -> (any FuzzTarget.Type)? {
    (all + [BrokenTarget.self]).first { $0.name == name }
  }
}
