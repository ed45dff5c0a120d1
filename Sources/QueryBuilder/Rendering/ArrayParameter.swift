package import PGCore

/// One column of many rows, bound as one array.
///
/// The values are of one column and so of one Swift type, which is not known here: each writes
/// itself as the array's element type. Where that is not possible in binary, all of it is text.
package struct ArrayParameter: ParameterEncodable {
    package let values: [any ParameterEncodable]

    package init(values: [any ParameterEncodable]) {
        self.values = values
    }

    package func encode(as type: OID, into writer: inout ParameterWriter) throws(PGError) {
        if let element = type.arrayElement, let bytes = try binary(element) {
            writer.write(bytes: bytes)
        } else {
            writer.write(text: textRepresentation)
        }
    }

    /// Returns the array in binary, or `nil` when an element has only text.
    ///
    /// The layout is that of `array_send`.
    private func binary(_ element: OID) throws(PGError) -> [UInt8]? {
        var scratch = ParameterWriter()
        scratch.write(Int32(values.isEmpty ? 0 : 1))
        scratch.write(Int32(values.contains { $0.isNull } ? 1 : 0))
        scratch.write(element.rawValue)
        guard !values.isEmpty else { return scratch.bytes }
        scratch.write(Int32(truncatingIfNeeded: values.count))
        scratch.write(Int32(1))
        let isText = Self.hasSameBytes(element)
        for value in values {
            if value.isNull {
                scratch.write(Int32(-1))
                continue
            }
            scratch.format = .binary
            try scratch.writeLengthPrefixed { (writer) throws(PGError) in
                try value.encode(as: element, into: &writer)
            }
            if scratch.format == .text, !isText { return nil }
        }
        return scratch.bytes
    }

    /// Whether text and binary are the same bytes.
    private static func hasSameBytes(_ type: OID) -> Bool {
        switch type {
        case .text, .varchar, .bpchar, .name, .xml, .json, .char: true
        default: false
        }
    }

    /// See "Array Input and Output Syntax" in the PostgreSQL manual.
    package var textRepresentation: String {
        let items = values.map { $0.isNull ? "NULL" : Self.quoted($0.textRepresentation) }
        return "{" + items.joined(separator: ",") + "}"
    }

    private static func quoted(_ text: String) -> String {
        var quoted = "\""
        for character in text.unicodeScalars {
            if character == "\"" || character == "\\" { quoted.append("\\") }
            quoted.unicodeScalars.append(character)
        }
        return quoted + "\""
    }
}

extension SQLType {
    /// The type to cast an array of a column's values to, or `nil` when there is none because the
    /// values are arrays themselves.
    ///
    /// Lengths are left out: a cast to `varchar(5)` would cut text off, where an insertion refuses
    /// it.
    package var arrayCast: String? {
        let spelled = rawValue.lowercased()
        guard !spelled.hasSuffix("[]"), !spelled.hasSuffix(" array") else { return nil }
        guard let open = rawValue.firstIndex(of: "("), let close = rawValue.lastIndex(of: ")"),
            open < close
        else { return rawValue + "[]" }
        let base = rawValue[..<open].lowercased().filter { $0 != " " }
        switch base {
        case "char", "character": return "bpchar[]"
        case "bit": return "varbit[]"
        default: return rawValue[..<open] + rawValue[rawValue.index(after: close)...] + "[]"
        }
    }
}
