import CCurl
import Platform

/// Follows the dialogue of a handle: its lines, not the bodies.
package protocol CurlObserver: AnyObject {
  /// A command went out, as it is on the wire. May be a password: never keep it.
  func sent(_ line: borrowing RawSpan)
  /// A line of a reply came in.
  func received(_ line: borrowing RawSpan)
}

/// What one request sends and what comes back: the state behind libcurl's callbacks.
///
/// Safe: the error text is allocated from init to deinit, and always ends with a NUL.
@safe final class CurlExchange {
  private(set) var body: [UInt8] = []
  /// Bytes of the body that libcurl has taken.
  private(set) var taken = 0
  /// libcurl was told that the body has ended, so the end may be on its way.
  private(set) var endWasTaken = false
  private(set) var head: [UInt8] = []
  private(set) var answer: [UInt8] = []
  private(set) var answerWasCut = false
  private let answerLimit: Int
  private let observer: (any CurlObserver)?
  /// Whether the server has closed the connection.
  var hangsUp: () -> Bool = { false }
  /// libcurl writes here for as long as the handle lives.
  let errorText = UnsafeMutablePointer<CChar>.allocate(capacity: errorSize)

  private static let errorSize = Int(CURL_ERROR_SIZE)
  private static let headLimit = 64 << 10

  init(observer: (any CurlObserver)?, answerLimit: Int) {
    self.observer = observer
    self.answerLimit = answerLimit
    unsafe errorText.initialize(repeating: 0, count: Self.errorSize)
  }

  deinit { unsafe errorText.deallocate() }

  var hasObserver: Bool { observer != nil }

  /// Of a mail the end is a line of its own, after the last byte.
  var isHandedOver: Bool { hasObserver ? endWasTaken : !body.isEmpty && taken == body.count }

  var detail: String? { unsafe errorText[0] == 0 ? nil : String(cString: errorText) }

  func begin(_ body: [UInt8]) {
    self.body = body
    taken = 0
    endWasTaken = false
    head.removeAll(keepingCapacity: true)
    answer.removeAll(keepingCapacity: true)
    answerWasCut = false
    unsafe errorText[0] = 0
  }

  /// The next bytes of the body, or none at its end; nil to break off.
  func give(into room: UnsafeMutableRawBufferPointer) -> Int? {
    let count = min(room.count, body.count - taken)
    if count == 0 {
      // A server that has hung up never sees the end, so nobody need wonder whether it took the message.
      if !endWasTaken, hangsUp() { return nil }
      endWasTaken = true
      return 0
    }
    let part = taken..<(taken + count)
    unsafe body.withUnsafeBytes { unsafe room.copyMemory(from: UnsafeRawBufferPointer(rebasing: $0[part])) }
    taken += count
    return count
  }

  func receiveHead(_ bytes: UnsafeRawBufferPointer) {
    guard observer == nil, head.count + bytes.count <= Self.headLimit else { return }
    unsafe head.append(contentsOf: bytes)
  }

  func receiveAnswer(_ bytes: UnsafeRawBufferPointer) {
    let room = max(0, answerLimit - answer.count)
    if bytes.count > room { answerWasCut = true }
    unsafe answer.append(contentsOf: bytes.prefix(room))
  }

  func observe(_ bytes: UnsafeRawBufferPointer, isOutgoing: Bool) {
    let line = unsafe RawSpan(_unsafeBytes: bytes)
    if isOutgoing { observer?.sent(line) } else { observer?.received(line) }
  }
}

// libcurl's callbacks. Each gets the exchange that the handle keeps alive, and a buffer that lives for the call.

func curlTakesBody(
  _ room: UnsafeMutablePointer<CChar>?, _ size: Int, _ count: Int, _ context: UnsafeMutableRawPointer?
) -> Int {
  guard let exchange = unsafe exchange(context) else { return Int(CURL_READFUNC_ABORT) }
  let buffer = unsafe UnsafeMutableRawBufferPointer(start: room, count: size * count)
  return unsafe exchange.give(into: buffer) ?? Int(CURL_READFUNC_ABORT)
}

/// A body that was begun is never sent again: the server may have it.
func curlRewinds(_ context: UnsafeMutableRawPointer?, _ offset: curl_off_t, _ origin: CInt) -> CInt {
  guard let exchange = unsafe exchange(context), exchange.taken == 0, !exchange.endWasTaken, offset == 0 else {
    return CInt(CURL_SEEKFUNC_FAIL)
  }
  return CInt(CURL_SEEKFUNC_OK)
}

func curlGivesAnswer(
  _ bytes: UnsafeMutablePointer<CChar>?, _ size: Int, _ count: Int, _ context: UnsafeMutableRawPointer?
) -> Int {
  unsafe exchange(context)?.receiveAnswer(UnsafeRawBufferPointer(start: bytes, count: size * count))
  return size * count
}

func curlGivesHead(
  _ bytes: UnsafeMutablePointer<CChar>?, _ size: Int, _ count: Int, _ context: UnsafeMutableRawPointer?
) -> Int {
  unsafe exchange(context)?.receiveHead(UnsafeRawBufferPointer(start: bytes, count: size * count))
  return size * count
}

func curlTraces(
  _ handle: UnsafeMutableRawPointer?, _ kind: curl_infotype, _ bytes: UnsafeMutablePointer<CChar>?, _ count: Int,
  _ context: UnsafeMutableRawPointer?
) -> CInt {
  guard kind == CURLINFO_HEADER_OUT || kind == CURLINFO_HEADER_IN else { return 0 }
  let line = unsafe UnsafeRawBufferPointer(start: bytes, count: count)
  unsafe exchange(context)?.observe(line, isOutgoing: kind == CURLINFO_HEADER_OUT)
  return 0
}

/// Whether the server at the other end of the handle's connection has closed it.
func curlPeerHasHungUp(_ handle: UnsafeMutableRawPointer) -> Bool {
  var socket: curl_socket_t = -1
  guard unsafe herald_curl_get_socket(handle, &socket) == CURLE_OK, socket >= 0 else { return false }
  return SocketState.hasHungUp(socket)
}

private func exchange(_ context: UnsafeMutableRawPointer?) -> CurlExchange? {
  guard let context = unsafe context else { return nil }
  return unsafe Unmanaged<CurlExchange>.fromOpaque(context).takeUnretainedValue()
}
