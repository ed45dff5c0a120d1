import PGCore
import Synchronization

/// A statement the server has parsed, as any connection of a pool knows it: its name, and the types
/// the server inferred.
///
/// Which connections have parsed it is theirs to remember.
final class PreparedStatement: Sendable {
    /// The name on the server, the same on every connection of the pool.
    let name: String
    /// The name as C reads it, made once: a `String` would be copied for every execution.
    let cName: [CChar]
    let text: String
    /// What running it leaves on a connection.
    let trace: SessionTrace
    private let description = Mutex<Description?>(nil)

    final class Description: Sendable {
        let parameterTypes: [OID]
        let columns: Columns
        let resultFormat: WireFormat
        /// Whether binding takes knowledge of types that are not built in.
        let parametersNeedCatalog: Bool

        init(parameterTypes: [OID], columns: Columns, resultFormat: WireFormat) {
            self.parameterTypes = parameterTypes
            self.columns = columns
            self.resultFormat = resultFormat
            parametersNeedCatalog = parameterTypes.contains(where: \.needsCatalog)
        }
    }

    init(name: String, text: String) {
        self.name = name
        cName = Array(name.utf8CString)
        self.text = text
        trace = SessionTrace(of: text)
    }

    /// What the server said about it, once it has been asked.
    var described: Description? {
        description.withLock { $0 }
    }

    /// Keeps the server's description.
    func describe(by result: ResultHandle) {
        let columns = Columns(of: result)
        let format: WireFormat =
            columns.types.contains { $0.hasNoBinaryOutput } ? .text : .binary
        let new = Description(
            parameterTypes: result.parameterTypes, columns: columns, resultFormat: format)
        description.withLock { $0 = new }
    }

    /// Remembers that some column's type cannot be sent in binary.
    func fallBackToText() {
        description.withLock { description in
            description = description.map {
                Description(
                    parameterTypes: $0.parameterTypes, columns: $0.columns, resultFormat: .text)
            }
        }
    }
}

extension OID {
    /// The built-in types without a binary output function.
    ///
    /// libpq takes one format for all columns, so one of these turns the whole statement to text.
    var hasNoBinaryOutput: Bool {
        self == .aclitem || self == .aclitemArray || self == .gtsvector || self == .gtsvectorArray
    }
}
