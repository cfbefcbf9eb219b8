import Spool

/// Posts the job's line as it stands: for endpoints of the shop's own.
struct JobPost: RequestSource {
  var url: String
  var rules: AnswerRules

  func request(for parcel: borrowing Parcel) throws(RequestProblem) -> HTTPRequest {
    HTTPRequest(
      url: url, method: "POST", headers: [("Content-Type", "application/json")], body: parcel.file.bytes)
  }
}
