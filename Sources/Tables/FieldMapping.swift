package import CivilTime

/// How one column becomes a field.
package struct FieldMapping: Sendable {
  package var name: String
  /// For JSON Lines a path: `customer.email`; for items the path of the elements' member: `line_items[].sku`.
  package var column: String
  /// What the column is called where a header lacks the first name: not for JSON Lines, which has no header.
  package var otherColumns: [String] = []
  /// A header may lack the column, and is told of only when something reads the field: `Export.absent`.
  package var isOptional = false
  package var type: CellType
  /// Empty: ISO 8601 and its usual looseness.
  package var formats: [TimeFormat]
  package var zone: Zone?
  /// A date alone is the last second of its day, not the first.
  package var endOfDay: Bool
  /// Values rewritten before typing.
  package var map: WordMap
  /// Words that stand for an empty cell.
  package var nullWords: [String]
  package var decimalComma: Bool
  /// A number that is printed as money, such as `$1,234.50`; nil: a plain number.
  package var money: MoneySigns?
  /// The apostrophe in front of `'+49…` or `'01234`, by which a spreadsheet is told that it is text, is no part of it.
  package var stripsApostrophe = false

  package init(
    name: String, column: String, type: CellType, formats: [TimeFormat] = [], zone: Zone? = nil, endOfDay: Bool = false,
    map: WordMap = [:], nullWords: [String] = [], decimalComma: Bool = false, money: MoneySigns? = nil
  ) {
    self.name = name
    self.column = column
    self.type = type
    self.formats = formats
    self.zone = zone
    self.endOfDay = endOfDay
    self.map = map
    self.nullWords = nullWords
    self.decimalComma = decimalComma
    self.money = money
  }

  /// Every name of the column, the first that a header has being meant.
  var columns: [String] { [column] + otherColumns }
}

/// What whole cells stand for.
package struct WordMap: Hashable, Sendable, ExpressibleByDictionaryLiteral {
  package var meanings: [String: String]
  /// A cell that is none of the words, blanks around it aside, is unreadable. Else it stays what it is.
  package var isClosed: Bool
  /// Letters of ASCII match in any case; no two words may then differ in nothing else.
  package var ignoresCase: Bool

  package init(_ meanings: [String: String], isClosed: Bool = false, ignoresCase: Bool = false) {
    self.meanings = meanings
    self.isClosed = isClosed
    self.ignoresCase = ignoresCase
  }

  package init(dictionaryLiteral elements: (String, String)...) {
    self.init(Dictionary(elements) { first, _ in first })
  }
}

/// Which sign stands before the cents of a printed sum.
package enum MoneySigns: Hashable, Sendable {
  case point, comma
  /// Whatever the sum itself makes certain: `1,234.50` and `1.234,50` do, `1,234` does not and is unreadable.
  case evident
}
