/// The filters that templates know.
enum Filter: String, Sendable, CaseIterable {
  case `default`, date, money, sign, raw
  case upcase, downcase, capitalize, truncate, truncatewords, strip, lstrip, rstrip
  case replace, replaceFirst = "replace_first", remove, append, prepend, split
  case join, first, last, size, map, `where`, sort, sum, uniq, reverse, concat, compact, slice
  case round, floor, ceil, plus, minus, times, dividedBy = "divided_by", modulo, abs
  case atLeast = "at_least", atMost = "at_most"
  case escape, escapeOnce = "escape_once", urlEncode = "url_encode", urlDecode = "url_decode"
  case json, newlineToBr = "newline_to_br", stripHTML = "strip_html", stripNewlines = "strip_newlines"

  /// How many arguments it takes.
  var arity: ClosedRange<Int> {
    switch self {
    case .sign, .raw, .upcase, .downcase, .capitalize, .strip, .lstrip, .rstrip, .first, .last, .size, .reverse, .floor,
      .ceil, .abs, .escape, .escapeOnce, .urlEncode, .urlDecode, .newlineToBr, .stripHTML, .stripNewlines, .json:
      0...0
    case .money, .join, .sort, .sum, .uniq, .compact, .round: 0...1
    case .default, .truncate, .truncatewords: 0...2
    case .date, .remove, .append, .prepend, .split, .map, .concat, .plus, .minus, .times, .dividedBy, .modulo, .atLeast,
      .atMost:
      1...1
    case .replace, .replaceFirst, .where, .slice: 1...2
    }
  }

  /// What its result is, from what it is given.
  func shape(of input: TemplateShape) -> TemplateShape {
    switch self {
    case .date, .money, .sign, .upcase, .downcase, .capitalize, .truncate, .truncatewords, .strip, .lstrip, .rstrip,
      .replace, .replaceFirst, .remove, .append, .prepend, .join, .escape, .escapeOnce, .urlEncode, .urlDecode,
      .newlineToBr, .stripHTML, .stripNewlines, .json:
      .text
    case .raw, .sort, .uniq, .reverse, .compact, .where: input
    case .size, .sum, .round, .floor, .ceil, .plus, .minus, .times, .dividedBy, .modulo, .abs, .atLeast, .atMost:
      .number
    case .split: .list(.text)
    case .first, .last: if case .list(let element) = input { element } else { .any }
    case .slice: if case .list = input { input } else { .text }
    case .default, .map, .concat: .any
    }
  }

  /// Whether a text of this kind may use it: `json` is for requests, which in turn have no key to sign links with.
  func isFor(_ escaping: Escaping) -> Bool {
    switch self {
    case .json: escaping.isRequest
    case .sign: !escaping.isRequest
    default: true
    }
  }

  /// Whether HTML that it is given is still HTML behind it.
  var keepsMarkup: Bool {
    switch self {
    case .strip, .lstrip, .rstrip, .stripNewlines, .newlineToBr: true
    default: false
    }
  }

  /// Whether what it makes may be put into HTML as it is.
  var makesMarkup: Bool { self == .raw || self == .escape || self == .escapeOnce || self == .newlineToBr }

  /// Whether its first argument is the name of a field of the list's records.
  var namesField: Bool {
    switch self {
    case .map, .where, .sort, .sum, .uniq, .compact: true
    default: false
    }
  }
}
