import Platform

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// Feeds what Herald reads with anything: `make fuzz`.
///
/// Cases run in a child process under limits of memory, stack and time. When it dies, the case that it was at is written
/// down and the next child goes on behind it.
@main
enum Fuzz {
  static func main() throws {
    let options: Options
    do throws(Options.Misuse) {
      options = try Options(Array(CommandLine.arguments.dropFirst()), environment: Environment.value)
    } catch {
      say("fuzz: \(error.message)\n\(Options.help)")
      exit(64)
    }
    if let file = options.replay { exit(try replay(file, options)) }
    if options.isChild { exit(try Child(options: options, target: options.targets[0]).run()) }
    say("seed \(options.seed), \(options.cases) cases each")
    var isFine = true
    for target in options.targets {
      let supervisor = try Supervisor(options, target)
      isFine = try supervisor.run() && isFine
    }
    exit(isFine ? 0 : 1)
  }

  /// A line at once, so that those of a child and of its parent come in order.
  static func say(_ line: String) {
    let bytes = Array((line + "\n").utf8)
    unsafe _ = write(STDOUT_FILENO, bytes, bytes.count)
  }

  /// Runs the one case of a file, whose name begins with its target's.
  private static func replay(_ file: String, _ options: Options) throws -> CInt {
    let name = file.split(separator: "/").last?.split(separator: "-").first.map(String.init) ?? ""
    guard let target = FuzzTargets.named(name) else {
      say("fuzz: the file's name does not begin with a target's: \(file)")
      return 64
    }
    let bytes = try FileSystem.read(file)
    let scratch = try Supervisor.makeScratch()
    defer { try? FileSystem.removeTree(scratch) }
    Child.limit()
    Child.startTimers(options.seconds)
    return try replay(bytes, target.init(scratch: scratch))
  }

  private static func replay(_ bytes: [UInt8], _ target: some FuzzTarget) -> CInt {
    var target = target
    var dice = Dice(of: bytes)
    do throws(Finding) {
      try target.run(bytes, &dice)
      say("fine")
      return 0
    } catch {
      say(error.message)
      return 1
    }
  }
}
