import CivilTime
import Testing

@testable import Templates

/// `date` on the recipient's clock where clocks change; the texts come from Python's zoneinfo.
@Suite struct LocalDateTests {
  @Test(arguments: [
    ("Europe/Berlin", "2025-03-30T00:59:59Z", "Sun 2025-03-30 01:59:59 +0100"),
    ("Europe/Berlin", "2025-03-30T01:00:00Z", "Sun 2025-03-30 03:00:00 +0200"),
    ("Europe/Berlin", "2025-10-26T00:30:00Z", "Sun 2025-10-26 02:30:00 +0200"),
    ("Europe/Berlin", "2025-10-26T01:30:00Z", "Sun 2025-10-26 02:30:00 +0100"),
    ("America/New_York", "2025-11-02T06:00:00Z", "Sun 2025-11-02 01:00:00 -0500"),
    ("Australia/Lord_Howe", "2025-04-05T15:00:00Z", "Sun 2025-04-06 01:30:00 +1030"),
    ("Australia/Lord_Howe", "2025-10-04T15:30:00Z", "Sun 2025-10-05 02:30:00 +1100"),
    ("Asia/Kathmandu", "2025-03-30T01:00:00Z", "Sun 2025-03-30 06:45:00 +0545"),
    ("Asia/Kolkata", "2025-03-30T01:00:00Z", "Sun 2025-03-30 06:30:00 +0530"),
    ("Pacific/Chatham", "2025-09-27T14:00:00Z", "Sun 2025-09-28 03:45:00 +1345"),
    ("America/St_Johns", "2025-03-09T05:30:00Z", "Sun 2025-03-09 03:00:00 -0230"),
    ("Antarctica/Troll", "2025-10-26T01:00:00Z", "Sun 2025-10-26 01:00:00 +0000"),
    ("Africa/Casablanca", "2025-04-06T02:00:00Z", "Sun 2025-04-06 03:00:00 +0100"),
    ("Africa/Cairo", "2025-04-24T22:00:00Z", "Fri 2025-04-25 01:00:00 +0300"),
    ("Asia/Beirut", "2025-10-25T21:00:00Z", "Sat 2025-10-25 23:00:00 +0200"),
    ("America/Sao_Paulo", "2018-11-04T03:00:00Z", "Sun 2018-11-04 01:00:00 -0200"),
    ("America/Sao_Paulo", "2025-11-04T03:00:00Z", "Tue 2025-11-04 00:00:00 -0300"),
    ("Pacific/Apia", "2011-12-30T10:00:00Z", "Sat 2011-12-31 00:00:00 +1400"),
    ("America/Santiago", "2025-04-06T03:00:00Z", "Sat 2025-04-05 23:00:00 -0400"),
  ])
  func date(_ zone: String, _ time: String, _ text: String) throws {
    let instant = try #require(ISOTime.parse(time, zone: .utc))
    let data = TemplateValue.object([("order", .object([("ship_by", .time(instant))]))])
    #expect(render("{{ order.ship_by | date: '%a %Y-%m-%d %H:%M:%S %z' }}", data, zone: zone) == text)
  }
}
