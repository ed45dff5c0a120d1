#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

extension MigrationDirectory {
    /// Creates an empty pair of files and returns their paths.
    ///
    /// The version is the current time in UTC, or one more than the newest version if that is later.
    ///
    /// - Parameter name: What the migration does, in a few words; it becomes part of the names.
    /// - Throws: ``MigrationError/Code/badName`` for a name without letters or digits,
    ///   ``MigrationError/Code/unreadable`` when the files cannot be written, and as ``load()`` does.
    public func create(name: String) throws(MigrationError) -> (up: String, down: String) {
        try create(name: name, now: Self.timestamp(Date()))
    }

    func create(name: String, now: Int) throws(MigrationError) -> (up: String, down: String) {
        let slug = MigrationFileName.slug(of: name)
        guard !slug.isEmpty else {
            throw MigrationError(
                .badName, "a migration's name needs a letter or a digit",
                hint: "Say what it does, such as add_users")
        }
        try makeDirectory()
        let newest = try load().last?.version ?? 0
        let base = "\(path)/\(max(now, newest + 1))_\(slug)"
        try write("-- Applies \(slug).\n", to: base + ".up.sql")
        try write("-- Reverts \(slug).\n", to: base + ".down.sql")
        return (base + ".up.sql", base + ".down.sql")
    }

    /// The time as 14 digits, year to second, in UTC.
    static func timestamp(_ date: Date) -> Int {
        var calendar = Calendar(identifier: .gregorian)
        calendar.timeZone = .gmt
        let parts = calendar.dateComponents(
            [.year, .month, .day, .hour, .minute, .second], from: date)
        let values = [parts.month, parts.day, parts.hour, parts.minute, parts.second]
        return values.reduce(parts.year ?? 0) { $0 * 100 + ($1 ?? 0) }
    }

    private func makeDirectory() throws(MigrationError) {
        do {
            try FileManager.default.createDirectory(
                atPath: path, withIntermediateDirectories: true)
        } catch {
            throw MigrationError(.unreadable, "the folder cannot be made", file: path)
        }
    }

    private func write(_ text: String, to path: String) throws(MigrationError) {
        do {
            try Data(text.utf8).write(to: URL(filePath: path), options: .withoutOverwriting)
        } catch {
            throw MigrationError(.unreadable, "the file cannot be written", file: path)
        }
    }
}
