import Platform

/// A file in `corrupt/`: whatever it is.
package struct CorruptFile: Hashable, Sendable {
  package var channel: String
  package var path: String
}

extension SpoolFolder {
  /// What was put aside because it could not be read, or was there twice.
  package func corruptFiles(channels: [String]? = nil) throws(SpoolProblem) -> [CorruptFile] {
    var found: [CorruptFile] = []
    for channel in try self.channels() where channels?.contains(channel) ?? true {
      let home = folder(channel, .corrupt)
      found += try names(in: home).map { CorruptFile(channel: channel, path: home + "/" + $0) }
    }
    return found
  }
}
