/// A value that writes its own JSON.
///
/// It is what its `Codable` conformance gives, in a tenth of the time: an encoder's containers are
/// found at run time, one for each object. Worth it for what is in long lists.
protocol JSONWritable: Encodable {
    func write(to json: JSONOutput)
}

extension JSONOutput {
    /// Writes an object with the members that `body` writes.
    func object(_ body: (_ level: Int) -> Void) {
        let level = begin(UInt8(ascii: "{"), end: UInt8(ascii: "}"))
        body(level)
        close(to: level - 1)
    }

    /// Writes an array of values.
    func array(_ values: some Sequence<some JSONWritable>) {
        let level = begin(UInt8(ascii: "["), end: UInt8(ascii: "]"))
        for value in values {
            separate(at: level)
            value.write(to: self)
        }
        close(to: level - 1)
    }

    /// Writes what may be missing.
    func optional<Value>(_ value: Value?, _ write: (Value) -> Void) {
        if let value { write(value) } else { null() }
    }
}
