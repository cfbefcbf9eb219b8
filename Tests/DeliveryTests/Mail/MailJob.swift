import JSON
import Platform
import Spool
import Testing

@testable import Delivery

/// A job for mail as `herald run` writes it.
struct MailJob: Sendable {
  var id = "a"
  var attempt = 1
  var to = "anna@shop.example"
  var name: String? = "Anna"
  var from: String? = "Shop <no-reply@shop.example>"
  var subject: String? = "Your order"
  var text: String? = "Hello"
  var html: String?
  var replyTo: String?
  var headers: [(String, String)] = []

  static let now: Int64 = 1_772_447_400

  /// `[a-z0-9]{26}`.
  var fileID: String { Hash128(id).base32 }

  func jobName() throws -> JobName {
    try #require(JobName(rank: 4, notBefore: Self.now, expires: nil, attempt: attempt, id: fileID))
  }

  var bytes: [UInt8] {
    var out = JSONWriter()
    out.object { job in
      job.key("campaign")
      job.string("cart")
      job.key("id")
      job.string(fileID)
      job.key("message")
      job.object { message in
        for (key, value) in [
          ("from", from), ("html", html), ("reply_to", replyTo), ("subject", subject), ("text", text),
        ] {
          guard let value else { continue }
          message.key(key)
          message.string(value)
        }
        if !headers.isEmpty {
          message.key("headers")
          message.object { o in
            for (key, value) in headers {
              o.key(key)
              o.string(value)
            }
          }
        }
      }
      job.key("to")
      job.object { o in
        o.key("address")
        o.string(to)
        if let name {
          o.key("name")
          o.string(name)
        }
      }
    }
    return out.bytes + [0x0A]
  }

  func file() throws -> JobFile { try #require(JobFile(bytes)) }

  func message() throws -> MailMessage { try MailMessage(try file(), try jobName()) }

  /// The mail's bytes.
  func rendered() throws -> [UInt8] { try message().rendered(at: Self.now) }

  func send(through transport: some Transport) throws -> SendResult {
    transport.send(
      Parcel(
        name: try jobName(), channel: "email", file: try file(),
        input: try FileDescriptor(opening: "/dev/null", .read), lockNumber: 0))
  }
}
