import Rules

/// Whether a field holds what tells one person from another, so that none of its values may be shown: by its name, as
/// types are; a key unless it is plainly a number of a record.
package func isPersonal(field name: String) -> Bool {
  let words = name.lowercased().split { $0 == "_" }.map(String.init)
  return words.contains(where: personalWords.contains)
}

private let personalWords: Set<String> = [
  "email", "mail", "phone", "mobile", "tel", "name", "firstname", "lastname", "surname", "address", "street", "zip",
  "postcode", "birthday", "born", "ip", "iban", "note", "comment", "message", "url", "link", "token",
]
