import Foundation
import Hummingbird
import LocalPostgres
import PGCore
import PGTestKit
import PGWire
import Testing

@testable import DemoAPI

@Suite("Throwaway databases", .timeLimit(.minutes(1)))
struct EmbeddedStartTests {
    @Test("a prototype starts without a file, and leaves none")
    func prototype() async throws {
        guard (try? PostgresInstallation.find()) != nil else { return }
        var directory = ""
        try await EmbeddedStart.withServer(users: 30) { source in
            guard case .url(let url) = source else { return }
            try await Client.run(url: url) { client in
                let users = try await client.send(.get, "/materialize/await/users")
                #expect(try users.decode([UserLine].self).count == 30)
                for tier in Tier.allCases {
                    #expect(try await client.send(.get, tier.path).status == .ok)
                }
                let species = try await client.send(.get, "/species?genus=Canis")
                #expect(try species.decode([Species].self).map(\.name) == ["Coyote", "Wolf"])
            }
            let pool = try ConnectionPool(source)
            directory = try await pool.query("SHOW data_directory").one(String.self)
            await pool.close()
        }
        #expect(!directory.isEmpty)
        #expect(!FileManager.default.fileExists(atPath: directory))
    }

    @Test(
        "each test has a database of its own, which is there as long as the test is",
        .liveDatabase(.migrated), arguments: 0..<4)
    func ownDatabase(number: Int) async throws {
        let pool = try TestDatabase.pool
        // The same key in each: they would be in each other's way.
        try await pool.query("INSERT INTO users (id, email, name) VALUES (1, 'a@x.org', 'A')")
        #expect(try await pool.query("SELECT count(*) FROM users").one(Int.self) == 1)
    }
}
