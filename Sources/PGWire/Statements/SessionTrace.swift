import PGCore

/// What running a statement leaves behind on its connection.
///
/// Several tasks share a pooled connection for single statements, so a statement that would change
/// it for the others has to be kept off it. The first words tell, and a few functions.
enum SessionTrace: Sendable, Equatable {
    /// Nothing: any connection will do.
    case none
    /// It starts, ends or needs a transaction.
    case transaction(String)
    /// It changes the session: settings, prepared statements, listening, temporary objects …
    case session(String)
    /// It frees every prepared statement, the driver's own among them.
    case freesStatements(String)
    /// It is a COPY between client and server, which a statement call cannot carry.
    case copy

    init(of text: String) {
        var scanner = SQLWordScanner(text)
        guard let first = scanner.next() else {
            self = .none
            return
        }
        switch first {
        case "BEGIN", "START", "COMMIT", "END", "ROLLBACK", "ABORT", "SAVEPOINT", "RELEASE":
            self = .transaction(first)
        case "DECLARE", "FETCH", "MOVE", "CLOSE", "LOCK":
            self = .transaction(first)
        case "SET":
            self = Self.ofSet(&scanner)
        case "RESET", "LISTEN", "UNLISTEN", "LOAD", "EXECUTE":
            self = .session(first)
        case "DEALLOCATE", "DISCARD":
            self = Self.ofFreeing(first, &scanner)
        case "PREPARE":
            self = scanner.next() == "TRANSACTION" ? .transaction(first) : .session(first)
        case "COPY":
            self = .copy
        case "CREATE":
            self = Self.ofCreate(&scanner)
        default:
            self = Self.ofFunctions(in: text)
        }
    }

    private static func ofSet(_ scanner: inout SQLWordScanner) -> SessionTrace {
        switch scanner.next() {
        case "LOCAL": .transaction("SET LOCAL")
        case "TRANSACTION": .transaction("SET TRANSACTION")
        case "CONSTRAINTS": .transaction("SET CONSTRAINTS")
        default: .session("SET")
        }
    }

    private static func ofFreeing(_ first: String, _ scanner: inout SQLWordScanner) -> SessionTrace
    {
        let second = scanner.next()
        let what = second == "PREPARE" ? scanner.next() : second
        return what == "ALL" ? .freesStatements(first) : .session(first)
    }

    private static func ofCreate(_ scanner: inout SQLWordScanner) -> SessionTrace {
        while let word = scanner.next() {
            switch word {
            case "TEMP", "TEMPORARY": return .session("CREATE TEMPORARY")
            case "OR", "REPLACE", "LOCAL", "GLOBAL", "RECURSIVE": continue
            default: return .none
            }
        }
        return .none
    }

    /// Functions whose effect outlives the statement, wherever they are called.
    private static func ofFunctions(in text: String) -> SessionTrace {
        var scanner = SQLWordScanner(text)
        var previous = ""
        while let word = scanner.next() {
            switch word {
            case "SET_CONFIG", "PG_ADVISORY_LOCK", "PG_ADVISORY_LOCK_SHARED",
                "PG_TRY_ADVISORY_LOCK", "PG_TRY_ADVISORY_LOCK_SHARED":
                return .session(word.lowercased())
            case "TEMP", "TEMPORARY":
                if previous == "INTO" { return .session("INTO TEMPORARY") }
            default:
                break
            }
            previous = word
        }
        return .none
    }

    /// The error that keeps such a statement off a shared connection, or `nil`.
    var refusalWhenShared: PGError? {
        switch self {
        case .none:
            nil
        case .transaction(let what):
            PGError(
                .needsOwnConnection, "\(what) would affect other users of a shared connection",
                hint: "Use withTransaction, or withConnection")
        case .session(let what), .freesStatements(let what):
            PGError(
                .needsOwnConnection, "\(what) would affect other users of a shared connection",
                hint: "Use withConnection")
        case .copy:
            PGError(.unsupportedResult, "COPY cannot be run as a statement")
        }
    }

    /// Whether the server forgets the driver's prepared statements.
    var freesAllStatements: Bool {
        if case .freesStatements = self { true } else { false }
    }

    /// Whether the connection has to be reset before others use it.
    var leavesSessionState: Bool {
        switch self {
        case .session, .freesStatements: true
        case .none, .transaction, .copy: false
        }
    }
}

/// Yields the unquoted words of SQL in upper case, passing over comments, strings and quoted names.
struct SQLWordScanner {
    private var rest: Substring.UTF8View

    init(_ text: String) {
        rest = Substring(text).utf8
    }

    /// What comes after the last word.
    var remaining: Substring.UTF8View { rest }

    mutating func next() -> String? {
        while let byte = rest.first {
            switch byte {
            case UInt8(ascii: "'"), UInt8(ascii: "\""):
                skipQuoted(byte)
            case UInt8(ascii: "-") where rest.dropFirst().first == UInt8(ascii: "-"):
                rest = rest.drop { $0 != UInt8(ascii: "\n") }
            case UInt8(ascii: "/") where rest.dropFirst().first == UInt8(ascii: "*"):
                skipBlockComment()
            case UInt8(ascii: "$"):
                skipDollar()
            case _ where isWordStart(byte):
                let word = rest.prefix { isWordStart($0) || ($0 >= 48 && $0 <= 57) }
                rest = rest[word.endIndex...]
                return String(Substring(word)).uppercased()
            default:
                rest = rest.dropFirst()
            }
        }
        return nil
    }

    private func isWordStart(_ byte: UInt8) -> Bool {
        (byte | 0x20 >= 97 && byte | 0x20 <= 122) || byte == UInt8(ascii: "_") || byte >= 128
    }

    private mutating func skipQuoted(_ quote: UInt8) {
        rest = rest.dropFirst()
        rest = rest.drop { $0 != quote }.dropFirst()
    }

    private mutating func skipBlockComment() {
        var depth = 0
        while let byte = rest.first {
            let following = rest.dropFirst().first
            if byte == UInt8(ascii: "/"), following == UInt8(ascii: "*") {
                depth += 1
                rest = rest.dropFirst(2)
            } else if byte == UInt8(ascii: "*"), following == UInt8(ascii: "/") {
                depth -= 1
                rest = rest.dropFirst(2)
                if depth == 0 { return }
            } else {
                rest = rest.dropFirst()
            }
        }
    }

    /// Passes over `$1`, or over a dollar-quoted string.
    private mutating func skipDollar() {
        let tag = rest.dropFirst().prefix { isWordStart($0) || ($0 >= 48 && $0 <= 57) }
        let afterTag = rest[tag.endIndex...]
        guard afterTag.first == UInt8(ascii: "$"),
            !(tag.first.map { $0 >= 48 && $0 <= 57 } ?? false)
        else {
            rest = afterTag
            return
        }
        let delimiter = Array(rest.prefix(tag.count + 2))
        rest = rest.dropFirst(delimiter.count)
        while !rest.isEmpty, !rest.starts(with: delimiter) { rest = rest.dropFirst() }
        rest = rest.dropFirst(delimiter.count)
    }
}
