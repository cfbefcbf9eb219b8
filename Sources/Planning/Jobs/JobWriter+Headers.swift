import JSON

/// Mail headers that do not stand in the body.
extension JobWriter {
  /// Adds headers to those that the body says itself: where both name one, in whatever case, the body's stands.
  static func add(_ headers: [UInt8], to parts: inout [(key: String, json: [UInt8])]) {
    guard let own = parts.firstIndex(where: { $0.key == "headers" }) else { return parts.append(("headers", headers)) }
    var members = (try? JSONValue.parse(parts[own].json))?.members ?? []
    let names = Set(members.map { $0.key.lowercased() })
    members += ((try? JSONValue.parse(headers))?.members ?? []).filter { !names.contains($0.key.lowercased()) }
    var writer = JSONWriter()
    writer.value(.object(members.sorted { $0.key < $1.key }))
    parts[own].json = writer.bytes
  }
}
