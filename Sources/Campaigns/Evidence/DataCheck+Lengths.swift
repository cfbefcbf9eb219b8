import CivilTime
import Diagnostics
import Rules
import Tables
import Templates

extension DataCheck {
  /// A short message may have at most `max_length` segments, also with the longest values that the data holds.
  mutating func checkLengths() {
    for campaign in project.campaigns {
      for step in campaign.steps {
        for (name, body) in step.bodies.sorted(by: { $0.key < $1.key }) {
          guard let channel = project.channels.first(where: { $0.name == name }), channel.isSMS,
            let most = channel.maxLength
          else { continue }
          for (text, locale) in body.parts.flatMap({ $0.content.texts(locale: project.locale) }) {
            checkLength(text, locale, campaign, most)
          }
        }
      }
    }
  }

  private mutating func checkLength(_ text: Text, _ locale: String, _ campaign: Campaign, _ most: Int) {
    var context = TemplateContext(
      zone: project.zone, locale: LocaleData.named(locale), currency: project.currency, signer: Signer(key: []),
      now: Self.longTime)
    let values = LongestValues(check: self, campaign: campaign, text: text, context: context)
    var bytes: [UInt8] = []
    guard let place = text.place, (try? text.template.render(values, into: &bytes, context: &context)) != nil else {
      return
    }
    let message = String(decoding: SMSText.withPlainBlanks(bytes), as: UTF8.self)
    let letter = foreignLetter(message, text)
    let size = SMSText.size(of: message, atLeast: letter == nil ? .gsm7 : .ucs2)
    guard size.segments > most else { return }
    let reason = letter.map { ", since “\($0)” leaves 70 letters to a message instead of 160" } ?? ""
    add(
      place.diagnostic(
        .warning,
        "with the longest values of the data this takes \(size.segments) segments, and max_length is \(most)\(reason)",
        advice: "shorten it, or cut a value: | truncate: 20"))
  }

  /// A letter that GSM 03.38 lacks, of the text or of any value that it prints.
  private func foreignLetter(_ message: String, _ text: Text) -> Unicode.Scalar? {
    if let own = message.unicodeScalars.first(where: { SMSText.septets($0) == nil }) { return own }
    let letters = text.fields(in: project.schema).compactMap { profile(of: $0)?.column.letters }
    return letters.joined().filter { SMSText.septets($0) == nil && !isBlank($0) }.min()
  }

  private func isBlank(_ letter: Unicode.Scalar) -> Bool {
    SMSText.withPlainBlanks(Array(String(letter).utf8)) == [0x20]
  }
}
