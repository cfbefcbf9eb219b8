package import Campaigns

extension Channel {
  /// The form in which addresses of this channel compare; nil for what is none.
  package func normalForm(of address: String) -> String? { Address.normalise(address, as: addressKind) }
}
