import Foundation

/// The users and posts that are made up: always the same for the same numbers.
struct SeedBatch: Sendable {
    let numbers: ClosedRange<Int>
    /// The key of the first user.
    let firstUser: Int
    /// They joined one each minute, the last just now.
    private let end = Date.now

    private static let first = ["Amina", "Bruno", "Chiara", "Dmitri", "Elif", "Farid", "Greta"]
    private static let last = [
        "Abe", "Blum", "Costa", "Duarte", "Eze", "Frank", "Gupta", "Haddad", "Ito", "Jansen",
        "Khan",
    ]
    private static let topics = ["Rain", "A long walk", "Indexes", "Bread", "The sea"]

    init(numbers: ClosedRange<Int>, firstUser: Int) {
        self.numbers = numbers
        self.firstUser = firstUser
    }

    struct User: Sendable, Equatable {
        let id: Int
        let email: String
        let name: String
        let age: Int?
        let createdAt: Date
    }

    func user(_ number: Int) -> User {
        let name = Self.first[number % Self.first.count] + " " + Self.last[number % Self.last.count]
        return User(
            id: firstUser + number - numbers.lowerBound, email: Self.email(number), name: name,
            age: number % 10 == 0 ? nil : 18 + number % 70, createdAt: time(number))
    }

    struct Post: Sendable, Equatable {
        let author: Int
        let title: String
        let body: String
        let createdAt: Date
    }

    /// A post of the user at a place of the batch.
    func post(_ index: Int) -> Post {
        let number = numbers.lowerBound + index
        let topic = Self.topics[number % Self.topics.count]
        return Post(
            author: firstUser + index, title: topic,
            body: "What \(Self.email(number)) thinks of it.", createdAt: time(number))
    }

    /// As many digits for every number, so that they sort as numbers do.
    private static func email(_ number: Int) -> String {
        "seed-\(String(1_000_000_000 + number).dropFirst())@example.org"
    }

    private func time(_ number: Int) -> Date {
        end.addingTimeInterval(-60 * Double(numbers.upperBound - number))
    }
}
