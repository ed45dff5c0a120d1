import Foundation
import LocalPostgres

/// Starts a server, prints where it is, and waits to be killed.
///
/// The killed-parent tests need a parent they may kill. With a directory as its argument the server is
/// durable, otherwise it is a throwaway one.
@main struct LocalPostgresProbe {
    static func main() async throws {
        let directory = CommandLine.arguments.dropFirst().first
        let server = try await LocalPostgres.start(
            directory.map { .durable(directory: $0) } ?? .throwaway)
        print(server.directory)
        fflush(nil)
        // Ends when the tests close the pipe, should they die before killing this process.
        while readLine() != nil {}
        try await server.stop()
    }
}
