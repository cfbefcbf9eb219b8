import CCurl
import Platform

/// A libcurl easy handle: one request at a time, over connections that it keeps open between requests.
///
///     var handle = try CurlHandle(for: .web)
///     try handle.set(.url, "https://api.example.com/messages")
///     try handle.set(.connectTimeout, 10_000)
///     let end = try handle.upload(body)      // end.code, end.status, end.phase, end.answer
///
/// It speaks nothing but its family of protocols, follows no redirects, reads no .netrc, takes no proxy from the
/// environment, raises no signals, and never sends a body twice: a body that libcurl would have to send again ends the
/// request instead. Secrets that are set here go nowhere but to the server.
///
/// Safe: the handle is live from init to deinit and never leaves, and so is all that libcurl points at.
@safe package struct CurlHandle: ~Copyable {
  package enum Family: Hashable, Sendable {
    /// smtp, smtps.
    case mail
    /// http, https.
    case web
  }

  private let handle: UnsafeMutableRawPointer
  /// What the callbacks fill. libcurl holds a pointer to it for as long as the handle lives.
  private let exchange: CurlExchange
  /// Lists that libcurl does not copy, by option.
  private var lists: [CURLoption.RawValue: UnsafeMutablePointer<curl_slist>] = unsafe [:]

  /// - Parameters:
  ///   - observer: follows the dialogue, for protocols where the last status does not tell what was refused.
  ///   - answerLimit: bytes of an answer that are kept; the rest is read and dropped.
  package init(
    for family: Family, observer: (any CurlObserver)? = nil, answerLimit: Int = 1 << 20
  ) throws(CurlProblem) {
    guard CurlLibrary.isReady, let made = unsafe curl_easy_init() else { throw .noMemory }
    let exchange = CurlExchange(observer: observer, answerLimit: answerLimit)
    do throws(CurlProblem) {
      try unsafe Self.restrict(made, to: family)
      try unsafe Self.connect(made, exchange)
    } catch {
      unsafe curl_easy_cleanup(made)
      throw error
    }
    unsafe handle = made
    self.exchange = exchange
  }

  deinit {
    unsafe curl_easy_cleanup(handle)
    unsafe lists.values.forEach { unsafe curl_slist_free_all($0) }
    // Not before libcurl, which says goodbye to servers, has called back for the last time.
    withExtendedLifetime(exchange) {}
  }

  /// Throws for a text with a NUL, which C would cut there.
  package mutating func set(_ option: CurlOption<String>, _ text: String) throws(CurlProblem) {
    guard !text.utf8.contains(0) else { throw .refused(option.name) }
    try Self.check(unsafe herald_curl_set_pointer(handle, option.raw, text), option.name)
  }

  /// Numbers, milliseconds and switches (0 and 1).
  package mutating func set(_ option: CurlOption<Int>, _ number: Int) throws(CurlProblem) {
    try Self.check(unsafe herald_curl_set_number(handle, option.raw, number), option.name)
  }

  /// Throws for a line with a NUL, CR or LF, which would start another.
  package mutating func set(_ option: CurlOption<[String]>, _ lines: [String]) throws(CurlProblem) {
    var list: UnsafeMutablePointer<curl_slist>?
    for line in lines {
      let isSafe = !line.utf8.contains { $0 == 0 || $0 == 0x0A || $0 == 0x0D }
      guard isSafe, let longer = unsafe curl_slist_append(list, line) else {
        unsafe curl_slist_free_all(list)
        throw isSafe ? .noMemory : .refused(option.name)
      }
      unsafe list = longer
    }
    let old = unsafe lists.removeValue(forKey: option.raw.rawValue)
    let code = unsafe herald_curl_set_pointer(handle, option.raw, list)
    unsafe lists[option.raw.rawValue] = list
    unsafe curl_slist_free_all(old)
    try Self.check(code, option.name)
  }

  /// Sends a body whose length is known: for HTTP with `.post` set.
  package mutating func upload(_ body: [UInt8]) throws(CurlProblem) -> CurlEnd {
    try Self.check(
      unsafe herald_curl_set_size(handle, CURLOPT_POSTFIELDSIZE_LARGE, curl_off_t(body.count)), "body size")
    return perform(body)
  }

  /// Sends a body that ends where it ends: for mail.
  ///
  /// libcurl counts the dots that it adds at line starts towards a length that it was told, and then cuts the message.
  package mutating func uploadToEnd(_ body: [UInt8]) -> CurlEnd { perform(body) }

  /// Sends what the options say, without a body.
  package mutating func perform() -> CurlEnd { perform([]) }

  private mutating func perform(_ body: [UInt8]) -> CurlEnd {
    exchange.begin(body)
    let code = CurlCode(rawValue: unsafe curl_easy_perform(handle).rawValue)
    return CurlEnd(
      code: code, status: number(CURLINFO_RESPONSE_CODE), phase: phase(code), head: exchange.head,
      answer: exchange.answer, answerWasCut: exchange.answerWasCut,
      wasReused: number(CURLINFO_NUM_CONNECTS) == 0,
      systemError: errorNumber.map { Errno(rawValue: $0) }, detail: code.isAboutTLS ? exchange.detail : nil)
  }

  /// How far it got, on the side of caution: what may have left counts as left.
  private func phase(_ code: CurlCode) -> CurlEnd.Phase {
    if !exchange.head.isEmpty || !exchange.answer.isEmpty, !exchange.hasObserver { return .answered }
    if exchange.isHandedOver { return .sent }
    if exchange.taken > 0 { return .sending }
    if number(CURLINFO_REQUEST_SIZE) > 0 { return exchange.body.isEmpty ? .sent : .sending }
    return connected ? .connected : .unconnected
  }

  private var connected: Bool {
    var microseconds: curl_off_t = 0
    unsafe _ = herald_curl_get_size(handle, CURLINFO_PRETRANSFER_TIME_T, &microseconds)
    return microseconds > 0
  }

  private var errorNumber: CInt? {
    let number = number(CURLINFO_OS_ERRNO)
    return number == 0 ? nil : CInt(clamping: number)
  }

  private func number(_ info: CURLINFO) -> Int {
    var value = 0
    unsafe _ = herald_curl_get_number(handle, info, &value)
    return value
  }

  private static func restrict(_ handle: UnsafeMutableRawPointer, to family: Family) throws(CurlProblem) {
    let (names, bits) =
      switch family {
      case .mail: ("smtp,smtps", 1 << 16 | 1 << 17)
      case .web: ("http,https", 1 << 0 | 1 << 1)
      }
    try Self.check(unsafe herald_curl_allow(handle, names, bits), "protocols")
    for (option, value) in [(CURLOPT_NOSIGNAL, 1), (CURLOPT_FOLLOWLOCATION, 0), (CURLOPT_NETRC, 0)] {
      try Self.check(unsafe herald_curl_set_number(handle, option, value), "safe defaults")
    }
    // The empty text, unlike none, keeps the environment's proxies out.
    try Self.check(unsafe herald_curl_set_pointer(handle, CURLOPT_PROXY, ""), "proxy")
  }

  private static func connect(_ handle: UnsafeMutableRawPointer, _ exchange: CurlExchange) throws(CurlProblem) {
    let context = unsafe Unmanaged.passUnretained(exchange).toOpaque()
    let codes = unsafe [
      herald_curl_set_data_function(handle, CURLOPT_READFUNCTION, curlTakesBody),
      herald_curl_set_pointer(handle, CURLOPT_READDATA, context),
      herald_curl_set_seek_function(handle, curlRewinds),
      herald_curl_set_data_function(handle, CURLOPT_WRITEFUNCTION, curlGivesAnswer),
      herald_curl_set_pointer(handle, CURLOPT_WRITEDATA, context),
      herald_curl_set_data_function(handle, CURLOPT_HEADERFUNCTION, curlGivesHead),
      herald_curl_set_pointer(handle, CURLOPT_HEADERDATA, context),
      herald_curl_set_pointer(handle, CURLOPT_ERRORBUFFER, exchange.errorText),
    ]
    for code in codes { try Self.check(code, "callbacks") }
    guard exchange.hasObserver else { return }
    exchange.hangsUp = { unsafe curlPeerHasHungUp(handle) }
    try Self.check(unsafe herald_curl_set_debug_function(handle, curlTraces), "callbacks")
    try Self.check(unsafe herald_curl_set_pointer(handle, CURLOPT_DEBUGDATA, context), "callbacks")
    try Self.check(unsafe herald_curl_set_number(handle, CURLOPT_VERBOSE, 1), "callbacks")
  }

  private static func check(_ code: CURLcode, _ name: String) throws(CurlProblem) {
    switch code {
    case CURLE_OK: return
    case CURLE_OUT_OF_MEMORY: throw .noMemory
    case CURLE_UNKNOWN_OPTION, CURLE_NOT_BUILT_IN: throw .unsupported(name)
    default: throw .refused(name)
    }
  }
}

/// libcurl as a whole.
package enum CurlLibrary {
  /// Set up once in a process, before the first handle.
  static let isReady = curl_global_init(Int(CURL_GLOBAL_SSL) | Int(CURL_GLOBAL_WIN32)) == CURLE_OK
}
