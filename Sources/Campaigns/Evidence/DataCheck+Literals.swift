import CivilTime
import Diagnostics
import Rules
import Tables

extension DataCheck {
  /// A text that its field never holds makes a comparison that never changes anything.
  mutating func checkLiterals() {
    for literal in project.literals {
      guard let (column, cells) = profile(of: literal.field), cells > 0 else { continue }
      let name = project.name(of: literal.field)
      if column.known == 0 {
        add(
          literal.place.diagnostic(
            .warning, "\(name) is empty in all \(cells) rows, so it never is “\(literal.text)”",
            advice: "is its column the right one? see data in herald.yaml"))
        continue
      }
      guard isNeverHeld(literal, column) else { continue }
      add(
        literal.place.diagnostic(
          .warning, "\(name) is “\(literal.text)” in none of \(cells) rows", advice: advice(literal, column)))
    }
  }

  private func isNeverHeld(_ literal: FieldLiteral, _ column: ColumnProfile) -> Bool {
    // What “map” can make of a cell may come another day.
    let outcomes = project.mapping(of: literal.field).map { Array($0.map.meanings.values) } ?? []
    if isOfStandard(literal) { return false }
    if outcomes.contains(literal.text) || speaksOfParcels(column, outcomes, literal.text) { return false }
    guard literal.ignoresCase else { return column.words.count(of: literal.text) == 0 }
    return !column.words.isMany && !column.words.counts.contains { $0.word.lowercased() == literal.text }
  }

  /// A language, country, zone or currency that exists, though no customer has it.
  private func isOfStandard(_ literal: FieldLiteral) -> Bool {
    guard isStandard(field: project.schema.entities[literal.field.entity].fields[literal.field.field].name) else {
      return false
    }
    let text = literal.text
    let isCode = (2...3).contains(text.utf8.count) && text.allSatisfy { $0.isASCII && $0.isUppercase }
    return isCode || isLocale(text) || Zone.allNames.contains(text)
  }

  /// Whether text and column are of the one set of a parcel's statuses, of which a short export has only some.
  private func speaksOfParcels(_ column: ColumnProfile, _ outcomes: [String], _ text: String) -> Bool {
    let held = column.words.counts.map(\.word) + outcomes
    return TrackingStatus(rawValue: text) != nil && !column.words.isMany && !held.isEmpty
      && held.allSatisfy { TrackingStatus(rawValue: $0) != nil }
  }

  private func advice(_ literal: FieldLiteral, _ column: ColumnProfile) -> String {
    let field = project.schema.entities[literal.field.entity].fields[literal.field.field].name
    let words = project.mapping(of: literal.field)?.map.meanings ?? [:]
    if let meaning = words[literal.text] {
      return "“map” in herald.yaml makes it “\(meaning)”: compare with that"
    }
    let held = column.words.counts.map(\.word) + words.values.sorted()
    if literal.ignoresCase, literal.text.lowercased() != literal.text { return "lower() has no capital letters" }
    // No customer's name or address is shown, however near.
    if !isPersonal(field: field), !held.contains(where: { $0.contains("@") }) {
      if let same = held.first(where: { $0.lowercased() == literal.text.lowercased() }) {
        return "it is “\(same)” there: capital letters count, or compare lower()"
      }
      if let suggestion = suggestion(for: literal.text, in: held) { return suggestion }
    }
    return "check its spelling against the export"
  }
}
