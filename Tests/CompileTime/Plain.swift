import Foundation

// What a table is compared with: a struct of the same properties. Copied as `Table.swift` is.
struct PlainA: Codable, Sendable {
    var id: Int
    var parentID: Int?
    var ownerID: Int
    var name: String
    var title: String?
    var email: String
    var state: String
    var quantity: Int
    var price: Double
    var discount: Double?
    var rank: Int
    var isActive: Bool
    var isHidden: Bool?
    var createdAt: Date
    var updatedAt: Date
    var deletedAt: Date?
    var tags: [String]
    var note: String?
    var score: Int?
    var token: UUID
}
