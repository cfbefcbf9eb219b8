import Campaigns

/// Pairs expected messages with those that came, both in the order of time, so that one message too few does not make all
/// that follow look wrong: as few as possible are missing, surplus or different.
struct MessageAlignment {
  enum Pair: Hashable {
    case both(expected: Int, came: Int)
    case missing(Int)
    case surplus(Int)
  }

  private let expected: [ExpectedMessage]
  private let came: [RehearsedMessage]
  private let agrees: (ExpectedMessage.Part, RehearsedMessage) -> Bool

  init(
    expected: [ExpectedMessage], came: [RehearsedMessage],
    agrees: @escaping (ExpectedMessage.Part, RehearsedMessage) -> Bool
  ) {
    self.expected = expected
    self.came = came
    self.agrees = agrees
  }

  /// 0 for a message as expected; more the less of it agrees, but never more than a missing one and a surplus one.
  private func cost(_ expected: ExpectedMessage, _ message: RehearsedMessage) -> Int {
    guard !expected.parts.isEmpty else { return 0 }
    let wrong = expected.parts.count { !agrees($0, message) }
    return wrong == 0 ? 0 : 10 + 9 * wrong / expected.parts.count
  }

  var pairs: [Pair] {
    let (rows, columns) = (expected.count, came.count)
    var table = Array(repeating: Array(repeating: 0, count: columns + 1), count: rows + 1)
    for row in stride(from: rows, through: 0, by: -1) {
      for column in stride(from: columns, through: 0, by: -1) {
        if row == rows {
          table[row][column] = 10 * (columns - column)
        } else if column == columns {
          table[row][column] = 10 * (rows - row)
        } else {
          table[row][column] = min(
            cost(expected[row], came[column]) + table[row + 1][column + 1],
            10 + min(table[row + 1][column], table[row][column + 1]))
        }
      }
    }
    var pairs: [Pair] = []
    var (row, column) = (0, 0)
    while row < rows || column < columns {
      let here = table[row][column]
      if row < rows, column < columns, here == cost(expected[row], came[column]) + table[row + 1][column + 1] {
        pairs.append(.both(expected: row, came: column))
        (row, column) = (row + 1, column + 1)
      } else if row < rows, here == 10 + table[row + 1][column] {
        pairs.append(.missing(row))
        row += 1
      } else {
        pairs.append(.surplus(column))
        column += 1
      }
    }
    return pairs
  }
}
