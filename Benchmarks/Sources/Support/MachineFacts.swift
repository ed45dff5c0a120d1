import Foundation

/// The facts of the machine that figures depend on.
public enum MachineFacts {
    /// The processor's name.
    public static var processor: String {
        let info = (try? String(contentsOfFile: "/proc/cpuinfo", encoding: .utf8)) ?? ""
        let line = info.split(separator: "\n").first { $0.hasPrefix("model name") }
        return line?.split(separator: ":").last?.trimmingCharacters(in: .whitespaces)
            ?? "unknown processor"
    }

    /// What else the machine was busy with when the run began.
    public static var load: String {
        let text = (try? String(contentsOfFile: "/proc/loadavg", encoding: .utf8)) ?? ""
        return "load when started: \(text.split(separator: " ").first ?? "unknown")"
    }
}
