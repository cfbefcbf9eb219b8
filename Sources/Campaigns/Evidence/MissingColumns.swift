import Diagnostics
import Tables

/// The columns that herald.yaml maps and an export's header lacks, each where herald.yaml names it.
struct MissingColumns {
  private(set) var diagnostics: [Diagnostic] = []

  init(_ entity: EntitySource) {
    var probe = entity.mapping
    probe.fields = []
    probe.items = []
    if let problem = problem(probe) {
      // A file that cannot be opened for any column says so once, in its own words.
      guard let place = entity.places.key, !entity.mapping.fields.isEmpty else { return }
      probe.keyColumns = [entity.mapping.fields[0].column]
      guard entity.mapping.fields.contains(where: { self.problem(probe.of($0)) == nil }) else { return }
      add(problem, at: place)
    } else {
      probe.keyColumns = entity.mapping.keyColumns
    }
    let keyIsThere = diagnostics.isEmpty
    for (fields, places) in [
      (entity.mapping.fields, entity.places.fields), (entity.mapping.items, entity.places.items),
    ] {
      for field in fields {
        guard let place = places[field.name],
          let problem = self.problem(keyIsThere ? probe.with(field) : probe.of(field))
        else { continue }
        add(problem, at: place)
      }
    }
  }

  private func problem(_ mapping: ExportMapping) -> Diagnostic? {
    do throws(Diagnostic) {
      _ = try Export(opening: mapping)
      return nil
    } catch {
      return error
    }
  }

  private mutating func add(_ problem: Diagnostic, at place: SourcePlace) {
    let file = problem.file.map { "\($0): " } ?? ""
    let found = place.diagnostic(
      .warning, "\(file)\(problem.message), so nothing that reads this export is sent", advice: problem.advice)
    if !diagnostics.contains(found) { diagnostics.append(found) }
  }
}

extension ExportMapping {
  /// The same export with this field alone.
  fileprivate func with(_ field: FieldMapping) -> ExportMapping {
    var mapping = self
    mapping.fields = [field]
    return mapping
  }

  /// With this field's column in the place of the key.
  fileprivate func of(_ field: FieldMapping) -> ExportMapping {
    var mapping = self
    mapping.keyColumns = [field.column]
    return mapping
  }
}
