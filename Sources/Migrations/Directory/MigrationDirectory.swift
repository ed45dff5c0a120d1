#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// A folder of migrations.
///
/// Each is a file `<version>_<name>.up.sql` and, if it can be reverted, one that ends in
/// `.down.sql`. Files that do not end in `.sql` are ignored.
public struct MigrationDirectory: Sendable, Hashable {
    /// The folder's path.
    public let path: String

    /// Names a folder; nothing is read yet.
    public init(path: String = "migrations") {
        self.path = path
    }

    /// Reads all migrations, ordered by version.
    ///
    /// - Throws: ``MigrationError/Code/unreadable`` when the folder or a file cannot be read;
    ///   ``MigrationError/Code/badName``, ``MigrationError/Code/duplicateVersion`` and
    ///   ``MigrationError/Code/downWithoutUp`` naming the file.
    public func load() throws(MigrationError) -> [Migration] {
        try Self.pair(readFiles())
    }

    /// Pairs files of both directions into migrations.
    static func pair(
        _ files: [(name: String, file: MigrationFile)]
    ) throws(MigrationError) -> [Migration] {
        var up: [Int: (name: String, file: MigrationFile)] = [:]
        var down: [Int: (name: String, file: MigrationFile)] = [:]
        for (fileName, file) in files.sorted(by: { $0.name < $1.name }) {
            guard let parsed = MigrationFileName(fileName) else { throw badName(file) }
            let other: MigrationFile?
            switch parsed.direction {
            case .up: other = up.updateValue((parsed.name, file), forKey: parsed.version)?.file
            case .down: other = down.updateValue((parsed.name, file), forKey: parsed.version)?.file
            }
            if let other { throw duplicate(parsed.version, other, file) }
        }
        for (version, entry) in down.sorted(by: { $0.key < $1.key })
        where up[version]?.name != entry.name {
            throw downWithoutUp(entry.file)
        }
        return up.sorted { $0.key < $1.key }.map { version, entry in
            Migration(
                version: version, name: entry.name, up: entry.file, down: down[version]?.file)
        }
    }

    private func readFiles() throws(MigrationError) -> [(name: String, file: MigrationFile)] {
        let names: [String]
        do {
            names = try FileManager.default.contentsOfDirectory(atPath: path)
        } catch {
            throw MigrationError(
                .unreadable, "the folder cannot be read",
                hint: "Name the folder of the migrations, or make the first one there", file: path)
        }
        var files: [(name: String, file: MigrationFile)] = []
        for name in names where name.hasSuffix(".sql") && !name.hasPrefix(".") {
            files.append((name, try read(name)))
        }
        return files
    }

    private func read(_ name: String) throws(MigrationError) -> MigrationFile {
        let filePath = "\(path)/\(name)"
        guard let data = FileManager.default.contents(atPath: filePath) else {
            throw MigrationError(.unreadable, "the file cannot be read", file: filePath)
        }
        guard let text = String(validating: data, as: UTF8.self) else {
            throw MigrationError(
                .unreadable, "the file is not UTF-8", hint: "Save it in UTF-8", file: filePath)
        }
        return MigrationFile(path: filePath, text: text)
    }

    private static func badName(_ file: MigrationFile) -> MigrationError {
        MigrationError(
            .badName, "the file's name is not that of a migration",
            hint: "Call it <version>_<name>.up.sql or <version>_<name>.down.sql, "
                + "such as 20260131120000_add_users.up.sql", file: file.path)
    }

    private static func duplicate(
        _ version: Int, _ first: MigrationFile, _ second: MigrationFile
    ) -> MigrationError {
        MigrationError(
            .duplicateVersion, "the version \(version) is also that of \(first.path)",
            hint: "Give one of them another version", file: second.path)
    }

    private static func downWithoutUp(_ file: MigrationFile) -> MigrationError {
        MigrationError(
            .downWithoutUp, "there is no .up.sql of the same version and name",
            hint: "Add it, or rename or remove this file", file: file.path)
    }
}
