import Platform

/// What the jobs of a run are expected to take.
package struct ExpectedSize: Hashable, Sendable {
  package var jobs: Int
  /// Of all jobs together.
  package var bytes: Int64

  package init(jobs: Int, bytes: Int64) {
    self.jobs = jobs
    self.bytes = bytes
  }

  /// Throws if a fifth more than this is not free: better nothing decided than a run that stops in its middle.
  func requireRoom(at path: String) throws(SpoolProblem) {
    let space = try on(path) { () throws(Errno) in try VolumeSpace(at: path) }
    // Each file's last block is half empty on average, but small files have one block each; a name takes about 100 bytes.
    let blocks = Int64(jobs) + (bytes + Int64(jobs) * 100) / max(space.blockSize, 1) + 16
    let needed = blocks + blocks / 5
    guard needed <= space.freeBlocks else {
      throw SpoolProblem(
        .noRoom(needed: needed * space.blockSize, free: space.freeBytes, unit: "bytes"), path: path)
    }
    let inodes = Int64(jobs + jobs / ChunkName.capacity + 16)
    guard let free = space.freeInodes else { return }
    guard inodes + inodes / 5 <= free else {
      throw SpoolProblem(.noRoom(needed: inodes + inodes / 5, free: free, unit: "inodes"), path: path)
    }
  }
}
