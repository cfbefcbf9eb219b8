import Campaigns
import Diagnostics
import Testing

/// However a file is damaged, reading it ends, and what is reported lies inside it.
@Suite struct DamagedFileTests {
  private static let nasty = [
    "{", "}", "[", "]", "\"", "'", "|\n", ">\n", "\t", "\n", "\r\n", "- ", ": ", "#", "!", "&a ", "*a", "{{", "%}", "é",
    "\u{2028}", "\u{85}", "👩‍👩‍👧", "\\", "", "\u{FEFF}", "? ",
  ]

  static let full = """
    # Two lines
    # of it.
    purpose: marketing
    each: order
    start: order.created_at
    when: ["order.total > 3", 'customer.name != ''x''']
    unless: >
      order.status == "done"

      or order.status == "lost"
    via: [preferred, email, sms]
    split: {a: 50%, b: 50%}
    send:
      - after: 1h
        email:
          subject: {a: "One \\"{{ customer.name }}\\"", b: Two}
          text: |
            {% for item in order.items %}{{ item.name }}{% endfor %}
        sms: {en: "{{ shop }}", de: "{{ links.order }}"}

    """

  @Test(arguments: ["cut", "inserted", "replaced"]) func campaign(_ damage: String) {
    check(damage, Self.full, "a.yaml", step: 5)
  }

  @Test(arguments: ["cut", "inserted", "replaced"]) func house(_ damage: String) {
    check(damage, Fixture.house, "herald.yaml", step: 17)
  }

  @Test(arguments: ["cut", "inserted", "replaced"]) func cases(_ damage: String) {
    check(damage, CaseFileTests.cases, "a.test.yaml", step: 7)
  }

  @Test func undamagedItIsFine() {
    let loaded = Fixture.load(["a.yaml": Self.full])
    #expect(loaded.diagnostics == [])
  }

  private func check(_ damage: String, _ text: String, _ file: String, step: Int) {
    let scalars = Array(text.unicodeScalars)
    for (number, place) in stride(from: 0, to: scalars.count, by: step).enumerated() {
      var damaged = String.UnicodeScalarView(scalars[..<place])
      if damage != "cut" {
        damaged += Self.nasty[number % Self.nasty.count].unicodeScalars
        damaged += scalars[(damage == "inserted" ? place : place + 1)...]
      }
      let lines = SourceText.lines(of: String(damaged))
      for diagnostic in load(file, String(damaged)).diagnostics where diagnostic.file == file {
        guard let position = diagnostic.position else {
          Issue.record("no position: \(diagnostic.message)")
          continue
        }
        let isInside =
          lines.indices.contains(position.line - 1) && position.column >= 1
          && position.column <= lines[position.line - 1].unicodeScalars.count + 1
        #expect(isInside, "\(damage) at \(place): \(position) \(diagnostic.message)")
      }
    }
  }

  private func load(_ file: String, _ text: String) -> LoadedProject {
    guard file.hasSuffix(".test.yaml") else { return Fixture.load([file: text]) }
    let files = ["herald.yaml": Fixture.house, "a.yaml": CaseFileTests.campaign, file: text]
    return loadProject(files: files, outcomes: ["no-match"])
  }
}
