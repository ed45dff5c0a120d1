import PGCore

/// A statement as the server understood it: the types of its placeholders, and its columns.
///
/// A form is parsed with the types stated, so that its name, its text and its types always belong
/// together, whatever happens to the schema. The name is made of text and types: it is the same on
/// every connection and in every process, and another statement has another one.
final class StatementForm: Sendable {
    let text: String
    let parameterTypes: [OID]
    /// The columns of the result; `nil` until the server has told.
    let columns: Columns?
    /// What to ask the result in.
    let resultFormat: WireFormat
    /// Whether binding takes knowledge of types that are not built in.
    let parametersNeedCatalog: Bool
    /// Whether binding or decoding does; false for most statements.
    let needsCatalog: Bool
    /// The name on the server; empty for a form that is parsed each time it is executed.
    let name: String
    /// The name as C reads it, made once: a `String` would be copied for every execution.
    let cName: [CChar]

    /// Makes a form with a name made of its content, or without one.
    convenience init(
        text: String, parameterTypes: [OID], columns: Columns?, isNamed: Bool
    ) {
        let hasBinaryOutput = columns?.types.allSatisfy { !$0.hasNoBinaryOutput } ?? true
        self.init(
            text: text, parameterTypes: parameterTypes, columns: columns,
            resultFormat: hasBinaryOutput ? .binary : .text,
            name: isNamed ? Self.name(of: text, parameterTypes) : "")
    }

    private init(
        text: String, parameterTypes: [OID], columns: Columns?, resultFormat: WireFormat,
        name: String
    ) {
        self.text = text
        self.parameterTypes = parameterTypes
        self.columns = columns
        self.resultFormat = resultFormat
        self.name = name
        cName = Array(name.utf8CString)
        parametersNeedCatalog = parameterTypes.contains(where: \.needsCatalog)
        needsCatalog = parametersNeedCatalog || columns?.needsCatalog == true
    }

    var isNamed: Bool { !name.isEmpty }

    /// The same without a name.
    var unnamed: StatementForm {
        StatementForm(
            text: text, parameterTypes: parameterTypes, columns: columns,
            resultFormat: resultFormat, name: "")
    }

    /// The same for a result with a column whose type has no binary representation.
    var asText: StatementForm {
        StatementForm(
            text: text, parameterTypes: parameterTypes, columns: columns, resultFormat: .text,
            name: name)
    }

    /// The same with the columns a result had.
    func with(_ columns: Columns) -> StatementForm {
        let hasBinaryOutput = columns.types.allSatisfy { !$0.hasNoBinaryOutput }
        return StatementForm(
            text: text, parameterTypes: parameterTypes, columns: columns,
            resultFormat: hasBinaryOutput ? resultFormat : .text, name: name)
    }

    /// Whether the server would understand the statement in the same way as the other form says.
    func isSame(as other: StatementForm) -> Bool {
        parameterTypes == other.parameterTypes && columns?.types == other.columns?.types
            && columns?.names == other.columns?.names
    }

    /// 128 bits of a cryptographic hash: nobody finds two statements with the same name.
    ///
    /// Should it happen all the same, the server refuses to parse the second one.
    static func name(of text: String, _ types: [OID]) -> String {
        var content = text
        for type in types { content += "\u{0}\(type.rawValue)" }
        return "strata_" + SHA256.hexDigest(of: content).prefix(32)
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
