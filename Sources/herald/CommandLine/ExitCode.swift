/// What the process tells its caller; the numbers are sysexits' where those say it (sysexits.h).
enum ExitCode: Int32 {
  case fine = 0
  /// Finished, but a person is needed.
  case attention = 1
  /// The plan is not empty; only with `--exit-code`.
  case planned = 2
  case usage = 64
  case noUsableExport = 65
  case nothingThere = 66
  case defect = 70
  case cannotCreate = 73
  case inputOutput = 74
  case tryLater = 75
  case permission = 77
  case configuration = 78
}
