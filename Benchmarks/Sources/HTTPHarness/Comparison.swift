import Foundation
import Support

/// What was measured, as figures, as a table and as a plot.
struct Comparison {
    private let facts: String
    private var loads: [Server: [Request: [Load]]] = [:]
    private var memory: [Server.Program: Double] = [:]

    init(load: String, _ options: Options) {
        let cores = ProcessInfo.processInfo.processorCount
        facts =
            "\(MachineFacts.processor), \(cores) cores shared by the server, the database and wrk "
            + "(1 thread, 32 connections); \(options.rounds) rounds of \(options.seconds) s in turn, "
            + "medians; one process each, pools of ten; \(load)"
    }

    mutating func add(_ load: Load, _ server: Server, _ request: Request) {
        loads[server, default: [:]][request, default: []].append(load)
    }

    mutating func addMemory(_ megabytes: Double, _ program: Server.Program) {
        memory[program] = max(memory[program] ?? 0, megabytes)
    }

    func figure(_ server: Server, _ request: Request, _ value: (Load) -> Double) -> Double {
        median((loads[server]?[request] ?? []).map(value))
    }

    /// How many times as many requests a server answers as its rival.
    func ratio(_ server: Server, _ request: Request) -> Double? {
        guard let rival = server.rival else { return nil }
        return figure(server, request, \.requestsPerSecond)
            / max(1e-9, figure(rival, request, \.requestsPerSecond))
    }

    /// The targets that were not reached, in words.
    var missed: [String] {
        Server.allCases.flatMap { server in
            Request.allCases.compactMap { request in
                guard let target = request.target(server), let ratio = ratio(server, request),
                    ratio < target
                else { return nil }
                return "\(server.rawValue), \(request.title): \(decimal(ratio, 2)) × of \(target) ×"
            }
        }
    }

    var table: String {
        var lines = [
            "| Request | Server | requests/s | against its rival | mean ms | p99 ms "
                + "| server's CPU µs/request |",
            "| --- | --- | ---: | ---: | ---: | ---: | ---: |",
        ]
        for request in Request.allCases {
            for server in Server.allCases { lines.append(row(server, request)) }
        }
        let peaks = Server.Program.allCases.map {
            "\($0.rawValue) \(decimal(memory[$0] ?? 0, 0)) MB"
        }
        return lines.joined(separator: "\n") + "\n\n\(facts). Most memory: "
            + peaks.joined(separator: ", ") + ".\n"
    }

    private func row(_ server: Server, _ request: Request) -> String {
        var against = "–"
        if let ratio = ratio(server, request) {
            against = "\(decimal(ratio, 1)) ×"
            if let target = request.target(server) { against += " (\(decimal(target, 1)))" }
        }
        let cells = [
            request.title, server.rawValue,
            decimal(figure(server, request, \.requestsPerSecond), 0), against,
            decimal(figure(server, request, \.meanMilliseconds), 1),
            decimal(figure(server, request, \.percentile99Milliseconds), 1),
            decimal(figure(server, request, \.cpuMicrosecondsPerRequest), 0),
        ]
        return "| \(cells.joined(separator: " | ")) |"
    }
}
