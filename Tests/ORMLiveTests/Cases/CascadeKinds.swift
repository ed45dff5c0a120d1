import ORM
import ORMTestSupport
import PGTestKit

// Owners and what they own, under every cascade.

/// A cascade as a type, so that the tables of a case exist once for each.
protocol CascadeChoice: SendableMetatype {
    static var name: String { get }
    static var cascade: RelationshipCascade { get }
}

enum Nothing: CascadeChoice {
    static let name = "nothing"
    static let cascade: RelationshipCascade = []
}

enum Standard: CascadeChoice {
    static let name = "standard"
    static let cascade = RelationshipCascade.standard
}

enum Freeing: CascadeChoice {
    static let name = "freeing"
    static let cascade: RelationshipCascade = [.save, .merge, .nullify]
}

enum Deleting: CascadeChoice {
    static let name = "deleting"
    static let cascade: RelationshipCascade = [.save, .merge, .delete]
}

enum Owning: CascadeChoice {
    static let name = "owning"
    static let cascade = RelationshipCascade.owned
}

/// Owns many.
enum Holder<Choice: CascadeChoice>: NodeKind {
    typealias Down = Held<Choice>
    static var table: String { "holders_\(Choice.name)" }
    static var references: [NodeReference] { [] }
    static var relationships: [Relationship] { [downs(Choice.cascade)] }
}

enum Held<Choice: CascadeChoice>: NodeKind {
    typealias Up = Holder<Choice>
    static var table: String { "held_\(Choice.name)" }
    static var references: [NodeReference] { [.up] }
    static var relationships: [Relationship] { [up(Choice.cascade.intersection(.standard))] }
}

/// Owns one.
enum Keeper<Choice: CascadeChoice>: NodeKind {
    typealias Down = Kept<Choice>
    static var table: String { "keepers_\(Choice.name)" }
    static var references: [NodeReference] { [] }
    static var relationships: [Relationship] { [only(Choice.cascade)] }
}

enum Kept<Choice: CascadeChoice>: NodeKind {
    typealias Up = Keeper<Choice>
    static var table: String { "kept_\(Choice.name)" }
    static var references: [NodeReference] { [.up] }
    static var unique: [NodeReference] { [.up] }
    static var relationships: [Relationship] { [up()] }
}

/// Is connected with many through a table in between.
enum Linker<Choice: CascadeChoice>: NodeKind {
    typealias Peer = Linked<Choice>
    static var table: String { "linkers_\(Choice.name)" }
    static var references: [NodeReference] { [] }
    static var relationships: [Relationship] { [peers(Choice.cascade)] }
}

enum Linked<Choice: CascadeChoice>: NodeKind {
    static var table: String { "linked_\(Choice.name)" }
    static var references: [NodeReference] { [] }
    static var relationships: [Relationship] { [] }
}

/// Belongs to an account and to a seller, each of which owns it.
enum Customer: NodeKind {
    typealias Up = Account
    typealias Side = Seller
    static let table = "customers"
    static let references: [NodeReference] = [.up, .side]
    static let relationships: [Relationship] = [up(), side()]
}

enum Account: NodeKind {
    typealias Down = Customer
    static let table = "accounts"
    static let references: [NodeReference] = []
    static let relationships: [Relationship] = [downs(.owned)]
}

enum Seller: NodeKind {
    typealias Back = Customer
    static let table = "sellers"
    static let references: [NodeReference] = []
    static let relationships: [Relationship] = [backs(.owned)]
}

/// Is connected with others by rows that the server does not delete by itself, from one side only.
enum Club: NodeKind {
    typealias Peer = Member
    static let table = "clubs"
    static let references: [NodeReference] = []
    static let relationships: [Relationship] = [peers(onDelete: .noAction)]
}

enum Member: NodeKind {
    static let table = "members"
    static let references: [NodeReference] = []
    static let relationships: [Relationship] = []
}

/// Refers to a body, which refers to a tail; each takes along what it refers to.
enum Head: NodeKind {
    typealias Side = Body
    static let table = "heads"
    static let references: [NodeReference] = [.side]
    static let relationships: [Relationship] = [side([.save, .delete])]
}

enum Body: NodeKind {
    typealias Side = Tail
    static let table = "bodies"
    static let references: [NodeReference] = [.side]
    static let relationships: [Relationship] = [side([.save, .delete])]
}

enum Tail: NodeKind {
    static let table = "tails"
    static let references: [NodeReference] = []
    static let relationships: [Relationship] = []
}

extension DatabaseTemplate {
    /// The tables of owners under every cascade.
    static let cascades = DatabaseTemplate(
        "orm_cascades",
        (try? Schema(
            Node<Holder<Nothing>>.self, Node<Held<Nothing>>.self,
            Node<Holder<Standard>>.self, Node<Held<Standard>>.self,
            Node<Holder<Freeing>>.self, Node<Held<Freeing>>.self,
            Node<Holder<Deleting>>.self, Node<Held<Deleting>>.self,
            Node<Holder<Owning>>.self, Node<Held<Owning>>.self,
            Node<Keeper<Standard>>.self, Node<Kept<Standard>>.self,
            Node<Keeper<Freeing>>.self, Node<Kept<Freeing>>.self,
            Node<Keeper<Deleting>>.self, Node<Kept<Deleting>>.self,
            Node<Keeper<Owning>>.self, Node<Kept<Owning>>.self,
            Node<Linker<Nothing>>.self, Node<Linked<Nothing>>.self,
            Node<Linker<Standard>>.self, Node<Linked<Standard>>.self,
            Node<Linker<Deleting>>.self, Node<Linked<Deleting>>.self,
            Node<Linker<Owning>>.self, Node<Linked<Owning>>.self,
            Node<Customer>.self, Node<Account>.self, Node<Seller>.self,
            Node<Club>.self, Node<Member>.self,
            Node<Head>.self, Node<Body>.self, Node<Tail>.self
        ).createStatements()) ?? [])
}
