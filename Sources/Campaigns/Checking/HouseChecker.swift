import Diagnostics
import Rules
import Templates

/// Checks herald.yaml's expressions: facts, and what channels ask of a customer.
struct HouseChecker {
  /// With what turned out to be broken in it.
  private(set) var house: House
  let snippets: [String: SourceText]
  let problems: ProblemList
  private(set) var checker: RuleChecker

  /// - Parameter campaigns: the ids that `told("…")` may name.
  init(_ house: House, campaigns: [String], snippets: [String: SourceText], _ problems: ProblemList) {
    self.house = house
    self.snippets = snippets
    self.problems = problems
    var schema = house.schema
    schema.campaigns = campaigns
    checker = RuleChecker(schema: schema)
  }

  mutating func check() {
    problems.add(checker.checkFacts(house.facts))
    for (index, channel) in house.channels.enumerated() {
      var isRight = true
      for to in channel.to { isRight = checkSomewhere(to, expecting: .string) && isRight }
      for (_, rule) in channel.consent.sorted(by: { $0.key.rawValue < $1.key.rawValue }) {
        isRight = checkSomewhere(rule, expecting: .bool) && isRight
      }
      if !isRight { house.channels[index].isBroken = true }
    }
    if let prefer = house.prefer { _ = checkSomewhere(prefer, expecting: .string) }
    let scope = SchemaScope(everyEntityOf: checker.schema)
    for link in house.links {
      let options = Template.Options(isSubject: true, snippets: snippets)
      let (template, diagnostics) = Template.compile(link.source, scope: scope, options: options)
      problems.add(diagnostics)
      if template == nil { house.brokenLinks.insert(link.name) }
    }
  }

  /// An expression of a channel is checked again with each campaign's subject. Here it must make sense for one of them,
  /// a customer first: that tells a slip of the pen from a field that only orders have, and the types of fields.
  private mutating func checkSomewhere(_ node: YAMLNode, expecting type: RuleType) -> Bool {
    guard let source = node.source else { return false }
    let customer = house.schema.entity(named: "customer")
    let subjects = (customer.map { [$0] } ?? []) + house.entities.indices.filter { $0 != customer }
    var failures: [Int: [Diagnostic]] = [:]
    for subject in subjects {
      switch checker.check(source, in: .init(subject: subject), expecting: type) {
      case .success(let rule):
        problems.add(rule.warnings)
        return true
      case .failure(let failure): failures[subject] = failure.diagnostics
      }
    }
    // The record that the expression begins with knows best what is wrong with it.
    let first = source.text.prefix { $0 != "." }
    let named = house.entities.firstIndex { $0.name == first } ?? subjects.first
    problems.add(named.flatMap { failures[$0] } ?? [])
    return false
  }
}

extension EntitySource {
  /// A time or a number decides which of two rows is the newer.
  func checkDuplicates(_ schema: Schema.Entity, at key: YAMLNode?, _ problems: ProblemList) {
    guard case .newest(let field) = duplicates, let key else { return }
    switch schema.fields[field].type {
    case .timestamp, .int, .double: break
    default:
      problems.add(
        "“newest by” needs a time or a number, and \(name).\(schema.fields[field].name) is a text",
        advice: "give the field a type: {column: …, type: timestamp}", at: key)
    }
  }
}
