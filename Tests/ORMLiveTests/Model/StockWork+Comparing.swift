import ORMTestSupport
import PGCore
import PGTestKit
@testable import ORM

extension StockWork {
    func checkInstances() throws {
        for (name, archive) in objects.archives {
            try require(session.contains(archive), "archive \(name) is there")
            let racks = model.racks.filter { $0.value == name }.keys
            try same(archive.racks.loaded?.map(\.name), Set(racks), "the racks of \(name)")
        }
        for (name, rack) in objects.racks {
            try require(session.contains(rack), "rack \(name) is there")
            let archive = model.racks[name].flatMap { objects.archives[$0] }
            try require(rack.archive.id == archive?.persistentID, "the archive of \(name)")
            let volumes = model.volumes.filter { $0.value == name }.keys
            try same(rack.volumes.loaded?.map(\.name), Set(volumes), "the volumes of \(name)")
            let stickers = model.stickers.filter { $0.value == name }.keys
            try same(rack.stickers.loaded?.map(\.name), Set(stickers), "the stickers of \(name)")
        }
        for (name, volume) in objects.volumes {
            try require(session.contains(volume), "volume \(name) is there")
            let rack = model.volumes[name].flatMap { $0 }.flatMap { objects.racks[$0] }
            try require(
                volume.rack?.id == rack?.persistentID,
                "the rack of \(name) is \(volume.rack?.id ?? 0), should be \(rack?.name ?? "none")")
        }
        for (name, sticker) in objects.stickers {
            try require(session.contains(sticker), "sticker \(name) is there")
            let rack = model.stickers[name].flatMap { objects.racks[$0] }
            try require(sticker.rack.id == rack?.persistentID, "the rack of \(name)")
        }
    }

    private func same(
        _ actual: [String]?, _ expected: Set<String>, _ what: @autoclosure () -> String
    ) throws {
        guard let actual else { return }
        try require(
            actual.count == expected.count && Set(actual) == expected,
            "\(what()) are \(actual), should be \(expected)")
    }

    func checkRows() async throws {
        let pool = try TestDatabase.pool
        var rows = Model()
        rows.archives = Set(try await committed("SELECT name FROM archives"))
        for (rack, archive) in try await pool.query(
            "SELECT racks.name, archives.name FROM racks JOIN archives ON archives.id = archive_id"
        ).decode(String.self, String.self) {
            rows.racks[rack] = archive
        }
        for (volume, rack) in try await pool.query(
            "SELECT volumes.name, racks.name FROM volumes LEFT JOIN racks ON racks.id = rack_id"
        ).decode(String.self, String?.self) {
            rows.volumes[volume] = .some(rack)
        }
        for (sticker, rack) in try await pool.query(
            "SELECT stickers.name, racks.name FROM stickers JOIN racks ON racks.id = rack_id"
        ).decode(String.self, String.self) {
            rows.stickers[sticker] = rack
        }
        try require(rows == model, "the rows are \(rows), should be \(model)")
    }
}
