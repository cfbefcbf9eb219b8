/// A ledger of any size, and what it costs to ask it. Tests/Bench/figures.py reads what it prints.
///
///     ledger-bench fill LEDGER COUNT    puts so many messages with their jobs into a ledger that a run has made
///     ledger-bench probe LEDGER TIMES   probes 20,000 messages, of which 1,000 are new, and commits those: CPU seconds
@main struct LedgerBench {
  static func main() throws {
    let arguments = CommandLine.arguments.dropFirst()
    guard arguments.count == 3, let verb = arguments.first, let count = Int(arguments[3]) else {
      print("usage: ledger-bench fill LEDGER COUNT | probe LEDGER TIMES")
      return
    }
    switch verb {
    case "fill": try LedgerFiller(arguments[2]).fill(count)
    default: for _ in 0..<count { print(try LedgerProbe(arguments[2]).run()) }
    }
  }
}
