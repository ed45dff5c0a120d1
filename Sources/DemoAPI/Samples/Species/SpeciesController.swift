import Hummingbird
import PGCore
import PGWire

/// Plants and animals, by their key of two columns and by genus.
///
/// A statement has the same text whatever the values are: the driver prepares it once for each
/// connection.
struct SpeciesController: Sendable {
    let pool: ConnectionPool

    func addRoutes(to api: API) {
        api.add(SpeciesOperations.list, list)
        api.add(SpeciesOperations.get) { _, context in
            try await get(
                kingdom: context.pathText("kingdom"),
                name: context.pathText("name"))
        }
    }

    /// JSON is made of what the server sent, and sent on while it comes.
    private func list(_ request: Request, _ context: DemoContext) async throws -> Response {
        var filter: SQLStatement = ""
        if let genus = request.uri.queryParameters["genus"].map(String.init) {
            filter = "WHERE genus = \(genus)"
        }
        let rows = pool.stream(
            """
            SELECT kingdom, name, genus, regions FROM species \(filter)
            ORDER BY kingdom, name
            """
        ).limited(to: StreamLimits.time)
        return try await .streaming(
            rows.jsonChunks(), as: "application/json", to: request, context)
    }

    private func get(kingdom: String, name: String) async throws -> Species {
        let rows = try await pool.query(
            """
            SELECT kingdom, name, genus, regions FROM species
            WHERE kingdom = \(kingdom) AND name = \(name)
            """)
        guard let species = try rows.first?.decode(into: Species.self) else {
            throw APIError.notFound("there is no such species")
        }
        return species
    }
}

/// The routes of plants and animals.
enum SpeciesOperations {
    static let list = Operation(
        method: .get, path: "/species", id: "listSpecies", summary: "List plants and animals",
        tag: "Samples",
        parameters: [
            .query(
                "genus", JSONSchema(kinds: [.string], lengths: 1...100),
                "Only those of this genus, such as `Quercus`.")
        ],
        responses: [.json([Species].self, "The species, by kingdom and name.")],
        isTransfer: true)

    static let get = Operation(
        method: .get, path: "/species/{kingdom}/{name}", id: "getSpecies",
        summary: "Read about a plant or an animal", tag: "Samples",
        parameters: [
            .path("kingdom", .string, "`plants` or `animals`."),
            .path("name", .string, "Its name, such as `Lion`."),
        ],
        responses: [.json(Species.self, "The species.")])
}
