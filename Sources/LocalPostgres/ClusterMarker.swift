import Foundation

/// The file that says a directory was made by `LocalPostgres`.
struct ClusterMarker: Codable, Sendable, Equatable {
    /// The layout of the directory.
    var format = Self.currentFormat

    /// The major version of the server that made it.
    var postgresMajorVersion: Int

    /// When it was made.
    var created: Date

    static let currentFormat = 1

    /// Throws when the marker cannot be read, or is of a layout that only later versions know.
    static func check(_ directory: ClusterDirectory) throws(LocalPostgresError) {
        guard let marker = try read(directory), marker.format > currentFormat else { return }
        throw LocalPostgresError(
            .directoryNotOurs, "\(directory.path) was made by a newer version of Strata.",
            hint: "Use that version, or choose another directory.")
    }

    static func read(
        _ directory: ClusterDirectory
    ) throws(LocalPostgresError) -> ClusterMarker? {
        guard let text = try System.readText(directory.marker) else { return nil }
        let decoder = JSONDecoder()
        decoder.dateDecodingStrategy = .iso8601
        guard let marker = try? decoder.decode(Self.self, from: Data(text.utf8)) else {
            throw LocalPostgresError(
                .directoryNotOurs, "\(directory.marker) cannot be read as a marker of Strata.",
                hint: "Choose another directory.")
        }
        return marker
    }

    func write(_ directory: ClusterDirectory) throws(LocalPostgresError) {
        let encoder = JSONEncoder()
        encoder.dateEncodingStrategy = .iso8601
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys]
        guard let data = try? encoder.encode(self) else {
            throw LocalPostgresError(.directoryUnusable, "Could not write \(directory.marker).")
        }
        try System.writePrivate(String(decoding: data, as: UTF8.self) + "\n", to: directory.marker)
    }
}
