/// The bytes of SQL, as PostgreSQL's lexer tells them apart.
extension UInt8 {
    var isSQLSpace: Bool { self == 0x20 || (0x09...0x0D).contains(self) }

    var isSQLDigit: Bool { (0x30...0x39).contains(self) }

    /// A letter, an underscore, or a part of a character beyond ASCII.
    var startsSQLWord: Bool {
        (0x61...0x7A).contains(self | 0x20) || self == UInt8(ascii: "_")
            || (self >= 0x80 && self != SQLScanner.bind)
    }

    var continuesSQLWord: Bool { startsSQLWord || isSQLDigit || self == UInt8(ascii: "$") }
}
