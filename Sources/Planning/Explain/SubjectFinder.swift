import Campaigns
import Diagnostics
import Rules
import Tables

/// Finds the subjects of a campaign that one record concerns: itself, or those whose to-one links lead to it.
struct SubjectFinder {
  private let project: Project
  private let exports: ExportSet
  private let subject: Planner.Subject
  private let threads: Int

  init(_ project: Project, _ exports: ExportSet, _ subject: Planner.Subject, threads: Int) {
    self.project = project
    self.exports = exports
    self.subject = subject
    self.threads = threads
  }

  /// Which rows of `each` to load; nothing if no link leads from it to the record.
  func need(_ each: Int) throws(Diagnostic) -> Need {
    guard let path = project.schema.toOnePath(from: each, to: subject.entity) else { return Need() }
    var entities = [each]
    for link in path { entities.append(project.schema.entities[entities[entities.count - 1]].links[link].target) }
    var keys = KeySet()
    keys.insert(subject.key)
    // From the record back to the subject: the rows of each entity on the way that link to what was found so far.
    for hop in path.indices.reversed() {
      let entity = entities[hop]
      let field = project.schema.entities[entity].links[path[hop]].field
      if hop == 0 { return Need(links: [field: keys]) }
      guard let export = exports.opened[entity] else { return Need() }
      var names = NamedKeys(project.schema)
      let need = NumberedNeed(Need(links: [field: keys]), of: entity, &names)
      var (rows, _) = try export.load(NeedProbe(need, of: entity, names), columns: [0], threads: threads)
      names = NamedKeys(project.schema)
      names.number(&rows, of: entity)
      keys = names.sets[entity]
    }
    return Need(keys: keys)
  }
}
