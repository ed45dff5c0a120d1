import ORM
import ORMTestSupport
import PGTestKit

// Tables that refer to themselves and to each other.

/// A tree whose branches and leaves are its own.
enum Branch: NodeKind {
    typealias Back = Leaf
    static let table = "branches"
    static let references: [NodeReference] = [.up]
    static let relationships: [Relationship] = [up(), downs(.owned), backs(.owned)]
}

enum Leaf: NodeKind {
    typealias Side = Branch
    static let table = "leaves"
    static let references: [NodeReference] = [.side]
    static let relationships: [Relationship] = [side()]
}

/// A tree that lets go of what is below a node when the node goes.
enum Folder: NodeKind {
    static let table = "folders"
    static let references: [NodeReference] = [.up]
    static let relationships: [Relationship] = [up(), downs([.save, .merge, .nullify])]
}

/// A list in which each knows its neighbours, below a node of the same kind.
enum Page: NodeKind {
    static let table = "pages"
    static let references: [NodeReference] = [.up, .side, .next]
    static let relationships: [Relationship] = [up(), downs(.owned), side(), next()]
}

/// Egg and Hen each hold many of the other, and an egg has spots.
enum Egg: NodeKind {
    typealias Side = Hen
    typealias Down = Hen
    typealias Back = Spot
    static let table = "eggs"
    static let references: [NodeReference] = [.side]
    static let relationships: [Relationship] = [
        side(), downs([.save, .merge, .nullify]), backs([.save, .merge, .nullify]),
    ]
}

enum Hen: NodeKind {
    typealias Up = Egg
    typealias Back = Egg
    static let table = "hens"
    static let references: [NodeReference] = [.up]
    static let relationships: [Relationship] = [up(), backs([.save, .merge, .nullify])]
}

enum Spot: NodeKind {
    typealias Side = Egg
    static let table = "spots"
    static let references: [NodeReference] = [.side]
    static let relationships: [Relationship] = [side()]
}

/// Left and Right refer to one of the other, and a pair refers to one of each.
enum Left: NodeKind {
    typealias Side = Right
    static let table = "lefts"
    static let references: [NodeReference] = [.side]
    static let relationships: [Relationship] = [side()]
}

enum Right: NodeKind {
    typealias Side = Left
    static let table = "rights"
    static let references: [NodeReference] = [.side]
    static let relationships: [Relationship] = [side()]
}

enum Couple: NodeKind {
    typealias Up = Left
    typealias Side = Right
    static let table = "couples"
    static let references: [NodeReference] = [.up, .side]
    static let relationships: [Relationship] = [up(), side()]
}

/// A child owns toys, and has a favourite among all.
enum Child: NodeKind {
    typealias Down = Toy
    typealias Side = Toy
    static let table = "children"
    static let references: [NodeReference] = [.side]
    static let relationships: [Relationship] = [side(), downs(.owned)]
}

enum Toy: NodeKind {
    typealias Up = Child
    static let table = "toys"
    static let references: [NodeReference] = [.up]
    static let relationships: [Relationship] = [up()]
}

extension DatabaseTemplate {
    /// The tables of entities that refer to each other in circles.
    static let cycles = DatabaseTemplate(
        "orm_cycles",
        (try? Schema(
            Node<Branch>.self, Node<Leaf>.self, Node<Folder>.self, Node<Page>.self,
            Node<Egg>.self, Node<Hen>.self, Node<Spot>.self, Node<Left>.self, Node<Right>.self,
            Node<Couple>.self, Node<Child>.self, Node<Toy>.self
        ).createStatements()) ?? [])
}
