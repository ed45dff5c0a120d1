import Foundation
import Hummingbird
import PGCore
import PGTestKit
import PGWire
import Testing

@testable import DemoAPI

@Suite("Plants and animals", .liveDatabase(.migrated), .timeLimit(.minutes(1)))
struct SpeciesTests {
    @Test("seeding twice makes each once, and keeps what was changed")
    func seeding() async throws {
        let pool = try TestDatabase.pool
        try await Species.seed(pool)
        try await pool.query("UPDATE species SET regions = '{Zoos}' WHERE name = 'Lion'")
        try await Species.seed(pool)
        let regions = try await pool.query("SELECT regions FROM species WHERE name = 'Lion'")
        #expect(try regions.decode([String].self) == [["Zoos"]])
        let count = try await pool.query("SELECT count(*) FROM species").one(Int.self)
        #expect(count == Species.known.count)
    }

    @Test("one is found by the two columns of its key")
    func one() async throws {
        try await Species.seed(try TestDatabase.pool)
        try await Client.run { client in
            let answer = try await client.send(.get, "/species/animals/Emperor%20penguin")
            #expect(answer.status == .ok)
            #expect(
                try answer.decode(Species.self)
                    == Species(
                        kingdom: "animals", name: "Emperor penguin", genus: "Aptenodytes",
                        regions: ["Antarctica"]))
            for path in ["/species/plants/Lion", "/species/animals/Emperor", "/species/x/%25"] {
                #expect(try await client.send(.get, path).status == .notFound)
            }
        }
    }

    @Test("many are found by genus, or all, in the order of their keys")
    func many() async throws {
        try await Species.seed(try TestDatabase.pool)
        try await Client.run { client in
            let oaks = try await client.send(.get, "/species?genus=Quercus")
            #expect(
                try oaks.decode([Species].self).map(\.name)
                    == ["Cork oak", "English oak", "White oak"])
            let all = try await client.send(.get, "/species").decode([Species].self)
            #expect(
                all == Species.known.sorted { ($0.kingdom, $0.name) < ($1.kingdom, $1.name) })
            #expect(try await client.send(.get, "/species?genus=None").text == "[]")
        }
    }

    @Test("a statement is prepared once for all values")
    func preparedOnce() async throws {
        try await Species.seed(try TestDatabase.pool)
        try await Client.run {
            $0.maximumConnections = 1
        } _: { client in
            for name in ["Lion", "Tiger", "Wolf", "Coyote"] {
                _ = try await client.send(.get, "/species/animals/\(name)")
            }
            let prepared = try await client.pool.query(
                """
                SELECT generic_plans + custom_plans FROM pg_prepared_statements
                WHERE statement LIKE 'SELECT kingdom%'
                """)
            #expect(try prepared.decode(Int.self) == [4])
        }
    }
}
