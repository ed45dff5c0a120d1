import Foundation
import Support

/// One run of wrk against one server.
struct Load {
    let requestsPerSecond: Double
    let bytesPerRequest: Double
    let meanMilliseconds: Double
    let medianMilliseconds: Double
    let percentile99Milliseconds: Double
    /// The server's processor time, without the database's.
    let cpuMicrosecondsPerRequest: Double

    /// Sends requests on 32 connections for some time.
    init(
        _ request: Request, to server: Server, of process: ServerProcess, run: String,
        seconds: Int, users: Int
    ) throws {
        let before = try process.cpuSeconds()
        let words = [
            "wrk", "--threads", "1", "--connections", "32", "--duration", "\(seconds)s",
            "--script", "http/requests.lua", process.url, "--", request.rawValue, server.path,
            String(users), run,
        ]
        let output = try Command(words, environment: ProcessInfo.processInfo.environment).run()
            .output
        let cpu = try process.cpuSeconds() - before
        let line = output.split(separator: "\n").first { $0.hasPrefix("RESULT") }
        let numbers = (line ?? "").split(separator: " ").dropFirst().compactMap { Double($0) }
        guard numbers.count == 8, numbers[0] > 0, numbers[1] > 0 else {
            throw Failure("wrk printed:\n\(output)")
        }
        guard numbers[3] == 0, numbers[4] == 0 else {
            throw Failure(
                "\(server.rawValue), \(request.title): \(Int(numbers[3])) answers were errors, "
                    + "\(Int(numbers[4])) connections broke")
        }
        requestsPerSecond = numbers[0] * 1e6 / numbers[1]
        bytesPerRequest = numbers[2] / numbers[0]
        meanMilliseconds = numbers[5] / 1_000
        medianMilliseconds = numbers[6] / 1_000
        percentile99Milliseconds = numbers[7] / 1_000
        cpuMicrosecondsPerRequest = cpu * 1e6 / numbers[0]
    }
}
