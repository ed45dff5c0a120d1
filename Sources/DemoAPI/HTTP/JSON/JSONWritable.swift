/// A value that writes its own JSON.
///
/// It is what its `Codable` conformance gives, in a tenth of the time: an encoder's containers are
/// found at run time, one for each object. Worth it for what is in long lists.
protocol JSONWritable: Encodable {
    func write(to json: JSONOutput)
}

extension JSONOutput {
    /// Writes a part of a document as it stands.
    func raw(_ text: String) {
        bytes.append(contentsOf: text.utf8)
    }

    /// Writes what may be missing.
    func optional<Value>(_ value: Value?, _ write: (Value) -> Void) {
        if let value { write(value) } else { null() }
    }
}
