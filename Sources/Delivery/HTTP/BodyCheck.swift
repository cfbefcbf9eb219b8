import JSON

/// Whether a rendered body is what its type says.
enum BodyCheck {
  /// What is wrong with it as JSON, without its values; nil if nothing is.
  static func jsonProblem(_ body: [UInt8]) -> String? {
    do throws(JSONProblem) {
      _ = try JSONValue.parse(body)
      return nil
    } catch { return "the body is no JSON: \(error.message)" }
  }

  /// Where in the body JSON ends to be JSON, for a body whose values are made up.
  static func jsonExcerpt(_ body: [UInt8]) -> String? {
    do throws(JSONProblem) {
      _ = try JSONValue.parse(body)
      return nil
    } catch {
      let at = min(error.offset, body.count)
      let from = max(0, at - 24)
      let text = String(decoding: body[from..<min(body.count, at + 12)], as: UTF8.self)
      return "\(error.message), in “\(text.split(whereSeparator: \.isNewline).joined(separator: " "))”"
    }
  }

  /// Lines of `name=value` as one form; blank lines fall away.
  static func joinedFields(_ lines: [UInt8]) -> [UInt8] {
    let fields = lines.split(separator: 0x0A).filter { !$0.isEmpty }
    return Array(fields.joined(separator: [UInt8(ascii: "&")]))
  }

  /// The first line that is no field; nil if all are.
  static func strayLine(_ lines: [UInt8]) -> String? {
    let stray = lines.split(separator: 0x0A).first { line in
      guard let mark = line.firstIndex(of: UInt8(ascii: "=")) else { return true }
      return mark == line.startIndex
    }
    return stray.map { String(decoding: $0, as: UTF8.self) }
  }
}
