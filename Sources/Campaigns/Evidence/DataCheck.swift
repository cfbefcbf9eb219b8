package import Diagnostics
import Rules
import Tables
import Templates

/// What the exports at hand say about a project's mapping, rules and texts. Nothing of it is an error: the data of
/// another day may say otherwise.
package struct DataCheck {
  let project: Project
  let threads: Int
  /// Of the exports that something is asked of, as far as they could be read; by index of the project's entities.
  private(set) var profiles: [Int: ExportProfile] = [:]
  private var findings: [Diagnostic] = []

  /// Warnings, each at its place.
  package static func warnings(_ project: Project, threads: Int) -> [Diagnostic] {
    var check = DataCheck(project: project, threads: threads)
    check.readExports()
    check.checkLiterals()
    check.checkPrinted()
    check.checkLengths()
    return check.findings
  }

  private init(project: Project, threads: Int) {
    self.project = project
    self.threads = threads
  }

  // MARK: - Exports

  private mutating func readExports() {
    let needs = self.needs()
    var missing: [Int] = []
    for (index, entity) in project.entities.enumerated() where !entity.mapping.pattern.isEmpty {
      guard Export.isThere(entity.mapping) else {
        missing.append(index)
        continue
      }
      do throws(Diagnostic) {
        let export = try Export(opening: entity.mapping)
        guard let columns = needs.columns[index] else { continue }
        findings += columns.sorted().compactMap { export.absent[$0]?.asWarning }
        profiles[index] = try export.profile(
          columns: columns.sorted(), seeking: needs.words[index] ?? [:], threads: threads)
      } catch {
        let columns = MissingColumns(entity).diagnostics
        findings += columns.isEmpty ? [error.asWarning] : columns
      }
    }
    tellMissing(missing)
  }

  /// In one warning: where there is no data, as in CI, there is none at all.
  private mutating func tellMissing(_ missing: [Int]) {
    guard let first = missing.first else { return }
    let names = missing.map { project.entities[$0].name }.sorted()
    let count = project.entities.count
    let which =
      missing.count == count
      ? "no export is there" : "\(missing.count) of \(count) exports are not there: \(names.joined(separator: ", "))"
    let message = "\(which); what rules and texts need of them is not checked against data"
    let advice = "put them where “file:” says to have that checked, too"
    let place = project.entities[first].places.file
    findings.append(
      place?.diagnostic(.warning, message, advice: advice) ?? Diagnostic(.warning, message, advice: advice))
  }

  /// The columns that are asked for, and the words that are looked for in them.
  private func needs() -> (columns: [Int: Set<ColumnIndex>], words: [Int: [ColumnIndex: Set<String>]]) {
    var columns: [Int: Set<ColumnIndex>] = [:]
    var words: [Int: [ColumnIndex: Set<String>]] = [:]
    for literal in project.literals {
      guard let place = project.column(of: literal.field) else { continue }
      columns[place.export, default: []].insert(place.column)
      words[place.export, default: [:]][place.column, default: []].insert(literal.text)
    }
    for campaign in project.campaigns {
      for (text, _) in campaign.texts(locale: project.locale) {
        for use in text.fields(in: project.schema) {
          if let place = project.column(of: use) { columns[place.export, default: []].insert(place.column) }
        }
      }
    }
    return (columns, words)
  }

  func profile(of use: Uses.FieldUse) -> (column: ColumnProfile, records: Int)? {
    guard let place = project.column(of: use), let profile = profiles[place.export] else { return nil }
    return profile.columns[place.column].map { ($0, $0.cells) }
  }

  // MARK: - Findings

  mutating func add(_ diagnostic: Diagnostic) {
    if !findings.contains(diagnostic) { findings.append(diagnostic) }
  }

  /// A printed field that some rows lack holds back the messages of those rows.
  private mutating func checkPrinted() {
    for campaign in project.campaigns {
      let known = campaign.alwaysKnown
      for (text, _) in campaign.texts(locale: project.locale) {
        for (path, binding) in zip(text.template.paths, text.bindings) where path.isRequired {
          guard case .rule(let rule) = binding, !known.contains(rule.checked),
            case .field(_, let entity, let field) = rule.checked,
            let (column, cells) = profile(of: Uses.FieldUse(entity: entity, field: field)),
            column.empty + column.unreadable > 0
          else { continue }
          let words = column.empty == 0 ? "unreadable" : column.unreadable == 0 ? "empty" : "empty or unreadable"
          let count = column.empty + column.unreadable
          add(
            path.place.diagnostic(
              .warning, "\(path.text) is \(words) in \(count) of \(cells) rows, which then get no message",
              advice: "say what stands there instead: {{ \(path.text) | default: \"…\" }}, or put it inside an {% if %}"
            ))
        }
      }
    }
  }
}

extension Diagnostic {
  fileprivate var asWarning: Diagnostic {
    var warning = self
    warning.severity = .warning
    return warning
  }
}

extension Text {
  /// The fields that its paths are, and all fields of the records that it goes through.
  func fields(in schema: Schema) -> Set<Uses.FieldUse> {
    var fields: Set<Uses.FieldUse> = []
    for case .rule(let rule) in bindings {
      switch rule.checked {
      case .field(_, let entity, let field): fields.insert(Uses.FieldUse(entity: entity, field: field))
      case .many(_, let entity, let link):
        let target = schema.entities[entity].links[link].target
        for field in schema.entities[target].fields.indices {
          fields.insert(Uses.FieldUse(entity: target, field: field))
        }
      default: break
      }
    }
    return fields
  }
}
