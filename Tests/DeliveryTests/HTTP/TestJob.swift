import Delivery
import JSON
import Platform
import Spool
import TestSupport
import Testing

/// A job in a transport's hands, without a spool.
struct TestJob {
  /// What breaks bodies that are not escaped.
  static let nasty = "Anna \"Quote\" \\ \n\t & = + % { </x> ' é 🍵"

  let id: String
  let line: String
  private let folder: TemporaryFolder

  init(
    _ name: String, message: String = #"{"text":"Hello"}"#, address: String = "+351912345678", named: String = "Anna"
  )
    throws
  {
    let id = Hash128(name).base32
    self.id = id
    folder = try TemporaryFolder()
    var writer = JSONWriter()
    writer.object { out in
      for (key, value) in [("campaign", "late"), ("channel", "sms"), ("id", id), ("locale", "en-GB")] {
        out.key(key)
        out.string(value)
      }
      out.key("message")
      out.raw(message)
      out.key("to")
      out.object { to in
        to.key("address")
        to.string(address)
        to.key("name")
        to.string(named)
      }
    }
    line = String(decoding: writer.bytes, as: UTF8.self) + "\n"
    try folder.write("job", line)
  }

  func sent(through transport: any Transport) throws -> SendResult {
    let name = try #require(JobName(rank: 4, notBefore: 1_772_447_400, expires: nil, attempt: 1, id: id))
    let file = try #require(JobFile(Array(line.utf8)))
    let parcel = Parcel(
      name: name, channel: "sms", file: file, input: try FileDescriptor(opening: folder.path("job"), .read),
      lockNumber: 0)
    return transport.send(parcel)
  }
}
