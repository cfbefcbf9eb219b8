/// Made-up jobs that a request file is tried on: with everything that a job can have, with a text alone, and with a
/// template of WhatsApp's. Their values are full of what breaks bodies that are not escaped.
enum SampleJob {
  static var all: [[UInt8]] {
    [
      job(
        #""from":V,"headers":{"X-Sample":V},"html":V,"note":V,"queue":V,"reply_to":V,"skills":[V],"subject":V,"#
          + #""template":V,"text":V,"title":V,"values":[V,V]"#),
      job(#""text":V"#),
      job(#""template":V,"values":[V]"#),
    ]
  }

  private static func job(_ message: String) -> [UInt8] {
    let head =
      #"{"attempt_limit":8,"batch":V,"campaign":V,"channel":V,"created_at":"2026-03-02T10:30:00Z","customer":V,"#
      + #""expires_at":"2026-03-03T10:30:00Z","id":"00000000000000000000000000","locale":"en","message":{"#
    let tail =
      #"},"not_before":"2026-03-02T10:30:00Z","one_per":[V],"purpose":"service","quiet":[],"schema":"herald.job/1","#
      + #""step":V,"subject":{"entity":V,"key":V},"to":{"address":V,"name":V},"variant":V}"#
    // A quote, a backslash and a line's end, as JSON writes them.
    return Array((head + message + tail).replacing("V", with: #""sample\"\\\n""#).utf8)
  }
}
