import Foundation

/// What can be learnt of a process from outside.
struct ProcessIdentity: Sendable, Equatable {
    /// Its name or command line; nil when the system does not tell.
    var command: String?

    /// The folder it works in; nil when the system does not tell.
    var workingDirectory: String?

    /// Whether the process may be a server that works on the data directory.
    ///
    /// A server works in its data directory. Where that cannot be seen, the command line has to do,
    /// and an unknown process counts as a server: that is the answer that cannot lose data.
    func mayServe(_ dataDirectory: String) -> Bool {
        guard let command else { return true }
        guard command.contains("postgres") else { return false }
        if let workingDirectory { return workingDirectory == System.resolved(dataDirectory) }
        return command.contains(dataDirectory) || !command.contains("/")
    }

    static func of(_ processID: Int32) -> ProcessIdentity {
        let folder = "/proc/\(processID)"
        guard let line = FileManager.default.contents(atPath: folder + "/cmdline") else {
            return ProcessIdentity(
                command: ProgramOutput.read(
                    ["/bin/ps", "-ww", "-o", "args=", "-p", "\(processID)"]))
        }
        let link = try? FileManager.default.destinationOfSymbolicLink(atPath: folder + "/cwd")
        return ProcessIdentity(
            command: String(decoding: line, as: UTF8.self).replacing("\0", with: " "),
            workingDirectory: link)
    }
}
