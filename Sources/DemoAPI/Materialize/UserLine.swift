import Hummingbird

/// What the four ways to materialise return of each user.
struct UserLine: Codable, Sendable, Equatable {
    let id: Int
    let name: String
    let email: String

    init(_ row: (id: Int, name: String, email: String)) {
        (id, name, email) = row
    }
}

/// The same turned on its side: an array for each column.
struct UserLineColumns: Codable, Sendable, Equatable {
    let id: [Int]
    let name: [String]
    let email: [String]

    init(_ columns: (id: [Int], name: [String], email: [String])) {
        (id, name, email) = columns
    }
}

/// Users in either shape.
enum UserLineList: ResponseEncodable, Sendable {
    case rows([UserLine])
    case columns(UserLineColumns)

    func encode(to encoder: any Encoder) throws {
        switch self {
        case .rows(let rows): try rows.encode(to: encoder)
        case .columns(let columns): try columns.encode(to: encoder)
        }
    }
}

extension UserLine: Described {
    static let schema = JSONSchema.object(
        "UserLine", .init(name: "id", schema: .integer), .init(name: "name", schema: .string),
        .init(name: "email", schema: .string))
}

extension UserLineColumns: Described {
    static let schema = JSONSchema.object(
        "UserLineColumns", .init(name: "id", schema: .array(of: .integer)),
        .init(name: "name", schema: .array(of: .string)),
        .init(name: "email", schema: .array(of: .string)))
}
