import PGCore

/// One step of a database's structure: how to take it and, if there is a way, how to take it back.
public struct Migration: Sendable, Hashable {
    /// The number that orders migrations; the digits its files' names start with.
    public let version: Int
    /// The words after the number in the files' names.
    public let name: String
    /// The file that applies the migration.
    public let up: MigrationFile
    /// The file that reverts it.
    public let down: MigrationFile?

    /// Makes a migration.
    public init(version: Int, name: String, up: MigrationFile, down: MigrationFile? = nil) {
        self.version = version
        self.name = name
        self.up = up
        self.down = down
    }

    /// SHA-256 of the text that applies the migration, as hexadecimal digits.
    ///
    /// Line ends of Windows count as those of Unix, so that a checkout does not change it.
    public var checksum: String { SHA256.hexDigest(of: up.text) }

    /// The version and the name, as in the files' names.
    public var label: String { "\(version)_\(name)" }
}

/// A file of a migration.
public struct MigrationFile: Sendable, Hashable {
    /// The path to show in messages.
    public let path: String
    /// The text, with Unix line ends and without a byte order mark.
    public let text: String

    /// Makes a file from its path and its text as stored.
    public init(path: String, text: String) {
        self.path = path
        var normalised = text.unicodeScalars[...]
        if normalised.first == "\u{FEFF}" { normalised.removeFirst() }
        var result = String.UnicodeScalarView()
        var previous: Unicode.Scalar?
        for scalar in normalised {
            if scalar == "\n", previous == "\r" { result.removeLast() }
            result.append(scalar)
            previous = scalar
        }
        self.text = String(result)
    }

    /// Takes the file apart.
    ///
    /// - Throws: ``MigrationError/Code/invalidScript`` with the place.
    public func script() throws(MigrationError) -> MigrationScript {
        do {
            return try MigrationScript(text: text)
        } catch {
            throw MigrationError(invalid: self, error)
        }
    }
}
