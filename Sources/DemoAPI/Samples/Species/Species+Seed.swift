import PGCore
import PGWire

extension Species {
    /// What the sample is about.
    static let known: [Species] = [
        Species(
            kingdom: "plants", name: "English oak", genus: "Quercus", regions: ["Europe", "Asia"]),
        Species(
            kingdom: "plants", name: "White oak", genus: "Quercus", regions: ["North America"]),
        Species(
            kingdom: "plants", name: "Cork oak", genus: "Quercus", regions: ["Europe", "Africa"]),
        Species(
            kingdom: "plants", name: "Edelweiss", genus: "Leontopodium",
            regions: ["Europe", "Asia"]),
        Species(
            kingdom: "plants", name: "Baobab", genus: "Adansonia", regions: ["Africa"]),
        Species(
            kingdom: "animals", name: "Wolf", genus: "Canis",
            regions: ["Europe", "Asia", "North America"]),
        Species(
            kingdom: "animals", name: "Coyote", genus: "Canis", regions: ["North America"]),
        Species(
            kingdom: "animals", name: "Lion", genus: "Panthera", regions: ["Africa", "Asia"]),
        Species(
            kingdom: "animals", name: "Tiger", genus: "Panthera", regions: ["Asia"]),
        Species(
            kingdom: "animals", name: "Emperor penguin", genus: "Aptenodytes",
            regions: ["Antarctica"]),
    ]

    /// Adds those that are not there, which can be done at every start.
    static func seed(_ pool: ConnectionPool) async throws {
        try await pool.executeMany(for: known) { species in
            """
            INSERT INTO species (kingdom, name, genus, regions)
            VALUES (\(species.kingdom), \(species.name), \(species.genus), \(species.regions))
            ON CONFLICT (kingdom, name) DO NOTHING
            """
        }
    }
}
