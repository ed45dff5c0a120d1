import Foundation
import Testing

@testable import Migrations

@Suite("A folder of migrations")
struct MigrationDirectoryTests {
    private func pair(_ names: String...) throws(MigrationError) -> [Migration] {
        try MigrationDirectory.pair(
            names.map { ($0, MigrationFile(path: "m/\($0)", text: "select 1")) })
    }

    @Test func `pairs files and orders them by number`() throws {
        let migrations = try pair(
            "10_b.up.sql", "9_a.up.sql", "10_b.down.sql", "0011_c-d.up.sql")

        #expect(migrations.map(\.label) == ["9_a", "10_b", "11_c-d"])
        #expect(migrations.map { $0.down == nil } == [true, false, true])
    }

    @Test(arguments: [
        "users.up.sql", "1_users.sql", "1.up.sql", "1_.up.sql", "1_a b.up.sql", "1_a.sideways.sql",
        "1_a.up.up.sql", "1234567890123456789_a.up.sql", "-1_a.up.sql",
    ])
    func `refuses names that say too little`(name: String) {
        let error = #expect(throws: MigrationError.self) { try pair(name) }

        #expect(error?.code == .badName)
        #expect(error?.file == "m/\(name)")
    }

    @Test func `refuses two migrations of one version`() {
        let error = #expect(throws: MigrationError.self) {
            try pair("1_a.up.sql", "01_b.up.sql")
        }

        #expect(error?.code == .duplicateVersion)
    }

    @Test func `refuses a way back from nowhere`() {
        let error = #expect(throws: MigrationError.self) {
            try pair("1_a.up.sql", "1_b.down.sql")
        }

        #expect(error?.code == .downWithoutUp)
        #expect(error?.file == "m/1_b.down.sql")
    }

    @Test func `creates a pair of files that it can read`() throws {
        let folder = FileManager.default.temporaryDirectory.appending(
            path: "strata-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: folder) }
        let directory = MigrationDirectory(path: folder.path())

        let first = try directory.create(name: "Create users!", now: 20_260_101_000_000)
        let second = try directory.create(name: "more", now: 20_260_101_000_000)

        #expect(first.up.hasSuffix("/20260101000000_create_users.up.sql"))
        #expect(second.down.hasSuffix("/20260101000001_more.down.sql"))
        #expect(
            try directory.load().map(\.label) == [
                "20260101000000_create_users", "20260101000001_more",
            ])
    }

    @Test func `writes a time as digits in UTC`() {
        #expect(MigrationDirectory.timestamp(Date(timeIntervalSince1970: 0)) == 19_700_101_000_000)
    }

    @Test func `a name without letters is refused`() {
        let error = #expect(throws: MigrationError.self) {
            try MigrationDirectory(path: "unused").create(name: "--", now: 1)
        }

        #expect(error?.code == .badName)
    }

    @Test func `a missing folder is named`() {
        let error = #expect(throws: MigrationError.self) {
            try MigrationDirectory(path: "no/such/folder").load()
        }

        #expect(error?.code == .unreadable)
        #expect(error?.description.hasPrefix("no/such/folder: ") == true)
    }
}
