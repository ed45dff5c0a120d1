import PGCore
import Synchronization

/// The texts of statements that were rendered lately, found by their shapes.
///
/// It holds at most ``capacity`` texts in two generations: what is used again while it is in the
/// older one moves to the newer one, and when the newer one is full the older one is dropped. No
/// parameter's value is kept.
package final class ShapeCache: Sendable {
    private struct Generations {
        var new: [Shape: SQLStatement] = [:]
        var old: [Shape: SQLStatement] = [:]
    }

    /// The longest text that is kept, in bytes; longer ones are seldom built twice.
    private static let longestText = 16_384

    package static let shared = ShapeCache(capacity: 1_024)

    package let capacity: Int
    private let generations = Mutex(Generations())

    package init(capacity: Int) {
        self.capacity = max(2, capacity)
    }

    /// The number of texts that are kept.
    package var count: Int {
        generations.withLock { $0.new.count + $0.old.count }
    }

    func text(of shape: Shape) -> SQLStatement? {
        generations.withLock { generations in
            if let found = generations.new[shape] { return found }
            guard let found = generations.old.removeValue(forKey: shape) else { return nil }
            keep(found, for: shape, in: &generations)
            return found
        }
    }

    func insert(_ statement: SQLStatement, for shape: Shape) {
        guard statement.text.utf8.count <= Self.longestText else { return }
        let text = statement.with(parameters: [])
        generations.withLock { keep(text, for: shape, in: &$0) }
    }

    private func keep(_ text: SQLStatement, for shape: Shape, in generations: inout Generations) {
        if generations.new.count >= capacity / 2 {
            generations.old = generations.new
            generations.new = [:]
        }
        generations.new[shape] = text
    }
}

/// A part of SQL that can be a whole statement.
///
/// A protocol rather than a closure, which would copy what it renders.
protocol Renderable {
    func render(into renderer: inout Renderer)
}

extension SelectStatement: Renderable {
    func render(into renderer: inout Renderer) { renderer.append(self) }
}

extension ChangeStatement: Renderable {
    func render(into renderer: inout Renderer) { renderer.append(self) }
}

extension SQLNode: Renderable {
    func render(into renderer: inout Renderer) { renderer.append(self) }
}

extension Renderer {
    /// The statement that the tree makes, with the text of an earlier one of the same shape.
    ///
    /// The tree is walked once to learn the shape and the parameters, and a second time if the text
    /// is not known yet. The tables are defined in front, with those that are met. Without a cache the
    /// statement is just rendered.
    static func statement<Tree: Renderable>(
        of tree: Tree, defining tables: [CommonTableDefinition] = [], in cache: ShapeCache?
    ) -> SQLStatement {
        guard let cache else {
            return Renderer(isProbing: false, walking: tree, defining: tables).statement
        }
        let probe = Renderer(isProbing: true, walking: tree, defining: tables)
        let shape = probe.shape
        if let text = cache.text(of: shape) { return text.with(parameters: probe.parameters) }
        let statement = Renderer(isProbing: false, walking: tree, defining: tables).statement
        if statement.parameters.count == probe.parameters.count {
            cache.insert(statement, for: shape)
        }
        return statement
    }
}
