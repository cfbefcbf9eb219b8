import Diagnostics

extension Header {
  private enum Match {
    case place(Int)
    case ambiguous
    case missing
  }

  /// Exactly, else in any case. Of columns that bear the same name none is meant.
  private func match(_ column: String) -> Match {
    let exact = names.indices.filter { names[$0] == column }
    if exact.count == 1 { return .place(exact[0]) }
    if exact.count > 1 { return .ambiguous }
    let wanted = column.lowercased()
    let similar = names.indices.filter { names[$0].lowercased() == wanted }
    return similar.count == 1 ? .place(similar[0]) : similar.isEmpty ? .missing : .ambiguous
  }

  /// How many of the mapping's columns it has: the right delimiter finds the most.
  func matches(_ mapping: ExportMapping) -> Int {
    let columns = mapping.keyColumns + (mapping.fields + mapping.items).flatMap(\.columns)
    return Set(columns).count { column in
      if case .missing = match(column) { false } else { true }
    }
  }

  /// Where each column of the mapping stands. A mapped column that is not there, or there twice, makes the file unusable
  /// unless it is optional: then it has no place, and is told of when it is read.
  func places(
    of mapping: ExportMapping, _ path: String
  ) throws(Diagnostic) -> (places: [[Int]], absent: [ColumnIndex: Diagnostic]) {
    var missing: [String] = []
    var places: [[Int]] = [[]]
    var absent: [ColumnIndex: Diagnostic] = [:]
    for column in mapping.keyColumns {
      if let place = try place([column], path) { places[0].append(place) } else { missing.append(column) }
    }
    for field in mapping.fields + mapping.items {
      do throws(Diagnostic) {
        let place = try place(field.columns, path)
        if place == nil, field.isOptional { absent[places.count] = absence(of: field, mapping.entity, path) }
        if place == nil, !field.isOptional, !missing.contains(field.column) { missing.append(field.column) }
        places.append(place.map { [$0] } ?? [])
      } catch {
        guard field.isOptional else { throw error }
        absent[places.count] = error
        places.append([])
      }
    }
    if !missing.isEmpty { throw problem(missing, path) }
    return (places, absent)
  }

  /// The place of the first of these names that the header has.
  private func place(_ columns: [String], _ path: String) throws(Diagnostic) -> Int? {
    for column in columns {
      switch match(column.trimmedOfBlanks) {
      case .place(let place): return place
      case .missing: continue
      case .ambiguous:
        throw Diagnostic(
          .error, "the header has more than one column “\(column)”", advice: "give each its own name in the export",
          file: path, at: SourcePosition(line: 1, column: 1))
      }
    }
    return nil
  }

  private func absence(of field: FieldMapping, _ entity: String, _ path: String) -> Diagnostic {
    var problem = problem([field.column], path)
    problem.message += ", which \(entity).\(field.name) is read from"
    problem.advice = "is it an older export? “fields: {\(field.name): …}” names another column for it"
    return problem
  }

  private func problem(_ missing: [String], _ path: String) -> Diagnostic {
    let named = names.filter { !$0.isEmpty }
    let advice = missing.compactMap { column in
      suggestion(for: column, in: named).map { missing.count == 1 ? $0 : "“\(column)”: \($0)" }
    }
    let list = missing.map { "“\($0)”" }.joined(separator: ", ")
    return Diagnostic(
      .error, "the header has no column \(list)",
      advice: advice.isEmpty
        ? "is it another export, or has the other system renamed it?" : advice.joined(separator: "; "),
      file: path, at: SourcePosition(line: 1, column: 1))
  }
}

extension String {
  fileprivate var trimmedOfBlanks: String {
    let bytes = utf8
    guard let first = bytes.firstIndex(where: { $0 > 0x20 }), let last = bytes.lastIndex(where: { $0 > 0x20 }) else {
      return ""
    }
    return String(self[first...last])
  }
}
