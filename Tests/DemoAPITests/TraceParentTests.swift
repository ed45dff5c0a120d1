import Testing

@testable import DemoAPI

@Suite("Trace parents")
struct TraceParentTests {
    private static let trace = "4bf92f3577b34da6a3ce929d0e0e4736"

    @Test("a header of the standard is read", arguments: ["00", "01"])
    func valid(version: String) throws {
        let parent = try #require(TraceParent("\(version)-\(Self.trace)-00f067aa0ba902b7-01"))
        #expect(parent.traceID == Self.trace)
        #expect(parent.spanID == "00f067aa0ba902b7")
    }

    @Test(
        "anything else is not",
        arguments: [
            "", "00", "00-\(trace)-00f067aa0ba902b7", "ff-\(trace)-00f067aa0ba902b7-01",
            "00-\(trace)-00f067aa0ba902b7-01-x", "00-\(trace)-0000000000000000-01",
            "00-00000000000000000000000000000000-00f067aa0ba902b7-01",
            "00-\(trace.uppercased())-00f067aa0ba902b7-01", "00-\(trace)\n-00f067aa0ba902b7-01",
        ])
    func invalid(header: String) {
        #expect(TraceParent(header) == nil)
    }
}
