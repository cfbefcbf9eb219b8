extension Filter {
  /// Filters of other dialects, by name, with what to use instead.
  static func advice(for name: String, _ escaping: Escaping) -> String? {
    switch name {
    case _ where escaping.isRequest && ["sign", "base64_encode", "escape_json"].contains(name): requestAdvice(name)
    case "sort_natural": "use “sort”"
    case "remove_first": "use “replace_first: …, ''”"
    case "remove_last", "replace_last": "use “replace” or “replace_first”"
    case "find", "find_index", "has": "use “where”, then “first” or “size”"
    case "reject": "use “where” for those that stay, or {% if %} in the loop"
    case "length", "count": "use “size”"
    case "lower", "lowercase": "use “downcase”"
    case "upper", "uppercase": "use “upcase”"
    case "title", "titlecase", "titleize": "use “capitalize”"
    case "trim": "use “strip”"
    case "h", "xml_escape": "use “escape”; html: bodies escape by themselves"
    case "strftime", "format_date", "date_to_string", "time_tag": "use “date: '%d.%m.%Y'”"
    case "currency", "money_with_currency", "money_without_currency", "format_money": "use “money: order.currency”"
    case "t", "translate": "give the body a text for each locale: {en: …, de: …}"
    case "hmac_sha256", "hmac_sha1", "sha256", "sha1", "md5": "use “sign”"
    case "json", "jsonify", "base64_encode", "base64_decode": "print the fields that are meant, one by one"
    default: nil
    }
  }

  private static func requestAdvice(_ name: String) -> String? {
    switch name {
    case "base64_encode": "write “Authorization: Basic NAME:PASSWORD”, which is encoded when it is sent"
    case "escape_json": "leave it away: in a JSON body every value is escaped"
    default: "a request is signed as a whole, with HERALD_SIGNING_KEY"
    }
  }
}
