import ArgumentParser
import Migrations

/// What the tool's exit codes mean. They do not change between versions.
extension ExitCode {
    /// The files are wrong: a name, a script, no way back.
    static let wrongFiles = ExitCode(2)
    /// Migrations are pending, asked with `status --check`.
    static let pending = ExitCode(3)
    /// Files and database contradict each other: edited, missing, out of order.
    static let conflict = ExitCode(4)
    /// No connection could be made.
    static let cannotConnect = ExitCode(5)
    /// Another runner has the lock.
    static let locked = ExitCode(6)
    /// The run was interrupted, as shells count it for SIGINT.
    static let interrupted = ExitCode(130)

    /// The code for an error; 1 for everything that failed while running.
    init(_ error: MigrationError) {
        switch error.code {
        case .unreadable, .badName, .duplicateVersion, .downWithoutUp, .invalidScript,
            .noDownScript:
            self = .wrongFiles
        case .edited, .missingFile, .outOfOrder, .halfDone: self = .conflict
        case .unknownTarget: self = .validationFailure
        case .cannotConnect: self = .cannotConnect
        case .lockNotObtained: self = .locked
        case .cancelled: self = .interrupted
        default: self = .failure
        }
    }
}
