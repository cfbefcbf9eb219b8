/// `en`, `pt-BR`, `zh_Hant_TW`.
func isLocale(_ text: String) -> Bool {
  let parts = text.split(omittingEmptySubsequences: false) { $0 == "-" || $0 == "_" }
  guard let language = parts.first, (2...3).contains(language.utf8.count),
    language.utf8.allSatisfy({ (0x61...0x7A).contains($0) })
  else { return false }
  return parts.dropFirst().allSatisfy { part in
    let isWord = part.utf8.allSatisfy { (0x61...0x7A).contains($0 | 0x20) }
    return isWord && (part.utf8.count == 2 || part.utf8.count == 4)
      || part.utf8.count == 3 && part.utf8.allSatisfy { (0x30...0x39).contains($0) }
  }
}

/// Whether two locales are of one language.
func shareLanguage(_ a: String, _ b: String) -> Bool {
  func language(_ text: String) -> Substring { text.prefix { $0 != "-" && $0 != "_" } }
  return language(a).lowercased() == language(b).lowercased()
}
