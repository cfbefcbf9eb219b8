import CivilTime
import Diagnostics
import Platform
import Rules

/// Reads and checks a project: herald.yaml, then each campaign's rules, then, once all types are known, their texts.
struct ProjectLoader {
  let folder: ProjectFolder
  /// Of herald.yaml, and of files that are no campaign's.
  private let problems = ProblemList()
  private var files: [CampaignFile] = []
  /// Also of campaigns with a problem elsewhere.
  private var literals: [FieldLiteral] = []

  /// One campaign file on its way.
  private struct CampaignFile {
    var name: String
    var id: String
    var root: YAMLNode?
    var draft: CampaignDraft?
    var pending: PendingCampaign?
    let problems = ProblemList()
  }

  init(_ folder: ProjectFolder) { self.folder = folder }

  /// In the order of files, herald.yaml first, and positions; each once.
  var diagnostics: [Diagnostic] {
    var seen: Set<Diagnostic> = []
    let all = (problems.all + files.flatMap(\.problems.all)).filter { seen.insert($0).inserted }
    return all.inOrderOfFiles
  }

  /// Whether the project may run: problems of a campaign are that campaign's alone.
  var isSound: Bool { !problems.hasErrors }

  /// The project as far as it could be understood.
  mutating func load(state: String?) -> Project {
    let root = node("herald.yaml", problems)
    var house = House.unknown
    if let root, var reader = HouseReader(root, folder: folder, problems) { house = reader.read() }
    let snippets = readSnippets()
    readCampaigns(zone: house.zone, channels: root?["channels"]?.mapping?.map(\.name))
    var houseChecker = HouseChecker(house, campaigns: files.map(\.id), snippets: snippets, problems)
    houseChecker.check()
    house = houseChecker.house
    var checker = houseChecker.checker
    checkRules(house, &checker)
    let untyped = checker
    let untold = checker.finish()
    // What tells a type may be the very rule that could not be understood.
    if !problems.hasErrors { attribute(untold) }
    for (index, source) in house.entities.enumerated() {
      let key = root?["data"]?[source.name]?["duplicates"]
      source.checkDuplicates(checker.schema.entities[index], at: key, problems)
    }
    let campaigns = compileTexts(house, problems.hasErrors ? untyped : checker, untyped, snippets)
    var project = project(house, checker.schema, campaigns, state: state)
    project.typeOrigins = typeOrigins(house, checker)
    return project
  }

  private func typeOrigins(_ house: House, _ checker: RuleChecker) -> [Uses.FieldUse: Project.TypeOrigin] {
    var origins: [Uses.FieldUse: Project.TypeOrigin] = [:]
    for (index, entity) in checker.schema.entities.enumerated() {
      let links = Set(entity.links.filter { $0.kind == .one }.map(\.field))
      for (field, known) in entity.fields.enumerated() {
        let use = Uses.FieldUse(entity: index, field: field)
        origins[use] =
          if links.contains(field), field > 0 || entity.isItems {
            .link
          } else if house.saidTypes.contains(use) {
            .said
          } else if conventionalType(known.name) != nil {
            .name
          } else {
            checker.decision(on: use).map { .use($0) } ?? .usual
          }
      }
    }
    return origins
  }

  // MARK: - Reading

  private func node(_ name: String, _ problems: ProblemList) -> YAMLNode? {
    do throws(Diagnostic) {
      var found: [Diagnostic] = []
      let node = readYAML(try folder.file(name), problems: &found)
      problems.add(found)
      return node
    } catch {
      problems.add(error)
      return nil
    }
  }

  /// - Parameter channels: their names as herald.yaml has them, also of those that it describes badly.
  private mutating func readCampaigns(zone: Zone, channels: [String]?) {
    for name in folder.names where !name.hasPrefix(".") && name != "herald.yaml" {
      if name.hasSuffix(".yml") {
        problems.add(
          Diagnostic(.warning, "this file is not read", advice: "campaigns end in .yaml: rename it", file: name))
      }
      guard name.hasSuffix(".yaml"), !name.hasSuffix(".test.yaml") else { continue }
      var file = CampaignFile(name: name, id: "")
      file.root = node(name, file.problems)
      file.id = CampaignReader.id(of: file.root, file: name)
      if let root = file.root,
        var reader = CampaignReader(root, channels: channels, zone: zone, file.problems)
      {
        file.draft = reader.read()
      }
      files.append(file)
    }
    refuseTwins()
  }

