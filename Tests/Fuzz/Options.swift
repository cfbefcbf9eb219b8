import Platform

/// What the command line asks for.
struct Options {
  var targets: [any FuzzTarget.Type] = FuzzTargets.all
  var cases = 10_000
  var seed: UInt64 = 0
  /// Of CPU, that one case may take.
  var seconds = 10
  /// Where cases that failed are kept.
  var failures = ".build/fuzz"
  var replay: String?
  /// Of the child: a folder of its own, and where it begins.
  var scratch = ""
  var first = 0
  var isChild = false

  static let help = """
    usage: fuzz [TARGET…] [--cases N] [--seed S] [--seconds N] [--failures DIR]
           fuzz --replay FILE

    targets: \(FuzzTargets.all.map { $0.name }.joined(separator: ", "))
    """

  struct Misuse: Error { var message: String }

  init(_ arguments: [String], environment: (String) -> String?) throws(Misuse) {
    seed = environment("FUZZ_SEED").flatMap(UInt64.init) ?? UInt64.random(in: 0..<1_000_000_000)
    if let cases = environment("FUZZ_CASES") {
      guard let number = Int(cases) else { throw Misuse(message: "FUZZ_CASES is not a number: \(cases)") }
      self.cases = number
    }
    var named: [any FuzzTarget.Type] = []
    var rest = arguments[...]
    func value(_ name: String) throws(Misuse) -> String {
      guard let value = rest.popFirst() else { throw Misuse(message: "\(name) needs a value") }
      return value
    }
    func number<T: FixedWidthInteger>(_ name: String) throws(Misuse) -> T {
      let text = try value(name)
      guard let number = T(text) else { throw Misuse(message: "\(name) needs a number, not \(text)") }
      return number
    }
    while let argument = rest.popFirst() {
      switch argument {
      case "--cases": cases = try number(argument)
      case "--seed": seed = try number(argument)
      case "--seconds": seconds = try number(argument)
      case "--failures": failures = try value(argument)
      case "--replay": replay = try value(argument)
      case "--child": isChild = true
      case "--first": first = try number(argument)
      case "--scratch": scratch = try value(argument)
      default:
        guard let target = FuzzTargets.named(argument) else { throw Misuse(message: "there is no target \(argument)") }
        named.append(target)
      }
    }
    if !named.isEmpty { targets = named }
  }

  /// A case is a function of the seed and its number.
  func bytes(_ number: Int, _ mutator: Mutator) -> [UInt8] {
    var dice = Dice(seed)
    var numbered = Dice(dice.next() &+ UInt64(number))
    // The second, since neighbours in number are neighbours in state.
    _ = numbered.next()
    return mutator.bytes(&numbered)
  }

  /// Writes a case down, and returns where: its name says all that replays it.
  func keep(_ bytes: [UInt8], _ number: Int, of target: any FuzzTarget.Type) throws -> String {
    try FileSystem.makeDirectories(failures)
    let path = "\(failures)/\(target.name)-\(seed)-\(number)"
    try FileSystem.replace(path, with: bytes)
    return path
  }
}
