import Campaigns
import CivilTime
import JSON
import Planning
import Platform
import Spool
import Tables

extension RunFolder {
  /// What a run was made of and came to, as JSON with sorted keys. Nothing of a customer.
  func manifest(_ log: RunLog, _ project: Project, id: String, now: Instant) -> [UInt8] {
    var writer = JSONWriter()
    writer.object { out in
      out.key("accepted")
      out.array { list in for name in log.accepted.sorted() { list.string(name) } }
      out.key("allowed")
      out.numbers(log.allowed)
      if let handled = log.handled {
        out.key("baseline")
        out.numbers(handled)
      }
      out.text("batch", log.batch?.name)
      out.key("counts")
      out.raw(log.plan?.countsJSON() ?? "{}")
      out.key("decisions")
      out.number(log.plan?.decisions.count ?? 0)
      out.key("exports")
      out.array { list in exports(log.plan, &list) }
      out.key("files")
      out.object { list in
        for (path, hash) in projectFiles(project) { list.text(path, hash) }
      }
      out.text("finished", Instant(microseconds: SystemClock.microseconds).rfc3339)
      out.text("herald", Herald.version)
      out.text("id", id)
      out.key("milliseconds")
      out.object { list in
        for phase in log.phases.sorted(by: { $0.name < $1.name }) {
          list.key(phase.name)
          list.number(phase.milliseconds)
        }
      }
      out.text("now", now.rfc3339)
      out.key("problems")
      out.array { list in for identity in log.told.sorted() { list.string(identity) } }
      out.text("started", Instant(microseconds: log.started).rfc3339)
      out.text("tzdata", Zone.databaseVersion)
      out.key("v")
      out.number(1)
      out.key("withdrawn")
      out.numbers(Dictionary(log.withdrawn.map { ($0.job.campaign, 1) }, uniquingKeysWith: +))
    }
    writer.bytes.append(0x0A)
    return writer.bytes
  }

  private func exports(_ plan: Plan?, _ list: inout JSONWriter) {
    guard let plan else { return }
    let reports = Dictionary(uniqueKeysWithValues: plan.reports)
    for (entity, files) in plan.exportFiles {
      list.object { export in
        export.text("entity", entity)
        export.key("files")
        export.array { list in
          for file in files {
            list.object { out in
              out.key("bytes")
              out.number(file.size)
              out.text("made_at", file.modified.rfc3339)
              out.text("path", file.path)
            }
          }
        }
        // An export that nothing had to be looked up in was opened and not read.
        export.key("rejected")
        if let report = reports[entity] { export.number(report.rejectedCount) } else { export.null() }
        export.key("rows")
        if let report = reports[entity] { export.number(report.rows) } else { export.null() }
      }
    }
  }

  /// What the decisions were made by: herald.yaml, the campaigns and the snippets, each with a hash of its bytes.
  private func projectFiles(_ project: Project) -> [(path: String, hash: String?)] {
    let campaigns = project.campaigns.map(\.file) + project.broken.map(\.file)
    let snippets = ((try? FileSystem.sortedNames(project.directory + "/snippets")) ?? []).filter { !$0.hasPrefix(".") }
    return Set(["herald.yaml"] + campaigns + snippets.map { "snippets/" + $0 }).sorted().map { path in
      guard let bytes = try? FileSystem.read(project.directory + "/" + path, limit: 1 << 24) else { return (path, nil) }
      var hash = Hash128.Builder()
      hash.add(bytes.span)
      return (path, hash.finish().base32)
    }
  }
}

extension JSONWriter {
  /// An object of numbers, its keys sorted.
  fileprivate mutating func numbers(_ values: [String: Int]) {
    object { list in
      for (name, number) in values.sorted(by: { $0.key < $1.key }) {
        list.key(name)
        list.number(number)
      }
    }
  }
}
