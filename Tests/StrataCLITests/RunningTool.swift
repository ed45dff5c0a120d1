import Foundation

/// A run of the tool.
final class RunningTool: @unchecked Sendable {
    // Protected by its use: Foundation's Process is used by one test only, after it was started here.
    private let process: Process
    /// Held because its folder goes with it.
    private let tool: CommandLineTool
    private let output: URL
    private let errors: URL
    private let ended: AsyncStream<Int32>

    init(_ process: Process, of tool: CommandLineTool) throws {
        self.tool = tool
        let name = UUID().uuidString
        output = tool.folder.appending(path: "\(name).out")
        errors = tool.folder.appending(path: "\(name).err")
        for file in [output, errors] { try Data().write(to: file) }
        process.standardOutput = try FileHandle(forWritingTo: output)
        process.standardError = try FileHandle(forWritingTo: errors)
        process.standardInput = FileHandle.nullDevice
        let (ended, continuation) = AsyncStream.makeStream(of: Int32.self)
        process.terminationHandler = { process in
            continuation.yield(process.terminationStatus)
            continuation.finish()
        }
        self.ended = ended
        self.process = process
        try process.run()
    }

    /// Sends SIGINT, as Ctrl-C does.
    func interrupt() { process.interrupt() }

    /// Sends SIGKILL.
    func kill() { Foundation.kill(process.processIdentifier, SIGKILL) }

    /// Waits for the end.
    func finish() async throws -> CommandLineTool.Outcome {
        var status: Int32 = -1
        for await value in ended { status = value }
        return CommandLineTool.Outcome(
            status: status, output: try String(contentsOf: output, encoding: .utf8),
            errors: try String(contentsOf: errors, encoding: .utf8))
    }
}
