import Foundation
import Support

/// The facts that figures depend on.
enum Machine {
    static func description(_ programs: Programs, _ options: Options) throws -> String {
        let cores = ProcessInfo.processInfo.processorCount
        let swift = (try? programs.run(["swift", "--version"]).output) ?? "Swift, version unknown"
        var facts = [
            "\(MachineFacts.processor), \(cores) cores"
                + (options.isPinned ? ", pinned to one of them" : ""),
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
        facts.append(MachineFacts.load)
        return facts.map { "- \($0)" }.joined(separator: "\n")
    }
}
