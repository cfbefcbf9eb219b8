package import Diagnostics
import Platform

/// Writes a project that works into a new or an empty folder: the library with its small exports, or with those of a
/// demo shop.
///
/// Nothing is ever overwritten: a folder that holds anything is refused.
package func writeProject(
  to directory: String, demo: DemoShop?, progress: (_ done: Int, _ of: Int) -> Void = { _, _ in }
) throws(Diagnostic) {
  try refuseFolderInUse(directory)
  do {
    for folder in ["exports", "gateways", "snippets"] {
      _ = try FileSystem.makeDirectories(directory + "/" + folder, mode: 0o755)
    }
    for file in demo == nil ? Library.files : Library.project {
      let target = try FileDescriptor(opening: directory + "/" + file.path, .create, mode: 0o644)
      try target.writeAll(file.bytes)
      try target.close()
    }
  } catch {
    throw Diagnostic(.error, "cannot write the project: \(error.words)", file: directory)
  }
  try demo?.write(to: directory + "/exports", progress: progress)
}

private func refuseFolderInUse(_ directory: String) throws(Diagnostic) {
  let names: [String]
  do {
    names = try FileSystem.sortedNames(directory)
  } catch .noSuchFile {
    return
  } catch .notDirectory {
    throw Diagnostic(
      .error, "there is a file of that name", advice: "name a folder that is new or empty", file: directory)
  } catch {
    throw Diagnostic(.error, "cannot look into the folder: \(error.words)", file: directory)
  }
  guard names.isEmpty else {
    throw Diagnostic(
      .error, "the folder is not empty", advice: "name one that is new or empty, so that nothing is overwritten",
      file: directory)
  }
}
