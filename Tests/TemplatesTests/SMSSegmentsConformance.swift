import Foundation
import Templates
import TestSupport
import Testing

/// The cases of another calculator: encoding, segments, and where given the bits that they take.
@Suite struct SMSSegmentsConformance {
  struct File: Decodable { var vectors: [Vector] }

  struct Vector: Decodable {
    var name: String
    var body: String
    var encoding: String
    var segments: Int
    var messageSize: Int?
    var totalSize: Int?
  }

  @Test(.enabled(if: Suites.has("sms-segments.json"))) func everyCase() throws {
    let data = try Data(contentsOf: Suites.folder.appendingPathComponent("sms-segments.json"))
    let vectors = try JSONDecoder().decode(File.self, from: data).vectors
    var figures = ConformanceFigures("sms-segments")
    for vector in vectors {
      let size = SMSText.size(of: vector.body)
      let bits = size.units * (size.encoding == .gsm7 ? 7 : 16)
      // Each part of several begins with 48 bits that say which it is.
      let total = bits + (size.segments > 1 ? size.segments * 48 : 0)
      let agrees =
        size.encoding.rawValue == vector.encoding && size.segments == vector.segments
        && vector.messageSize.map { $0 == bits } ?? true && vector.totalSize.map { $0 == total } ?? true
      #expect(agrees, "\(vector.name): \(size)")
      figures.count(agrees, "\(vector.name): \(size)")
    }
    #expect(figures.agreeing == vectors.count && !vectors.isEmpty)
    figures.print()
  }
}
