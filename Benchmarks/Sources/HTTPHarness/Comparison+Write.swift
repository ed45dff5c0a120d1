import Foundation
import Support

extension Comparison {
    private struct Figure: Encodable {
        let request: String
        let server: String
        let requestsPerSecond: Double
        let meanMilliseconds: Double
        let medianMilliseconds: Double
        let percentile99Milliseconds: Double
        let bytesPerRequest: Double
        let cpuMicrosecondsPerRequest: Double
        let ratio: Double?
        let target: Double?
    }

    /// Writes the figures, the plot, and the table in the README.
    func write() throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys]
        encoder.keyEncodingStrategy = .convertToSnakeCase
        try encoder.encode(figures).write(to: URL(fileURLWithPath: "results/http.json"))
        try HTTPPlot.svg(self).write(
            toFile: "results/http.svg", atomically: true, encoding: .utf8)
        try replaceTable(in: "../README.md")
    }

    private var figures: [Figure] {
        Request.allCases.flatMap { request in
            Server.allCases.map { server in
                Figure(
                    request: request.rawValue, server: server.rawValue,
                    requestsPerSecond: figure(server, request, \.requestsPerSecond),
                    meanMilliseconds: figure(server, request, \.meanMilliseconds),
                    medianMilliseconds: figure(server, request, \.medianMilliseconds),
                    percentile99Milliseconds: figure(server, request, \.percentile99Milliseconds),
                    bytesPerRequest: figure(server, request, \.bytesPerRequest),
                    cpuMicrosecondsPerRequest: figure(
                        server, request, \.cpuMicrosecondsPerRequest),
                    ratio: ratio(server, request), target: request.target(server))
            }
        }
    }

    /// Replaces what stands between the two comments.
    private func replaceTable(in file: String) throws {
        let text = try String(contentsOfFile: file, encoding: .utf8)
        let begin = "<!-- measured: http -->\n"
        let end = "<!-- end -->"
        guard let start = text.range(of: begin),
            let stop = text.range(of: end, range: start.upperBound..<text.endIndex)
        else { throw Failure("\(file) has no place for the table") }
        let new = text[..<start.upperBound] + table + text[stop.lowerBound...]
        try String(new).write(toFile: file, atomically: true, encoding: .utf8)
    }
}
