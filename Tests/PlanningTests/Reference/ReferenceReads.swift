/// Which exports a campaign reads: all that its rules, its recipient and its texts name.
enum ReferenceReads {
  static func entities(_ campaign: CampaignModel) -> Set<String> {
    var found = Set(Model.way(campaign.each))
    if let start = campaign.start { read(start, &found) }
    for condition in campaign.when + campaign.unless + campaign.until
      + campaign.steps.flatMap({ $0.when + $0.unless })
    {
      read(condition, &found)
    }
    return found
  }

  private static func read(_ path: FieldPath, _ found: inout Set<String>) {
    // Of a macro's variable only facts reach further; ours stay with their record.
    for facts in Fact.all.values {
      guard let fact = facts[path.field] else { continue }
      switch fact {
      case .condition(let condition): read(condition, &found)
      case .number(let term): read(term, &found)
      case .time(let term): read(term, &found)
      }
    }
  }

  private static func read(_ list: ListPath, _ found: inout Set<String>) {
    for lists in Model.lists.values {
      if let way = lists[list.name] { found.insert(way.entity) }
    }
  }

  private static func read(_ term: TimeTerm, _ found: inout Set<String>) {
    switch term {
    case .field(let path): read(path, &found)
    case .now, .start: break
    case .plus(let inner, _): read(inner, &found)
    case .most(let list, _), .least(let list, _): read(list, &found)
    }
  }

  private static func read(_ term: NumberTerm, _ found: inout Set<String>) {
    switch term {
    case .field(let path): read(path, &found)
    case .size(let list): read(list, &found)
    case .count(let list, let condition), .sum(let list, let condition, _):
      read(list, &found)
      read(condition, &found)
    }
  }

  private static func read(_ condition: Condition, _ found: inout Set<String>) {
    switch condition {
    case .isNull(let path), .notNull(let path), .has(let path), .flag(let path), .equals(let path, _),
      .differs(let path, _), .among(let path, _):
      read(path, &found)
    case .number(let term, _, _): read(term, &found)
    case .time(let a, _, let b), .span(let a, let b, _, _):
      read(a, &found)
      read(b, &found)
    case .exists(let list, let inner), .all(let list, let inner), .one(let list, let inner):
      read(list, &found)
      read(inner, &found)
    case .told: break
    case .not(let inner), .notWord(let inner): read(inner, &found)
    case .and(let a, let b), .or(let a, let b):
      read(a, &found)
      read(b, &found)
    case .choice(let a, let b, let c):
      read(a, &found)
      read(b, &found)
      read(c, &found)
    }
  }
}
