package import Diagnostics

/// Why a message could not be rendered.
package struct RenderProblem: Error, Hashable, Sendable {
  package enum Cause: Hashable, Sendable {
    /// A printed value was empty, with neither `default` nor an `if` around it: the candidate has no data.
    /// The path as the template writes it: `customer.first_name`.
    case empty(path: String)
    /// A filter or operator cannot work on what it was given: one sentence without the value.
    case failed(String)
    /// The message is longer than 1 MiB, or its loops run more than a million times.
    case tooLong
  }
  package var cause: Cause
  package var file: String?
  package var position: SourcePosition

  /// In one sentence without a full stop.
  package var message: String {
    switch cause {
    case .empty(let path): "“\(path)” is empty"
    case .failed(let message): message
    case .tooLong: "the text is over 1 MiB, or its loops run over a million times"
    }
  }

  package var diagnostic: Diagnostic { Diagnostic(.error, message, file: file, at: position) }
}
