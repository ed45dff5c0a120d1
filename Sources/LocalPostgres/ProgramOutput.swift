import Foundation

/// Runs a short program for what it prints.
enum ProgramOutput {
    /// What the program wrote to its standard output; nil when it failed or took five seconds.
    @Sendable static func read(_ command: [String]) -> String? {
        guard let ends = try? Pipe.make() else { return nil }
        defer { ends.closeReading() }
        guard let child = try? ChildProcess.spawn(command, output: ends.writing) else {
            ends.closeWriting()
            return nil
        }
        ends.closeWriting()
        guard let exit = child.exit(within: .seconds(5)) else {
            child.signal(SIGKILL)
            _ = child.exit(within: .seconds(1))
            return nil
        }
        guard exit == .code(0) else { return nil }
        // The program has ended and its few lines fit the pipe, so this cannot block.
        return ends.readAll()
    }
}
