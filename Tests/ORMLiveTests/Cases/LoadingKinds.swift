import ORM
import ORMTestSupport
import PGTestKit

// Streets with houses with rooms, and landlords with houses, dogs and banks.

enum Street: NodeKind {
    typealias Side = Landlord
    typealias Down = House
    static let table = "streets"
    static let references: [NodeReference] = [.side]
    static let relationships: [Relationship] = [side(), downs()]
}

enum House: NodeKind {
    typealias Up = Street
    typealias Side = Landlord
    typealias Down = Room
    static let table = "houses"
    static let references: [NodeReference] = [.up, .side]
    static let relationships: [Relationship] = [up(), side(), downs()]
}

enum Room: NodeKind {
    typealias Up = House
    static let table = "rooms"
    static let references: [NodeReference] = [.up]
    static let relationships: [Relationship] = [up()]
}

enum Landlord: NodeKind {
    typealias Next = Bank
    typealias Peer = Bank
    typealias Down = Dog
    typealias Back = House
    static let table = "landlords"
    static let references: [NodeReference] = [.next]
    static let relationships: [Relationship] = [next(), downs(), backs(), peers()]
}

enum Dog: NodeKind {
    typealias Up = Landlord
    static let table = "dogs"
    static let references: [NodeReference] = [.up]
    static let relationships: [Relationship] = [up()]
}

enum Bank: NodeKind {
    static let table = "banks"
    static let references: [NodeReference] = []
    static let relationships: [Relationship] = []
}

extension DatabaseTemplate {
    /// The tables of streets.
    static let streets = DatabaseTemplate(
        "orm_streets",
        (try? Schema(
            Node<Street>.self, Node<House>.self, Node<Room>.self, Node<Landlord>.self,
            Node<Dog>.self, Node<Bank>.self, Node<Folder>.self
        ).createStatements()) ?? [])
}
