package import CivilTime

/// One file of an export as it was when it was opened.
package struct ExportFile: Hashable, Sendable {
  /// As the user would type it: relative to the project where the mapping's pattern is.
  package var path: String
  /// As it can be opened from where the process runs.
  package var location: String
  /// Bytes, packed.
  package var size: Int64
  /// The modification time: what the export proves, it proves for this instant.
  package var modified: Instant
  package var isGzip: Bool
}
