import CYAML
import Diagnostics

/// What libyaml reports of a file, one piece at a time, as Swift values.
struct YAMLEvent {
  enum Kind {
    case streamStart, streamEnd, documentEnd, sequenceEnd, mappingEnd
    case documentStart(hasDirectives: Bool)
    case alias
    case scalar(String, YAMLNode.ScalarStyle)
    case sequenceStart
    case mappingStart
  }
  var kind: Kind
  /// `&name` stands before it.
  var hasAnchor: Bool
  /// `!name` stands before it.
  var hasTag: Bool
  var start: SourcePosition
  var end: SourcePosition
}

/// libyaml's own error. `at` is nil for errors of its reader, which knows a byte's offset only.
struct YAMLSyntaxError: Error {
  var problem: String
  var at: SourcePosition?
  var byteOffset: Int
  var context: String
  var contextAt: SourcePosition?
}

/// Owns a libyaml parser and the bytes it reads.
///
/// Safe to use: both pointers are made in `init`, freed in `deinit`, and never leave this struct.
@safe struct YAMLEvents: ~Copyable {
  private let parser: UnsafeMutablePointer<yaml_parser_t>
  private let input: UnsafeMutableBufferPointer<UInt8>

  init(_ text: String) {
    unsafe parser = .allocate(capacity: 1)
    unsafe parser.initialize(to: yaml_parser_t())
    // libyaml keeps the pointer while it parses, so the bytes get a place of their own that `deinit` frees.
    let bytes = Array(text.utf8)
    unsafe input = .allocate(capacity: max(1, bytes.count))
    _ = unsafe input.update(fromContentsOf: bytes)
    _ = unsafe yaml_parser_initialize(parser)
    unsafe yaml_parser_set_input_string(parser, input.baseAddress, bytes.count)
    unsafe yaml_parser_set_encoding(parser, YAML_UTF8_ENCODING)
  }

  deinit {
    unsafe yaml_parser_delete(parser)
    unsafe parser.deallocate()
    unsafe input.deallocate()
  }

  mutating func next() throws(YAMLSyntaxError) -> YAMLEvent {
    var event = unsafe yaml_event_t()
    guard unsafe yaml_parser_parse(parser, &event) == 1 else { throw error() }
    defer { unsafe yaml_event_delete(&event) }
    return unsafe translate(event)
  }

  private func error() -> YAMLSyntaxError {
    let state = unsafe parser.pointee
    let isReader = unsafe state.error == YAML_READER_ERROR
    let context = unsafe words(state.context)
    return unsafe YAMLSyntaxError(
      problem: words(state.problem), at: isReader ? nil : position(state.problem_mark),
      byteOffset: Int(state.problem_offset), context: context,
      contextAt: context.isEmpty ? nil : position(state.context_mark))
  }
}

@unsafe private func translate(_ event: yaml_event_t) -> YAMLEvent {
  var hasAnchor = false
  var hasTag = false
  let kind: YAMLEvent.Kind
  switch unsafe event.type {
  case YAML_STREAM_END_EVENT: kind = .streamEnd
  case YAML_DOCUMENT_START_EVENT:
    let start = unsafe event.data.document_start
    let tags = unsafe start.tag_directives
    kind = unsafe .documentStart(hasDirectives: start.version_directive != nil || tags.start != tags.end)
  case YAML_DOCUMENT_END_EVENT: kind = .documentEnd
  case YAML_ALIAS_EVENT: kind = .alias
  case YAML_SCALAR_EVENT:
    let scalar = unsafe event.data.scalar
    unsafe (hasAnchor, hasTag) = (scalar.anchor != nil, scalar.tag != nil)
    let bytes = unsafe UnsafeBufferPointer(start: scalar.value, count: scalar.length)
    kind = unsafe .scalar(String(decoding: bytes, as: UTF8.self), style(scalar.style))
  case YAML_SEQUENCE_START_EVENT:
    let start = unsafe event.data.sequence_start
    unsafe (hasAnchor, hasTag) = (start.anchor != nil, start.tag != nil)
    kind = .sequenceStart
  case YAML_SEQUENCE_END_EVENT: kind = .sequenceEnd
  case YAML_MAPPING_START_EVENT:
    let start = unsafe event.data.mapping_start
    unsafe (hasAnchor, hasTag) = (start.anchor != nil, start.tag != nil)
    kind = .mappingStart
  case YAML_MAPPING_END_EVENT: kind = .mappingEnd
  default: kind = .streamStart
  }
  return unsafe YAMLEvent(
    kind: kind, hasAnchor: hasAnchor, hasTag: hasTag, start: position(event.start_mark), end: position(event.end_mark))
}

private func style(_ style: yaml_scalar_style_t) -> YAMLNode.ScalarStyle {
  switch style {
  case YAML_SINGLE_QUOTED_SCALAR_STYLE: .singleQuoted
  case YAML_DOUBLE_QUOTED_SCALAR_STYLE: .doubleQuoted
  case YAML_LITERAL_SCALAR_STYLE: .literal
  case YAML_FOLDED_SCALAR_STYLE: .folded
  default: .plain
  }
}

private func position(_ mark: yaml_mark_t) -> SourcePosition {
  SourcePosition(line: Int(mark.line) + 1, column: Int(mark.column) + 1)
}

@unsafe private func words(_ text: UnsafePointer<CChar>?) -> String {
  unsafe text.map { unsafe String(cString: $0) } ?? ""
}
