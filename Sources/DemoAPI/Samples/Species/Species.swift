import Hummingbird
import PGCore
import StrataMacros

/// A plant or an animal.
@Table("species")
struct Species: Codable, Sendable, Equatable, ResponseEncodable {
    @PrimaryKey @Check("kingdom IN ('animals', 'plants')") var kingdom: String
    @PrimaryKey var name: String
    @Index var genus: String
    /// Where it lives.
    var regions: [String]
}

extension Species: Described {
    static let kingdoms = ["animals", "plants"]

    static let schema = JSONSchema.object(
        "Species", .init(name: "kingdom", schema: .oneOf(kingdoms)),
        .init(name: "name", schema: .string), .init(name: "genus", schema: .string),
        .init(name: "regions", schema: .array(of: .string)))
}
