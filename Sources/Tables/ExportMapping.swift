package import CivilTime

/// The columns of an export are numbered like the schema's fields: 0 is the key, 1... are `mapping.fields`, and behind
/// them come `mapping.items`.
package typealias ColumnIndex = Int

/// How an export's columns become an entity's fields: one `data:` entry of herald.yaml, resolved.
package struct ExportMapping: Sendable {
  package var entity: String
  /// The path or glob as written, relative to `directory`.
  package var pattern: String
  package var directory: String
  /// Nil: sniffed from the name's ending and the first bytes.
  package var format: ExportFormat?
  /// Nil: sniffed.
  package var delimiter: UInt8?
  package var encoding: TextEncoding
  /// Field 0 is `key`; a key of several columns joins their cells with U+001F.
  package var keyColumns: [String]
  /// As a field's.
  package var stripsKeyApostrophe = false
  /// Fields 1 and up, in the schema's order.
  package var fields: [FieldMapping]
  /// Not empty: rows that share a key are one record with these items.
  package var items: [FieldMapping]
  /// The share of rejected rows, or of unreadable cells in a column that rules read, over which the export is unusable.
  package var rejectLimit: Double
  /// For times that carry no zone and whose field names none.
  package var zone: Zone

  package init(
    entity: String, pattern: String, directory: String, format: ExportFormat? = nil, delimiter: UInt8? = nil,
    encoding: TextEncoding = .utf8, keyColumns: [String], fields: [FieldMapping], items: [FieldMapping] = [],
    rejectLimit: Double = 0.01, zone: Zone
  ) {
    self.entity = entity
    self.pattern = pattern
    self.directory = directory
    self.format = format
    self.delimiter = delimiter
    self.encoding = encoding
    self.keyColumns = keyColumns
    self.fields = fields
    self.items = items
    self.rejectLimit = rejectLimit
    self.zone = zone
  }
}

package enum ExportFormat: Hashable, Sendable { case csv, jsonLines }

package enum TextEncoding: Hashable, Sendable { case utf8, windows1252, latin1 }

/// What a cell's bytes are read as.
package enum CellType: Hashable, Sendable {
  case string
  /// yes/no, true/false, 1/0, y/n, t/f, on/off in any case.
  case bool
  case int
  case double
  case timestamp
  case duration
  /// Comma-separated words, trimmed; an empty cell is an empty list.
  case list
  /// A key or a link: as it stands, but trimmed and lower-cased if it holds an `@`.
  case key
}
