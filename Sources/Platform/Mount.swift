/// The filesystem that a path lies on, as the kernel mounted it (proc(5), mountinfo).
package struct Mount: Hashable, Sendable {
  /// `ext4`, `xfs`, `tmpfs` …
  package let type: String
  /// The device, or what stands for it.
  package let source: String
  package let isReadOnly: Bool

  package enum Trust: Hashable, Sendable {
    /// Synced files survive a loss of power.
    case journaled
    /// Everything on it is gone after a restart.
    case memory
    /// Locks and renames are another machine's promises.
    case network
    /// A crash can tear what was synced.
    case unjournaled
    case unknown
  }

  /// Nil where the system does not say.
  package init?(of path: String) {
    guard let device = try? FileSystem.status(path).device, let table = try? FileSystem.read("/proc/self/mountinfo")
    else { return nil }
    let major = (device >> 8) & 0xFFF
    let minor = (device & 0xFF) | ((device >> 12) & 0xFFF00)
    let place = "\(major):\(minor)"
    let lines = String(decoding: table, as: UTF8.self).split(separator: "\n").map { $0.split(separator: " ") }
    guard let line = lines.last(where: { $0.count > 8 && $0[2] == place }),
      let dash = line.firstIndex(of: "-"), line.count > dash + 3
    else { return nil }
    type = String(line[dash + 1])
    source = String(line[dash + 2])
    isReadOnly = (line[5] + "," + line[dash + 3]).split(separator: ",").contains("ro")
  }

  package var trust: Trust {
    switch type {
    case "tmpfs", "ramfs": .memory
    case "nfs", "nfs4", "cifs", "smb3", "9p", "ceph", "glusterfs", "fuse.sshfs", "virtiofs": .network
    case "xfs", "ext3", "jfs", "btrfs", "zfs", "bcachefs", "f2fs": .journaled
    case "ext4": hasJournal
    case "ext2", "vfat", "exfat", "msdos": .unjournaled
    default: .unknown
    }
  }

  /// ext4 can be made without a journal; the kernel keeps a folder for each that it has.
  private var hasJournal: Trust {
    guard let journals = try? FileSystem.sortedNames("/proc/fs/jbd2") else { return .unknown }
    let name = source.split(separator: "/").last ?? ""
    if journals.contains(where: { $0.hasPrefix(name + "-") }) { return .journaled }
    return FileSystem.exists("/sys/fs/ext4/\(name)") ? .unjournaled : .unknown
  }
}
