/// An error of any tier: what kind it is, what it is about, and where it happened.
///
/// `description` never contains parameter values, passwords, or what the server quotes from a row.
/// Show it to anybody who may know that the statement exists. `debugDescription` adds the server's
/// detail and context, the statement with the place at fault marked, and the call; it may quote
/// values from the row, so keep it for logs.
public struct PGError: Error, Sendable {
    private var storage: Storage

    /// Makes an error.
    public init(_ code: Code, _ message: String, hint: String? = nil) {
        storage = Storage(code: code, message: message)
        storage.hint = hint
    }

    /// Makes an error from the server's report.
    public init(server: ServerError, statement: String? = nil) {
        storage = Storage(code: .server, message: server.message)
        storage.hint = server.hint
        storage.server = server
        storage.statement = statement
    }

    /// What kind of error it is.
    public var code: Code { storage.code }

    /// What went wrong, in one sentence.
    public var message: String { storage.message }

    /// What to do about it, when that is known.
    public var hint: String? { storage.hint }

    /// The server's report, for ``Code/server`` and for a connection the server ended.
    public var server: ServerError? { storage.server }

    /// The server's error code, if the server reported one.
    public var sqlState: SQLState? { storage.server?.sqlState }

    /// The text of the statement that failed, without parameter values.
    public var statement: String? { storage.statement }

    /// The parameters' values as text, `nil` being NULL: kept only on request.
    ///
    /// See ``PGError/recordsParameters``.
    public var parameters: [String?]? { storage.parameters }

    /// The number of the placeholder at fault, counted from 1.
    public var parameter: Int? { storage.parameter }

    /// The name of the column at fault.
    public var column: String? { storage.column ?? storage.server?.column }

    /// The row at fault in its batch, counted from 0.
    public var row: Int? { storage.row }

    /// The number of the statement that failed in its script, counted from 1.
    public var statementNumber: Int? { storage.statementNumber }

    /// The line of a COPY's data the server was at, counted from 1; in binary data, the row.
    public var copyLine: Int? { storage.copyLine }

    /// Whether the statement may have taken effect.
    public var execution: Execution? { storage.execution }

    /// The call that failed.
    public var location: SourceLocation? { storage.location }

    /// Further failures met while handling this one, such as a rollback that failed as well.
    public var suppressed: [PGError] { storage.suppressed }

    /// The error this one was made from.
    public var underlying: (any Error)? { storage.underlying }

    private struct Fields {
        var code: Code
        var message: String
        var hint: String?
        var server: ServerError?
        var statement: String?
        var parameters: [String?]?
        var parameter: Int?
        var column: String?
        var row: Int?
        var statementNumber: Int?
        var copyLine: Int?
        var execution: Execution?
        var location: SourceLocation?
        var suppressed: [PGError] = []
        var underlying: (any Error)?
    }

    /// Keeps the error one pointer wide: typed throws return it by value.
    @dynamicMemberLookup
    private struct Storage {
        private final class Box: Sendable {
            let fields: Fields
            init(_ fields: Fields) { self.fields = fields }
        }
        private var box: Box

        init(code: Code, message: String) {
            box = Box(Fields(code: code, message: message))
        }

        subscript<Value>(dynamicMember path: WritableKeyPath<Fields, Value>) -> Value {
            get { box.fields[keyPath: path] }
            set {
                var fields = box.fields
                fields[keyPath: path] = newValue
                box = Box(fields)
            }
        }
    }

    private func with(_ change: (inout Storage) -> Void) -> PGError {
        var copy = self
        change(&copy.storage)
        return copy
    }
}

extension PGError {
    /// Whether a statement had an effect although its call failed.
    public enum Execution: Sendable, Hashable {
        /// The server never received it.
        case notSent
        /// The server received it and the answer was lost.
        case mayHaveRun
        /// The server reported that it had no effect.
        case rolledBack
    }

    /// A place in a program's source.
    public struct SourceLocation: Sendable, Hashable, CustomStringConvertible {
        /// The file, as `#fileID` spells it.
        public let fileID: String
        /// The line.
        public let line: UInt

        /// Makes a location.
        public init(fileID: String, line: UInt) {
            self.fileID = fileID
            self.line = line
        }

        /// `Module/File.swift:12`.
        public var description: String { "\(fileID):\(line)" }
    }
}

extension PGError {
    /// Returns the error with the statement's text.
    public func inStatement(_ text: String) -> PGError {
        statement == nil ? with { $0.statement = text } : self
    }

    /// Returns the error with the values of the statement's parameters, if they may be kept.
    ///
    /// See ``recordsParameters``.
    public func recording(_ parameters: [any ParameterEncodable]) -> PGError {
        guard PGError.recordsParameters, !parameters.isEmpty else { return self }
        return with { $0.parameters = parameters.map { $0.isNull ? nil : $0.textRepresentation } }
    }

    /// Returns the error with the failed call's place, unless it already has one.
    public func at(_ fileID: String, _ line: UInt) -> PGError {
        guard location == nil else { return self }
        return with { $0.location = SourceLocation(fileID: fileID, line: line) }
    }

    /// Returns the error with the number of the placeholder at fault.
    public func inParameter(_ number: Int) -> PGError {
        with { $0.parameter = number }
    }

    /// Returns the error with the column at fault.
    public func inColumn(_ index: Int, named name: String) -> PGError {
        with { $0.column = name }
    }

    /// Returns the error with the row at fault.
    public func inRow(_ number: Int) -> PGError {
        with { $0.row = number }
    }

    /// The error without a place in a batch, for whom the batch is nothing the caller knows of.
    package var withoutRow: PGError {
        row == nil ? self : with { $0.row = nil }
    }

    /// Returns the error with the number of the statement at fault in its script.
    public func inScript(_ number: Int?) -> PGError {
        with { $0.statementNumber = number }
    }

    /// Returns the error with the line of a COPY's data at fault.
    public func atCopyLine(_ line: Int) -> PGError {
        with { $0.copyLine = line }
    }

    /// Returns the error saying whether the statement may have run.
    public func executed(_ execution: Execution) -> PGError {
        with { $0.execution = execution }
    }

    /// Returns the error with another that happened while handling it.
    public func suppressing(_ other: PGError) -> PGError {
        with { $0.suppressed = suppressed + [other] }
    }

    /// Returns the error with the one it was made from.
    public func caused(by error: any Error) -> PGError {
        with { $0.underlying = error }
    }

    /// Returns the error with the server's report attached.
    public func reported(by server: ServerError) -> PGError {
        with { $0.server = server }
    }
}
