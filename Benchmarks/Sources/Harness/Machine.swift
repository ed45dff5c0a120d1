import Foundation

/// The facts that figures depend on.
enum Machine {
    static func description(_ programs: Programs, _ options: Options) throws -> String {
        let cores = ProcessInfo.processInfo.processorCount
        let swift = (try? programs.run(["swift", "--version"]).output) ?? "Swift, version unknown"
        var facts = [
            "\(processor), \(cores) cores" + (options.isPinned ? ", pinned to one of them" : ""),
            ProcessInfo.processInfo.operatingSystemVersionString,
            swift.split(separator: "\n").first { $0.contains("Swift version") }.map(String.init)
                ?? "Swift, version unknown",
            try programs.run([programs.limit, "versions"]).output
                .trimmingCharacters(in: .whitespacesAndNewlines),
        ]
        if let python = programs.python {
            facts.append(
                try programs.run([python, programs.peers, "versions"]).output
                    .trimmingCharacters(in: .whitespacesAndNewlines))
        }
        facts.append(load)
        return facts.map { "- \($0)" }.joined(separator: "\n")
    }

    private static var processor: String {
        let info = (try? String(contentsOfFile: "/proc/cpuinfo", encoding: .utf8)) ?? ""
        let line = info.split(separator: "\n").first { $0.hasPrefix("model name") }
        return line?.split(separator: ":").last?.trimmingCharacters(in: .whitespaces)
            ?? "unknown processor"
    }

    /// What else the machine was busy with when the run began.
    private static var load: String {
        let text = (try? String(contentsOfFile: "/proc/loadavg", encoding: .utf8)) ?? ""
        return "load when started: \(text.split(separator: " ").first ?? "unknown")"
    }
}
