/// One request, ready to be sent.
struct HTTPRequest: Hashable, Sendable {
  /// May hold a secret: never printed.
  var url: String
  var method: String
  /// In their order; names as they are written.
  var headers: [(name: String, value: String)]
  var body: [UInt8]

  static func == (a: Self, b: Self) -> Bool {
    a.url == b.url && a.method == b.method && a.body == b.body && a.headers.elementsEqual(b.headers, by: ==)
  }

  func hash(into hasher: inout Hasher) {
    hasher.combine(url)
    hasher.combine(body)
  }

  /// The first header of this name, in any case.
  func header(_ name: String) -> String? { headers.first { $0.name.lowercased() == name.lowercased() }?.value }
}

/// Makes the request of a job.
protocol RequestSource: Sendable {
  var rules: AnswerRules { get }
  func request(for parcel: borrowing Parcel) throws(RequestProblem) -> HTTPRequest
}

/// This job cannot be made into a request: in one sentence, without the job's values.
struct RequestProblem: Error, Hashable, Sendable {
  var message: String
  /// Every job will fare so: the request itself is wrong.
  var isForAll = false
}
