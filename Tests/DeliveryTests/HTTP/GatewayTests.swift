import Diagnostics
import JSON
import Platform
import Spool
import TestSupport
import Testing

@testable import Delivery

/// The request files to copy, each against a request as its provider documents it, and answers as it gives them.
@Suite struct GatewayTests {
  static let folder = FileSystem.parent(of: #filePath) + "/../../../campaigns/gateways"

  static let secrets = Secrets { name in
    [
      "CM_PRODUCT_TOKEN": "00000000-1111-2222-3333-444444444444", "CM_SENDER": "Kettle",
      "TWILIO_ACCOUNT_SID": "AC00112233445566778899aabbccddeeff", "TWILIO_AUTH_TOKEN": "a-token",
      "TWILIO_MESSAGING_SERVICE_SID": "MG00112233445566778899aabbccddeeff", "TWILIO_WHATSAPP_SENDER": "+15551234567",
      "WHATSAPP_PHONE_NUMBER_ID": "106540352242922", "WHATSAPP_TOKEN": "EAAJB-token",
    ][name]
  }

  static let text = #"{"text":"Hello \"Anna\" \\ & 100 %\n🍵"}"#
  static let template = #"{"template":"parcel_late_v1","values":["1001 \"A\"","https://kettle.example/o?a=1&b=2"]}"#

  struct Recorded: CustomTestStringConvertible, Sendable {
    var gateway: String
    var message: String
    var url: String
    var headers: [String: String]
    /// JSON, or the fields of a form.
    var body: JSONValue?
    var fields: [[String]] = []
    var testDescription: String { "\(gateway) \(message.prefix(12))" }
  }

  private static let twilioURL =
    "https://api.twilio.com/2010-04-01/Accounts/AC00112233445566778899aabbccddeeff/Messages.json"
  private static let twilioLogin =
    "Basic QUMwMDExMjIzMzQ0NTU2Njc3ODg5OWFhYmJjY2RkZWVmZjphLXRva2Vu"
  private static let twilioHeaders = [
    "Authorization": twilioLogin, "Content-Type": "application/x-www-form-urlencoded",
  ]
  private static let cloudURL = "https://graph.facebook.com/v23.0/106540352242922/messages"
  private static let cloudHeaders = ["Authorization": "Bearer EAAJB-token", "Content-Type": "application/json"]

  static let recorded: [Recorded] = [
    Recorded(
      gateway: "cm.http", message: text, url: "https://gw.messaging.cm.com/v1.0/message",
      headers: [
        "Content-Type": "application/json", "X-CM-PRODUCTTOKEN": "00000000-1111-2222-3333-444444444444",
      ],
      body: try? JSONValue.parse(
        #"""
        {"messages": {"msg": [{
          "allowedChannels": ["SMS"], "from": "Kettle", "to": [{"number": "00351912345678"}],
          "body": {"type": "auto", "content": "Hello \"Anna\" \\ & 100 %\n🍵"},
          "minimumNumberOfMessageParts": 1, "maximumNumberOfMessageParts": 8, "reference": "ID"}]}}
        """#)),
    Recorded(
      gateway: "twilio.http", message: text, url: twilioURL, headers: twilioHeaders, body: nil,
      fields: [
        ["To", "+351912345678"], ["MessagingServiceSid", "MG00112233445566778899aabbccddeeff"],
        ["Body", "Hello \"Anna\" \\ & 100 %\n🍵"],
      ]),
    Recorded(
      gateway: "twilio-whatsapp.http", message: text, url: twilioURL, headers: twilioHeaders, body: nil,
      fields: [
        ["To", "whatsapp:+351912345678"], ["From", "whatsapp:+15551234567"], ["Body", "Hello \"Anna\" \\ & 100 %\n🍵"],
      ]),
    Recorded(
      gateway: "twilio-whatsapp.http", message: template, url: twilioURL, headers: twilioHeaders, body: nil,
      fields: [
        ["To", "whatsapp:+351912345678"], ["From", "whatsapp:+15551234567"], ["ContentSid", "parcel_late_v1"],
        ["ContentVariables", #"{"1":"1001 \"A\"","2":"https://kettle.example/o?a=1&b=2"}"#],
      ]),
    Recorded(
      gateway: "whatsapp-cloud.http", message: text, url: cloudURL, headers: cloudHeaders,
      body: try? JSONValue.parse(
        #"""
        {"messaging_product": "whatsapp", "recipient_type": "individual", "to": "+351912345678",
         "biz_opaque_callback_data": "ID", "type": "text", "text": {"body": "Hello \"Anna\" \\ & 100 %\n🍵"}}
        """#)),
    Recorded(
      gateway: "whatsapp-cloud.http", message: template, url: cloudURL, headers: cloudHeaders,
      body: try? JSONValue.parse(
        #"""
        {"messaging_product": "whatsapp", "recipient_type": "individual", "to": "+351912345678",
         "biz_opaque_callback_data": "ID", "type": "template", "template": {
           "name": "parcel_late_v1", "language": {"code": "en_GB"}, "components": [{"type": "body", "parameters": [
             {"type": "text", "text": "1001 \"A\""}, {"type": "text", "text": "https://kettle.example/o?a=1&b=2"}]}]}}
        """#)),
    Recorded(
      gateway: "whatsapp-cloud.http", message: #"{"template":"bare"}"#, url: cloudURL, headers: cloudHeaders,
      body: try? JSONValue.parse(
        #"""
        {"messaging_product": "whatsapp", "recipient_type": "individual", "to": "+351912345678",
         "biz_opaque_callback_data": "ID", "type": "template", "template": {
           "name": "bare", "language": {"code": "en_GB"}}}
        """#)),
  ]

  @Test(arguments: recorded) func request(_ row: Recorded) throws {
    let template = try template(row.gateway)
    let job = try TestJob("gateway", message: row.message)
    let values = try #require(JobValues(Array(job.line.utf8), attempt: 1, secrets: template.secrets))
    let request = try template.request(values)
    #expect(request.method == "POST")
    #expect(request.url == row.url)
    #expect(Dictionary(uniqueKeysWithValues: request.headers.map { ($0.name, $0.value) }) == row.headers)
    if let body = row.body {
      #expect(try JSONValue.parse(request.body) == body.replacing("ID", with: job.id))
    } else {
      #expect(decoded(request.body).map { [$0.0, $0.1] } == row.fields)
    }
  }

  struct Answer: CustomTestStringConvertible, Sendable {
    var gateway: String
    var status: Int
    var answer: String
    var outcome: Outcome
    var pauses = false
    var providerID: String?
    var testDescription: String { "\(gateway) \(status) \(answer)" }
  }

  private static func cm(_ code: Int, message: Int?) -> String {
    let messages =
      message.map { #"{"to":"0035","status":"x","reference":"r","parts":1,"messageErrorCode":\#($0)}"# } ?? ""
    return #"{"details":"d","errorCode":\#(code),"messages":[\#(messages)]}"#
  }
  private static func twilio(_ code: Int) -> String {
    #"{"code":\#(code),"message":"m","more_info":"https://www.twilio.com/docs/errors/\#(code)","status":400}"#
  }
  private static func cloud(_ code: Int) -> String {
    #"{"error":{"message":"(#\#(code)) m","type":"OAuthException","code":\#(code),"fbtrace_id":"x"}}"#
  }

  static let answers: [Answer] = [
    .init(gateway: "cm.http", status: 200, answer: cm(0, message: 0), outcome: .sent),
    .init(gateway: "cm.http", status: 400, answer: cm(201, message: 304), outcome: .failed),
    .init(gateway: "cm.http", status: 200, answer: cm(201, message: 303), outcome: .failed),
    .init(gateway: "cm.http", status: 400, answer: cm(101, message: nil), outcome: .deferred, pauses: true),
    .init(gateway: "cm.http", status: 400, answer: cm(102, message: nil), outcome: .deferred, pauses: true),
    .init(gateway: "cm.http", status: 400, answer: cm(201, message: 301), outcome: .deferred, pauses: true),
    .init(gateway: "cm.http", status: 200, answer: cm(201, message: 500), outcome: .deferred),
    .init(gateway: "cm.http", status: 500, answer: "", outcome: .deferred),
    .init(
      gateway: "twilio.http", status: 201, answer: #"{"sid":"SM0011","status":"accepted","error_code":null}"#,
      outcome: .sent, providerID: "SM0011"),
    .init(gateway: "twilio.http", status: 400, answer: twilio(21211), outcome: .failed),
    .init(gateway: "twilio.http", status: 400, answer: twilio(21610), outcome: .failed),
    .init(gateway: "twilio.http", status: 400, answer: twilio(21606), outcome: .deferred, pauses: true),
    .init(gateway: "twilio.http", status: 401, answer: twilio(20003), outcome: .deferred, pauses: true),
    .init(gateway: "twilio.http", status: 429, answer: twilio(20429), outcome: .deferred),
    .init(gateway: "twilio-whatsapp.http", status: 400, answer: twilio(63016), outcome: .failed),
    .init(gateway: "twilio-whatsapp.http", status: 400, answer: twilio(63007), outcome: .deferred, pauses: true),
    .init(
      gateway: "whatsapp-cloud.http", status: 200,
      answer:
        #"{"messaging_product":"whatsapp","contacts":[{"input":"x","wa_id":"x"}],"messages":[{"id":"wamid.HBg"}]}"#,
      outcome: .sent, providerID: "wamid.HBg"),
    .init(gateway: "whatsapp-cloud.http", status: 400, answer: cloud(131026), outcome: .failed),
    .init(gateway: "whatsapp-cloud.http", status: 403, answer: cloud(130497), outcome: .failed),
    .init(gateway: "whatsapp-cloud.http", status: 400, answer: cloud(131050), outcome: .failed),
    .init(gateway: "whatsapp-cloud.http", status: 400, answer: cloud(131037), outcome: .deferred, pauses: true),
    .init(gateway: "whatsapp-cloud.http", status: 404, answer: cloud(132001), outcome: .failed),
    .init(gateway: "whatsapp-cloud.http", status: 401, answer: cloud(190), outcome: .deferred, pauses: true),
    .init(gateway: "whatsapp-cloud.http", status: 403, answer: cloud(299), outcome: .deferred, pauses: true),
    .init(gateway: "whatsapp-cloud.http", status: 429, answer: cloud(130429), outcome: .deferred),
    .init(gateway: "whatsapp-cloud.http", status: 400, answer: cloud(131056), outcome: .deferred),
    .init(gateway: "whatsapp-cloud.http", status: 500, answer: cloud(131000), outcome: .deferred),
  ]

  @Test(arguments: answers) func answer(_ row: Answer) throws {
    let end = CurlEnd(
      code: .ok, status: row.status, phase: .answered, head: [], answer: Array(row.answer.utf8), answerWasCut: false,
      wasReused: false, systemError: nil, detail: nil)
    let result = SendResult(end, try template(row.gateway).rules, now: 0)
    #expect(result.outcome == row.outcome)
    #expect(result.pausesChannel == row.pauses)
    #expect(result.providerID == row.providerID)
  }

  /// Nothing is known of a gateway's secrets: each is asked for, at its place.
  @Test func everyMissingSecretIsSaid() throws {
    let names = try FileSystem.sortedNames(Self.folder)
    #expect(names == ["cm.http", "twilio-whatsapp.http", "twilio.http", "whatsapp-cloud.http"])
    for name in names {
      let text = String(decoding: try FileSystem.read(Self.folder + "/" + name), as: UTF8.self)
      let (template, found) = RequestTemplate.compile(SourceText(text, file: name), secrets: Secrets { _ in nil })
      #expect(template == nil)
      #expect(found.count >= 2)
      #expect(found.allSatisfy { $0.message.hasPrefix("there is no secret “") && $0.position != nil })
    }
  }

  private func template(_ name: String) throws -> RequestTemplate {
    let text = String(decoding: try FileSystem.read(Self.folder + "/" + name), as: UTF8.self)
    let (template, diagnostics) = RequestTemplate.compile(SourceText(text, file: name), secrets: Self.secrets)
    #expect(diagnostics.isEmpty)
    return try #require(template)
  }
}

extension JSONValue {
  /// With another text wherever this one stands alone.
  fileprivate func replacing(_ text: String, with other: String) -> JSONValue {
    switch self {
    case .string(text): .string(other)
    case .array(let elements): .array(elements.map { $0.replacing(text, with: other) })
    case .object(let members):
      .object(members.map { Member(key: $0.key, value: $0.value.replacing(text, with: other)) })
    default: self
    }
  }
}
