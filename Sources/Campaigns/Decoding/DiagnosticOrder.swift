package import Diagnostics

extension [Diagnostic] {
  /// In the order of files, herald.yaml first, and positions; at one position as they were found.
  package var inOrderOfFiles: [Diagnostic] {
    func rank(_ entry: (offset: Int, element: Diagnostic)) -> (Int, String, SourcePosition, Int) {
      let file = entry.element.file ?? ""
      let position = entry.element.position ?? SourcePosition(line: 0, column: 0)
      return (file == "herald.yaml" ? 0 : 1, file, position, entry.offset)
    }
    return enumerated().sorted { rank($0) < rank($1) }.map(\.element)
  }
}
