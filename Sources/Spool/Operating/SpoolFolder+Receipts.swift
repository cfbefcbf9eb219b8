import Platform

/// A receipt's file, as a worker wrote it.
package struct ReceiptFile: Hashable, Sendable {
  package var channel: String
  package var place: Place
  package var name: JobName
  /// One JSON object; whatever it is.
  package var bytes: [UInt8]
}

extension SpoolFolder {
  /// The receipts of a job that the next run has not taken in yet, by attempt.
  package func receipts(of id: String) throws(SpoolProblem) -> [ReceiptFile] {
    var found: [ReceiptFile] = []
    for channel in try channels() {
      for place in Place.onTheWay where place != .queue && place != .work {
        let home = folder(channel, place)
        for file in try names(in: home) where file.hasSuffix(".receipt") {
          guard let name = JobName(file.dropLast(".receipt".count)), name.id == id,
            let bytes = try bytes(home + "/" + file)
          else { continue }
          found.append(ReceiptFile(channel: channel, place: place, name: name, bytes: bytes))
        }
      }
    }
    return found.sorted { $0.name.attempt < $1.name.attempt }
  }
}
