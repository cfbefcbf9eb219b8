import CShims

/// What is known of a socket that another library owns.
package enum SocketState {
  /// Whether the other end has closed the connection; false also where the system cannot tell.
  package static func hasHungUp(_ number: Int32) -> Bool { herald_has_hung_up(number) != 0 }
}