  /// Two campaigns of one id would share their memory of what was sent.
  private func refuseTwins() {
    let byID = Dictionary(grouping: files, by: \.id).filter { $0.value.count > 1 }
    for (id, twins) in byID {
      for twin in twins {
        let others = twins.map(\.name).filter { $0 != twin.name }.joined(separator: ", ")
        let place = twin.root?["id"] ?? twin.root
        let message = "“\(id)” is also the id of \(others)"
        twin.problems.add(
          place?.diagnostic(message, advice: "give one of them another id")
            ?? Diagnostic(.error, message, advice: "give one of them another id", file: twin.name))
      }
    }
  }

  /// By the name that `{% render %}` uses: without `.liquid`.
  private func readSnippets() -> [String: SourceText] {
    var snippets: [String: SourceText] = [:]
    for name in folder.snippetNames where !name.hasPrefix(".") {
      do throws(Diagnostic) {
        let path = "snippets/\(name)"
        let key = name.hasSuffix(".liquid") ? String(name.dropLast(7)) : name
        snippets[key] = SourceText(try folder.file(path).text, file: path)
      } catch {
        problems.add(error)
      }
    }
    return snippets
  }

  // MARK: - Checking

  /// A campaign with a problem leaves no trace in the types that are found out, but its texts are checked all the same.
  private mutating func checkRules(_ house: House, _ checker: inout RuleChecker) {
    for index in files.indices {
      guard let draft = files[index].draft else { continue }
      var rules = RulesOfCampaign(draft, house, checker, files[index].problems)
      let pending = rules.check()
      files[index].pending = pending
      for literal in rules.checker.literals where !literals.contains(literal) { literals.append(literal) }
      if pending.isWhole { checker = rules.checker }
    }
  }

  /// Problems that only show when all types are known, each to the file that it stands in.
  private func attribute(_ diagnostics: [Diagnostic]) {
    for diagnostic in diagnostics {
      (files.first { $0.name == diagnostic.file }?.problems ?? problems).add(diagnostic)
    }
  }

  /// - Parameter untyped: what is known of types without the fields that nothing decided on: a text may not be told that
  ///   a field is no number where only a broken rule knows that it is one.
  private func compileTexts(
    _ house: House, _ checker: RuleChecker, _ untyped: RuleChecker, _ snippets: [String: SourceText]
  ) -> [Campaign] {
    files.compactMap { file in
      guard let pending = file.pending else { return nil }
      var texts = TextsOfCampaign(pending, house, pending.isWhole ? checker : untyped, snippets: snippets)
      let campaign = texts.compile()
      return file.problems.hasErrors || !pending.isWhole ? nil : campaign
    }
  }

  // MARK: - The result

  private func project(_ house: House, _ schema: Schema, _ campaigns: [Campaign], state: String?) -> Project {
    var project = Project(
      directory: folder.directory, id: house.id, shop: house.shop, zone: house.zone, locale: house.locale,
      currency: house.currency, calendar: BusinessCalendar(zone: house.zone, holidays: house.holidays),
      state: statePath(house, state), quiet: house.quiet, schema: schema)
    project.channels = house.channels.map(\.channel)
    project.links = house.links
    project.entities = house.entities.enumerated().map { index, source in source.typed(index, schema) }
    project.campaigns = campaigns
    project.literals = literals
    project.factTexts = house.facts.map { fact in
      let lines = fact.source.text.split(whereSeparator: \.isNewline).map { $0.trimmingBlanks() }
      return Project.FactText(entity: fact.entity, name: fact.name, text: lines.joined(separator: " "))
    }
    let sound = Set(campaigns.map(\.file))
    project.broken = files.filter { !sound.contains($0.name) }.map {
      Project.BrokenCampaign(id: $0.id, file: $0.name, problems: $0.problems.all)
    }
    project.warnings = diagnostics.filter { $0.severity == .warning }
    project.caps = house.caps
    project.limit = house.limit
    project.surge = house.surge
    project.suppressions = house.suppressions
    project.onlyTo = house.onlyTo
    project.keep = house.keep
    project.metrics = house.metrics
    return project
  }

  /// Absolute, so that a change of folder cannot move it.
  private func statePath(_ house: House, _ given: String?) -> String {
    func absolute(_ path: String, in base: String) -> String {
      if path.hasPrefix("/") { return path }
      let root = base.hasPrefix("/") ? base : (try? FileSystem.resolve(base)) ?? base
      return root == "/" ? "/\(path)" : "\(root)/\(path)"
    }
    return given.map { absolute($0, in: ".") } ?? absolute(house.state, in: folder.directory)
  }
}
