import JSON

/// Mail headers that do not stand in the body.
extension JobWriter {
  /// Adds headers to those that the body says itself: where both name one, in whatever case, the body's stands.
  static func merged(_ own: [UInt8], _ headers: [UInt8]) -> [UInt8] {
    var members = (try? JSONValue.parse(own))?.members ?? []
    let names = Set(members.map { $0.key.lowercased() })
    members += ((try? JSONValue.parse(headers))?.members ?? []).filter { !names.contains($0.key.lowercased()) }
    var writer = JSONWriter()
    writer.value(.object(members.sorted { $0.key < $1.key }))
    return writer.bytes
  }
}
