import Platform

extension Invocation {
  /// The operands as ids or beginnings of ids, `-` standing for those on standard input: each once, in their order.
  func ids() throws -> [String] {
    var words: [String] = []
    for operand in operands {
      guard operand == "-" else {
        words.append(operand)
        continue
      }
      do throws(Errno) {
        let input = FileDescriptor(adopting: 0, path: "standard input")
        let text = String(decoding: try input.readToEnd(limit: 1 << 28), as: UTF8.self)
        words += text.split(whereSeparator: \.isWhitespace).map(String.init)
      } catch { throw Failure(.inputOutput, "standard input cannot be read: \(error.words)") }
    }
    var seen: Set<String> = []
    return words.map { $0.lowercased() }.filter { seen.insert($0).inserted }
  }
}
