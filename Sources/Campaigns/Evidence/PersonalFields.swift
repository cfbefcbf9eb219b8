import Rules

/// Whether a field holds what tells one person from another, so that none of its values may be shown: by its name, as
/// types are; a key unless it is plainly a number of a record.
package func isPersonal(field name: String) -> Bool {
  let words = name.lowercased().split { $0 == "_" }.map(String.init)
  return words.contains(where: personalWords.contains)
}

/// Whether a field's values are those of a standard (languages, countries, zones, currencies): nobody's secret, and many
/// that no customer has are right all the same.
package func isStandard(field name: String) -> Bool {
  let words = name.lowercased().split { $0 == "_" }.map(String.init)
  return words.contains(where: ["locale", "language", "lang", "country", "zone", "timezone", "currency"].contains)
}

private let personalWords: Set<String> = [
  "email", "mail", "phone", "mobile", "tel", "name", "firstname", "lastname", "surname", "address", "street", "zip",
  "postcode", "birthday", "born", "ip", "iban", "note", "comment", "message", "url", "link", "token",
]
